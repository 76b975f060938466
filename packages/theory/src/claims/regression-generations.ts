/** Claim 45: regression on new inputs in every generation, with and without a ridge. */
import { recurrence } from '../prediction/recurrence.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import type { Experiment } from './measure/experiment.ts';
import { linearSetting, oneFitRisk, testError } from './measure/regression.ts';

const workflow = { kind: 'replace' } as const;

/** What one ridge fit does to the weight, one input: E A, E A², and the variance it adds (tools/reference/claims.py). */
export interface RidgeStep {
  readonly n: number;
  readonly penalty: number;
  readonly shrinkage: number;
  readonly squaredShrinkage: number;
  readonly variance: number;
}

export const ridgeSteps: readonly RidgeStep[] = [
  {
    n: 12,
    penalty: 0.5,
    shrinkage: 0.6421587220510603,
    squaredShrinkage: 0.42158722051059894,
    variance: 0.03676191692341022,
  },
  {
    n: 100,
    penalty: 0.1,
    shrinkage: 0.9075683077910783,
    squaredShrinkage: 0.8238252362993856,
    variance: 0.008374307149169275,
  },
];

/** E (w_t − w*)² = E w_t² − 2 w* E w_t + w*², w* = 1, from w_{t} = A w_{t−1} + noise. */
export function ridgeRisk({ shrinkage, squaredShrinkage, variance }: RidgeStep): (t: number) => number {
  const moments = recurrence(
    { mean: shrinkage, square: squaredShrinkage + variance },
    ({ mean, square }) => ({ mean: shrinkage * mean, square: squaredShrinkage * square + variance }),
  );
  return (t) => moments(t).square - 2 * moments(t).mean + 1;
}

function ridge(
  step: RidgeStep,
  label: string,
  times: readonly number[],
  replicates: Experiment['replicates'],
): Experiment {
  return {
    label,
    describe: `d = 1, T = ${step.n}, λ = ${step.penalty}`,
    setting: linearSetting({
      d: 1,
      design: 'fresh',
      workflow,
      sizes: { initial: step.n, new: step.n },
      ridge: step.penalty,
      seconds: {
        statistics: 5e-7 * (times[times.length - 1] + 1),
        samples: 6e-8 * step.n * (times[times.length - 1] + 1),
      },
    }),
    replicates,
    expectations: means(testError, times, ridgeRisk(step)),
  };
}

export const regressionGenerations: Claim = defineClaim({
  id: 45,
  name: 'Regression on new inputs: E_test = σ² d/(T − d − 1) · k by least squares, linear in generations; a ridge adds a bias that grows',
  source:
    'Dohmatob et al., NeurIPS 2024 (arXiv 2402.07712), Model Collapse Demystified; ridge in one dimension: own derivation',
  setting:
    'models 9, 49 (10, 50 fits), d = 10, T = 100, σ² = 1; ridge: models 0, 4, 19, d = 1, T = 100, λ = 0.1; models 0, 1, 2 (1, 2, 3 ' +
    'fits), d = 1, T = 12, λ = 0.5; replace with new inputs, known noise',
  correction:
    'The printed leading term n σ² d/T is the limit of large T: exactly d/(T − d − 1) per fit. With a fixed penalty the growth is ' +
    'not linear for long: the weights shrink by E A in each generation, and the error ends near |w*|².',
  experiments: [
    {
      label: 'fresh 100',
      describe: 'd = 10, T = 100, λ = 0',
      setting: linearSetting({
        d: 10,
        design: 'fresh',
        workflow,
        sizes: { initial: 100, new: 100 },
        seconds: { statistics: 3e-4, samples: 4e-3 },
      }),
      replicates: { statistics: 6000, samples: 300 },
      expectations: means(testError, [9, 49], (t) => oneFitRisk(10, 100) * (t + 1)),
    },
    ridge(ridgeSteps[1], 'ridge 100', [0, 4, 19], { statistics: 10_000, samples: 1500 }),
    ridge(ridgeSteps[0], 'index 12', [0, 1, 2], { statistics: 100_000, samples: 30_000 }),
  ],
});
