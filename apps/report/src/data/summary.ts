/** The lineages of one setting in one generation, summarised. */
import { mean, quantileSorted, variance } from '@collapse-lab/math';
import type { CurvePoint } from './report-data.ts';

/** Lineages of which the outer 5 % are one. */
const fewest = 20;

/**
 * @param values one per lineage. NaN is left out of everything but the counts; ±Infinity takes its place in the
 *   quantiles and makes the mean infinite.
 */
export function summarise(t: number, values: readonly number[]): CurvePoint {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  const finite = sorted.filter(Number.isFinite);
  const logs =
    sorted.every((value) => value > 0) && sorted.length > 0 ? finite.map(Math.log) : new Float64Array();
  const geometricMean = logs.length === sorted.length && logs.length > 0 ? Math.exp(mean(logs)) : Number.NaN;
  return {
    t,
    n: values.length,
    nonFinite: values.length - finite.length,
    median: quantileOf(sorted, 0.5),
    low: quantileOf(sorted, 0.05),
    high: quantileOf(sorted, 0.95),
    ...(values.length < fewest && sorted.length > 1 && { range: [sorted[0], sorted[sorted.length - 1]] }),
    mean:
      sorted.length === 0 ? Number.NaN : finite.length < sorted.length ? infiniteMean(sorted) : mean(sorted),
    geometricMean,
    standardError: {
      mean: errorOfMean(finite),
      median: errorOfMedian(finite),
      geometricMean: geometricMean * errorOfMean(logs),
    },
    skewness: { mean: skewness(finite), geometricMean: skewness(logs) },
  };
}

/** Type 7; an infinite neighbour is not interpolated with. */
function quantileOf(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = p * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (Number.isFinite(below) && Number.isFinite(above)) return quantileSorted(sorted, p);
  return at - Math.floor(at) < 0.5 ? below : above;
}

function infiniteMean(sorted: Float64Array): number {
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  return low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY ? Number.NaN : low + high;
}

function errorOfMean(values: Float64Array): number {
  return values.length < 2 ? Number.NaN : Math.sqrt(variance(values, 1) / values.length);
}

/** Half the distance between the order statistics √n/2 ranks to either side: one standard error for any law. */
function errorOfMedian(sorted: Float64Array): number {
  const n = sorted.length;
  if (n < 2) return Number.NaN;
  const reach = Math.sqrt(n) / 2;
  const low = Math.max(0, (n - 1) / 2 - reach);
  const high = Math.min(n - 1, (n - 1) / 2 + reach);
  return (quantileSorted(sorted, high / (n - 1)) - quantileSorted(sorted, low / (n - 1))) / 2;
}

/** Third standardised moment, m₃ / m₂^1.5; 0 where nothing varies. */
function skewness(values: Float64Array): number {
  if (values.length < 3) return 0;
  const centre = mean(values);
  const spread = Math.sqrt(variance(values, 0));
  if (!(spread > 0)) return 0;
  return values.reduce((sum, value) => sum + ((value - centre) / spread) ** 3, 0) / values.length;
}
