/** Claim 39: how long two symbols stay together. */
import { pow } from '@collapse-lab/math';
import { replaceSpectrum } from '../prediction/categorical/spectrum.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { unfixed } from './measure/alive.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';

/** 4p(1−p)(1−1/n)^k and 2np(1−p)(1−1/n)^k around P(the share of a symbol is neither 0 nor 1 after k fits). */
export function fixationBounds(p: number, n: number, fits: number): { lower: number; upper: number } {
  const together = p * (1 - p) * pow(1 - 1 / n, fits);
  return { lower: 4 * together, upper: 2 * n * together };
}

/** P(neither 0 nor 1), exact. */
export function unfixedProbability(p: number, n: number): (t: number) => number {
  const spectrum = replaceSpectrum([p], () => n);
  return (t) => 1 - spectrum(t)[0] - spectrum(t)[n];
}

function experiment(
  label: string,
  p: number,
  n: number,
  times: readonly number[],
  replicates: Experiment['replicates'],
): Experiment {
  const law = unfixedProbability(p, n);
  const named = (name: string) => ({ ...unfixed, name: `${unfixed.name}, ${name}` });
  const sizes = { initial: n, new: n };
  return {
    label,
    describe: `p = ${p}, n = ${n}`,
    setting: { family: 'categorical', probabilities: [p, 1 - p], workflow: { kind: 'replace' }, sizes },
    replicates,
    expectations: times.flatMap((t): Expectation[] => {
      const { lower, upper } = fixationBounds(p, n, t + 1);
      return [
        { test: 'probability', quantity: unfixed, t, expected: law(t) },
        { test: 'at least', quantity: named('lower bound'), t, expected: lower },
        ...(upper < 1
          ? [{ test: 'at most', quantity: named('upper bound'), t, expected: upper } as const]
          : []),
      ];
    }),
  };
}

export const fixationBoundsClaim: Claim = defineClaim({
  id: 39,
  name: 'Discrete replace: 4p(1−p)(1−1/n)^k ≤ P(not fixed after k fits) ≤ 2np(1−p)(1−1/n)^k',
  source:
    'Seddik et al., COLM 2024 (arXiv 2404.05090), as quoted in the notebook of Suresh et al.; exact chain: own computation',
  setting:
    'models 9, 49, 99 (10, 50, 100 fits), p = 0.3, n = 20; models 0, 1, 2 (1, 2, 3 fits), p = 0.3, n = 2, where both bounds are ' +
    'the value; replace',
  experiments: [
    experiment('replace 20', 0.3, 20, [9, 49, 99], { statistics: 40_000, samples: 4000 }),
    experiment('index 2', 0.3, 2, [0, 1, 2], { statistics: 100_000, samples: 50_000 }),
  ],
});
