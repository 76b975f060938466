/** Claim 12: linear regression under replace: the test error grows linearly. */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import type { Experiment } from './measure/experiment.ts';
import { linearSetting, oneFitRisk, testError } from './measure/regression.ts';

function experiment(
  label: string,
  d: number,
  n: number,
  times: readonly number[],
  replicates: Experiment['replicates'],
): Experiment {
  return {
    label,
    describe: `d = ${d}, T = ${n}`,
    setting: linearSetting({
      d,
      design: 'fixed',
      workflow: { kind: 'replace' },
      sizes: { initial: n, new: n },
      seconds: {
        statistics: 1e-7 * d * (times[times.length - 1] + 20),
        samples: 4e-8 * d * n * (times[times.length - 1] + 1),
      },
    }),
    replicates,
    expectations: means(testError, times, (t) => oneFitRisk(d, n) * (t + 1)).map((expectation) =>
      n === 100 && expectation.t === 99 ? { ...expectation, published: '11.24' } : expectation,
    ),
  };
}

export const regressionReplace: Claim = defineClaim({
  id: 12,
  name: 'Linear regression, replace, fixed inputs: E_test after k fits = σ² d/(T − d − 1) · k',
  source: 'Gerstgrasser et al., COLM 2024 (arXiv 2404.01413), theorem on replacing data',
  setting:
    'models 9, 99 (10, 100 fits), d = 10, T = 100, σ² = 1, known noise, inputs of D_0 relabelled; models 0, 1, 2 (1, 2, 3 fits), ' +
    'd = 1, T = 20',
  correction:
    'A law of means: the mean of the ratio to the first fit of the same seed is another number, infinite for d ≤ 2. New inputs in every ' +
    'generation give the same law (claim 45).',
  experiments: [
    experiment('linear 100', 10, 100, [9, 99], { statistics: 20_000, samples: 600 }),
    experiment('index 20', 1, 20, [0, 1, 2], { statistics: 100_000, samples: 50_000 }),
  ],
});
