/**
 * Counts of perplexities in bins of equal width in their logarithm. The edges are multiples of the width, the same for all
 * generations, lineages and settings, so that histograms of one width can be added.
 */
import type { Artifact } from '../artifact.ts';
import { asciiJson } from '../ascii-json.ts';

/**
 * As JSON: how many of `n` values lie in each bin, with bin i = [(first + i) · width, (first + i + 1) · width) in nats per token;
 * `infinite` lie beyond all.
 */
export interface HistogramJson {
  readonly kind: 'histogram';
  readonly n: number;
  readonly width: number;
  readonly first: number;
  readonly counts: readonly number[];
  readonly infinite: number;
}

/** @param crossEntropies n values in nats per token, +Infinity among them */
export function histogramOf(crossEntropies: Float64Array, width: number): HistogramJson {
  const finite = crossEntropies.filter(Number.isFinite).map((value) => Math.floor(value / width));
  const n = crossEntropies.length;
  if (finite.length === 0) return { kind: 'histogram', n, width, first: 0, counts: [], infinite: n };
  const [first, last] = finite.reduce(
    ([least, most], bin) => [Math.min(least, bin), Math.max(most, bin)],
    [Infinity, -Infinity],
  );
  const counts = new Array<number>(last - first + 1).fill(0);
  for (const bin of finite) counts[bin - first]++;
  return { kind: 'histogram', n, width, first, counts, infinite: n - finite.length };
}

export function histogramArtifact(histogram: HistogramJson): Artifact {
  const { kind, n, width } = histogram;
  return { about: { kind, n, width }, format: 'json', bytes: asciiJson({ ...histogram }) };
}
