// p-values of the statistics of the battery.
import { chiSquaredSurvival, regularizedGammaQ } from '@collapse-lab/math';

/** Pearson's χ² of counts against equal expectations, or against the given ones. */
export function chiSquaredTest(counts, expected) {
  let n = 0;
  for (const count of counts) n += count;
  let statistic = 0;
  for (let i = 0; i < counts.length; i++) {
    const mean = expected === undefined ? n / counts.length : n * expected[i];
    statistic += (counts[i] - mean) ** 2 / mean;
  }
  return chiSquaredSurvival(statistic, counts.length - 1);
}

/** Sum of squares of independent standard normal statistics. */
export function sumOfSquaresTest(zs) {
  let sum = 0;
  for (const z of zs) sum += z * z;
  return chiSquaredSurvival(sum, zs.length);
}

/** P(N ≥ count) of a Poisson count, at the middle of its own probability. */
export function poissonTest(count, mean) {
  const atLeast = (k) => (k === 0 ? 1 : 1 - regularizedGammaQ(k, mean));
  return (atLeast(count) + atLeast(count + 1)) / 2;
}
