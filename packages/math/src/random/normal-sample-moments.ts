import { momentsByKernel } from '../kernel/random-kernel.ts';
import { sumEvery } from '../statistics/sum.ts';
import type { Stream } from '../stream/stream.ts';
import { checkFinite, checkNonNegative, isCount, refuse } from './check.ts';
import { fillWithNormals } from './normal.ts';

/**
 * Mean and scatter Σ (x − mean)² of n normal variates mean + sd z, which are drawn one by one as `fillNormal` draws them
 * but not handed out. The same numbers as those of the points: `sum(x) / n`, and squares added in order.
 *
 * @param n integer in [1, 2^53]
 * @param out the mean and the scatter, overwritten
 * @returns out
 * @throws InvalidArgumentError when n is not, mean is not finite or sd not finite and ≥ 0
 */
export function normalSampleMoments(
  stream: Stream,
  n: number,
  mean: number,
  sd: number,
  out: Float64Array,
): Float64Array {
  if (n < 1 || !isCount(n)) refuse('n', n, 'an integer in [1, 2^53]');
  checkFinite('mean', mean);
  checkNonNegative('sd', sd);
  const moments = momentsByKernel(stream, n, mean, sd);
  if (moments === undefined) return momentsOfPoints(stream, n, mean, sd, out);
  out[0] = moments[0];
  out[1] = moments[1];
  return out;
}

function momentsOfPoints(
  stream: Stream,
  n: number,
  mean: number,
  sd: number,
  out: Float64Array,
): Float64Array {
  const x = fillWithNormals(stream, new Float64Array(n), mean, 0, sd);
  out[0] = sumEvery(x, 0, 1) / n;
  out[1] = 0;
  for (let i = 0; i < n; i++) out[1] += (x[i] - out[0]) * (x[i] - out[0]);
  return out;
}
