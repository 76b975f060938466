/** Claim 18: how long a symbol lives under replace. */
import { survivalBounds, symbolSurvival } from '../prediction/categorical/survival.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { alive } from './measure/alive.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import type { CategoricalSetting } from './measure/setting.ts';

function setting(p: number, n: number): CategoricalSetting {
  const sizes = { initial: n, new: n };
  return { family: 'categorical', probabilities: [p, 1 - p], workflow: { kind: 'replace' }, sizes };
}

/** [fits, P(alive)] of the exact chain at p = 0.001, n = 10,000, which takes seconds: tools/reference/claims.py. */
export const survivalOfRare: readonly (readonly [number, number])[] = [
  [10, 0.8215532586374297],
  [20, 0.6003183621933879],
  [50, 0.3190221456719755],
];

const survivalOfHundredth = symbolSurvival(0.01, 100);

function withBounds(p: number, n: number, fits: number, expected: number, published?: string): Expectation[] {
  const { lower, upper } = survivalBounds(p, n, fits);
  const t = fits - 1;
  const named = (name: string) => ({ ...alive, name: `${alive.name}, ${name}` });
  return [
    { test: 'probability', quantity: alive, t, expected, ...(published === undefined ? {} : { published }) },
    { test: 'at least', quantity: named('lower bound'), t, expected: lower },
    ...(upper < 1 ? [{ test: 'at most', quantity: named('upper bound'), t, expected: upper } as const] : []),
  ];
}

function experiment(
  p: number,
  n: number,
  replicates: Experiment['replicates'],
  rows: readonly (readonly [number, number, (string | undefined)?])[],
): Experiment {
  return {
    label: `p ${p}, n ${n}`,
    describe: `p = ${p}, n = ${n}`,
    setting: setting(p, n),
    replicates,
    fullReplicates: { statistics: 190_000 },
    expectations: rows.flatMap(([fits, expected, published]) => withBounds(p, n, fits, expected, published)),
  };
}

export const symbolSurvivalClaim: Claim = defineClaim({
  id: 18,
  name: 'Discrete replace: 1 − e^(−n p g_k) ≤ P(symbol alive after k fits) ≤ 1 − (1 − 3np² − 3kp) e^(−n p g_k)',
  source: 'Suresh et al., AISTATS 2025 (arXiv 2412.17646), Theorem 1; exact chain: own computation',
  setting:
    'models 9, 19, 49 (10, 20, 50 fits), p = 0.001, n = 10,000; models 0, 9, 49, p = 0.01, n = 100; models 0, 1, 2 (1, 2, 3 ' +
    'fits), p = 0.3, n = 2; replace; g_k the k-th iterate of 1 − e^(−x) from infinity',
  correction:
    'A figure of .820 for p = 0.001, n = 10,000, k = 10 is in circulation: it lies below the proved lower bound .8214; the ' +
    'exact chain gives .8216.',
  experiments: [
    experiment(
      0.001,
      10_000,
      { statistics: 40_000, samples: 60 },
      survivalOfRare.map(([fits, p]) => [fits, p, { 10: '.8216', 20: '.6003', 50: '.3190' }[fits]] as const),
    ),
    experiment(
      0.01,
      100,
      { statistics: 40_000, samples: 4000 },
      [1, 10, 50].map((fits) => [fits, survivalOfHundredth(fits - 1)] as const),
    ),
    {
      label: 'index 2',
      describe: 'p = 0.3, n = 2',
      setting: setting(0.3, 2),
      replicates: { statistics: 100_000, samples: 50_000 },
      expectations: [0, 1, 2].map(
        (t): Expectation => ({
          test: 'probability',
          quantity: alive,
          t,
          expected: symbolSurvival(0.3, 2)(t),
        }),
      ),
    },
  ],
});
