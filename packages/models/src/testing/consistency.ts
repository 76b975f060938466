/** Fits to more points are closer: mean squared errors fall like 1 / n. */
import { log } from '@collapse-lab/math';
import { require } from './contract.ts';
import { drawData, scaled, streamOf } from './setting.ts';
import type { FamilySubject, TestApi } from './subject.ts';

const few = 100;
const many = 1600;

export function describeConsistency({ describe, it }: TestApi, subject: FamilySubject): void {
  if (subject.inconsistent !== undefined) return;
  describe('consistency', () => {
    it(`errors of refits fall like n^-1/2 from n = ${few} to n = ${many}`, () => {
      const stream = streamOf(subject, 'consistency');
      const estimates = (model: unknown): ArrayLike<number> =>
        subject.estimates === undefined ? subject.parameters(model) : subject.estimates(model);
      const limit = subject.limit ?? estimates(subject.model);
      const replicates = scaled(subject, 200);
      const [first, second] = [few, many].map((n) =>
        errorOf(
          Array.from({ length: replicates }, () => {
            const train = drawData(subject, n, stream);
            return squaredError(estimates(subject.family.fit({ train }, stream)), limit);
          }),
        ),
      );
      const slope = log(second.mean / first.mean) / log(many / few);
      const standardError = Math.sqrt(first.relative + second.relative) / log(many / few);
      // 0.05: terms of order 1 / n beside the leading one, at n = 100.
      const tolerance = 5 * standardError + 0.05;
      require(Math.abs(slope + 1) <=
        tolerance, `mean squared errors ${first.mean} at n = ${few}, ${second.mean} at n = ${many}: exponent ${slope}, ` +
        `expected -1, tolerance ${tolerance} (5 standard errors of ${standardError}, and 0.05)`);
    });
  });
}

function squaredError(parameters: ArrayLike<number>, limit: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < limit.length; i++) total += (parameters[i] - limit[i]) * (parameters[i] - limit[i]);
  return total;
}

/** The mean of squared errors, and the squared relative standard error of that mean. */
function errorOf(errors: readonly number[]): { mean: number; relative: number } {
  const n = errors.length;
  const mean = errors.reduce((a, b) => a + b, 0) / n;
  const variance = errors.reduce((a, b) => a + (b - mean) * (b - mean), 0) / (n - 1);
  return { mean, relative: variance / (n * mean * mean) };
}
