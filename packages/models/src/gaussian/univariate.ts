/**
 * One dimension: the same law with numbers instead of matrices. A long lineage of an ensemble consists of little else
 * than this function, so it allocates nothing and branches little.
 */
import { chiSquared, hypotenuse, normal, type Stream } from '@collapse-lab/math';
import type { GaussianModel } from './gaussian-model.ts';
import type { GaussianStatistics } from './gaussian-statistics.ts';

/** Adds the statistics of n ≥ 1 fresh points of a univariate model: mean ~ N(μ, σ²/n), A ~ σ² χ²_{n−1}. */
export function addUnivariateDraw(
  statistics: GaussianStatistics,
  model: GaussianModel,
  n: number,
  stream: Stream,
): void {
  const bias = model.samplingBias;
  const deviation = bias === 1 ? model.factor[0] : model.factor[0] * Math.sqrt(bias);
  const mean = model.mean[0] + (deviation * normal(stream)) / Math.sqrt(n);
  const root = n === 1 ? 0 : deviation * Math.sqrt(chiSquared(stream, n - 1));
  const before = statistics.n;
  if (before === 0) {
    statistics.n = n;
    statistics.mean[0] = mean;
    statistics.scatter[0] = root;
    return;
  }
  const total = before + n;
  const share = n / total;
  const difference = mean - statistics.mean[0];
  const between = difference * Math.sqrt(before * share);
  statistics.n = total;
  statistics.mean[0] += difference * share;
  statistics.scatter[0] = hypotenuse(hypotenuse(statistics.scatter[0], root), between);
}
