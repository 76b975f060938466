/** Histograms of what model 0 thinks of the text of each generation, the lineages of a setting together. */
import type { ArtifactRow, HistogramJson } from '@collapse-lab/process';
import type { Store } from '@collapse-lab/sweep';
import { chosenGenerations } from './chosen-generations.ts';

export interface TextHistogram {
  /** Generation. */
  readonly t: number;
  /** Sequences of all lineages. */
  readonly n: number;
  /** Of those, how many model 0 gives probability 0. */
  readonly infinite: number;
  /** counts[i]: sequences with a cross-entropy from (first + i) · width to (first + i + 1) · width nats per token. */
  readonly first: number;
  readonly counts: readonly number[];
}

export interface TextHistograms {
  /** Index of the setting. */
  readonly setting: number;
  /** Lineages whose histograms were added. */
  readonly lineages: number;
  /** Generations that have histograms; some of them are in `generations`. */
  readonly kept: number;
  /** Of the bins, in nats per token. */
  readonly width: number;
  /** Ascending in t. */
  readonly generations: readonly TextHistogram[];
}

/** Those of the figure of Shumailov et al. (2024). */
const mostGenerations = 6;

/** Undefined where no histogram was kept, or none can be read any more. @param lineages the artifacts of each lineage of a setting */
export async function textHistograms(
  setting: number,
  lineages: readonly (readonly ArtifactRow[])[],
  store: Store,
): Promise<TextHistograms | undefined> {
  const rows = lineages.map((artifacts) => artifacts.filter(({ about }) => about.kind === 'histogram'));
  const kept = [...new Set(rows.flat().map(({ t }) => t))].sort((a, b) => a - b);
  const shown = chosenGenerations(kept, mostGenerations);
  let width = 0;
  const generations: TextHistogram[] = [];
  for (const t of shown) {
    const named = rows.flat().filter((row) => row.t === t);
    const found = (await Promise.all(named.map(({ file }) => readHistogram(file, store)))).flatMap(
      (each) => each ?? [],
    );
    if (found.length === 0) continue;
    width = found[0].width;
    generations.push({ t, ...added(found) });
  }
  if (generations.length === 0) return undefined;
  const counted = rows.filter((each) => each.length > 0).length;
  return { setting, lineages: counted, kept: kept.length, width, generations };
}

async function readHistogram(file: string, store: Store): Promise<HistogramJson | undefined> {
  const bytes = await store.readArtifact(file);
  return bytes === undefined ? undefined : JSON.parse(Buffer.from(bytes).toString('utf8'));
}

/** All have the same bins, each those that it needs. */
function added(histograms: readonly HistogramJson[]): Omit<TextHistogram, 't'> {
  const filled = histograms.filter(({ counts }) => counts.length > 0);
  const first = filled.length === 0 ? 0 : Math.min(...filled.map((each) => each.first));
  const end = Math.max(first, ...filled.map((each) => each.first + each.counts.length));
  const counts = new Array<number>(end - first).fill(0);
  for (const each of filled)
    for (const [i, count] of each.counts.entries()) counts[each.first - first + i] += count;
  const total = (of: (each: HistogramJson) => number): number =>
    histograms.reduce((sum, each) => sum + of(each), 0);
  return { n: total(({ n }) => n), infinite: total(({ infinite }) => infinite), first, counts };
}
