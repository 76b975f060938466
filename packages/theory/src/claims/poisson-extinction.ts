/** Claim 19: extinction of a Poisson rate under replace, exactly. */
import { exp } from '@collapse-lab/math';
import { extinctionProbability, survivalExponent } from '../prediction/poisson/extinction.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { positiveRate } from './measure/alive.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';

function survival(rate: number, n: number, t: number): number {
  const sizes = { real: (i: number) => (i === 0 ? n : 0), synthetic: (i: number) => (i === 0 ? 0 : n) };
  return 1 - extinctionProbability(rate, sizes, t);
}

function experiment(
  label: string,
  rate: number,
  n: number,
  replicates: Experiment['replicates'],
  times: readonly number[],
  published: Readonly<Record<number, string>> = {},
): Experiment {
  return {
    label,
    describe: `λ_0 = ${rate}, n = ${n}`,
    setting: { family: 'poisson', rate, workflow: { kind: 'replace' }, sizes: { initial: n, new: n } },
    replicates,
    ...(label.startsWith('index') ? {} : { fullReplicates: { statistics: 190_000 } }),
    expectations: times.map(
      (t): Expectation => ({
        test: 'probability',
        quantity: positiveRate,
        t,
        expected: survival(rate, n, t),
        ...(published[t] === undefined ? {} : { published: published[t] }),
      }),
    ),
  };
}

/** The closed form at one size: 1 − exp(−n λ_0 g_k). */
export function survivalAtConstantSize(rate: number, n: number, fits: number): number {
  return 1 - exp(-n * rate * survivalExponent(fits));
}

export const poissonExtinction: Claim = defineClaim({
  id: 19,
  name: 'Poisson, replace: P(λ > 0) after k fits = 1 − exp(−n λ_0 g_k)',
  source: 'Suresh et al., AISTATS 2025 (arXiv 2412.17646), Theorem 2',
  setting:
    'model 99 (100 fits), λ_0 = 1, n = 10; model 499 (500 fits), λ_0 = 10, n = 10; models 0, 1, 2 (1, 2, 3 fits), λ_0 = 1, n = 1',
  experiments: [
    experiment('rate 1', 1, 10, { statistics: 40_000, samples: 10_000 }, [9, 99], { 99: '0.1775' }),
    experiment('rate 10', 10, 10, { statistics: 20_000, samples: 1500 }, [499]),
    experiment('index 1', 1, 1, { statistics: 100_000, samples: 50_000 }, [0, 1, 2]),
  ],
});
