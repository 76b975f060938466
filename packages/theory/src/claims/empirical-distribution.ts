/** Claim 41: the empirical distribution function under a share of fresh real data. */
import type { CategoricalModel } from '@collapse-lab/models';
import type { WorkflowSpec } from '@collapse-lab/process';
import { momentLaw } from '../prediction/moments/moment-law.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import type { Experiment } from './measure/experiment.ts';
import type { Quantity } from './measure/quantity.ts';
import type { CategoricalSetting } from './measure/setting.ts';

/** Mean over the inner quantiles i/K of (F_t − F)²: p_0 is uniform on K cells between its quantiles. */
const quantileError: Quantity = {
  name: 'mean (F_t − F)² at the quantiles',
  metrics: ['quantileError'],
  own: {
    quantileError: ({ probabilities, k }: CategoricalModel) => {
      let cumulated = 0;
      let sum = 0;
      for (let i = 1; i < k; i++) {
        cumulated += probabilities[i - 1];
        sum += (cumulated - i / k) * (cumulated - i / k);
      }
      return sum / (k - 1);
    },
  },
  value: (read, t) => read('quantileError', t),
};

/**
 * F_t at a fixed point is a resampled mean of a variable of variance F(1 − F): its error follows the law of the mean of a
 * maximum-likelihood Gaussian, whose second moment is conserved as that of an indicator is.
 */
export function quantileErrorLaw(workflow: WorkflowSpec, sizes: CategoricalSetting['sizes'], k: number) {
  const law = momentLaw(workflow, sizes, { ddof: 0, samplingBias: 1 });
  let spread = 0;
  for (let i = 1; i < k; i++) spread += (i / k) * (1 - i / k);
  return (t: number): number => (spread / (k - 1)) * law(t).meanError;
}

function experiment(
  label: string,
  workflow: WorkflowSpec,
  sizes: CategoricalSetting['sizes'],
  k: number,
  times: readonly number[],
  replicates: Experiment['replicates'],
): Experiment {
  const probabilities = new Array<number>(k).fill(1 / k);
  return {
    label,
    describe: label.replace('index, ', ''),
    setting: { family: 'categorical', probabilities, workflow, sizes },
    replicates,
    expectations: means(quantileError, times, quantileErrorLaw(workflow, sizes, k)),
  };
}

const share = { kind: 'mixture', alpha: 0.9, beta: 0, gamma: 0.1 } as const;
const hundred = { initial: 100, new: 100 };
const many = { statistics: 10_000, samples: 1500 };

export const empiricalDistribution: Claim = defineClaim({
  id: 41,
  name: 'Empirical distribution under a fresh real share γ: E (F_∞ − F)² = F(1−F)/n / (1 − (1−1/n)(1−γ)²)',
  source:
    'Kanabar & Gastpar 2025 (arXiv 2501.19273), setting; Fu et al. 2025 (arXiv 2502.18865); closed form: own derivation',
  setting:
    'models 10, 100 (11, 101 fits), n = 100, 19 quantiles, γ = 0.1 (random share; exactly 10 of 100) and γ = 0; models 0, 1, 2 (1, 2, ' +
    '3 fits), n = 2, γ = 0.3',
  correction:
    'The same law holds for any sample mean of constant variance. Without real data the error goes to F(1 − F): one point is left.',
  experiments: [
    experiment('random share, γ = 0.1, n = 100', share, hundred, 20, [10, 100], many),
    experiment(
      'exact share, 10 real of 100',
      { kind: 'fresh-real' },
      { initial: 100, new: 90, real: 10 },
      20,
      [10, 100],
      many,
    ),
    experiment('replace, n = 100', { kind: 'replace' }, hundred, 20, [10, 100], many),
    experiment(
      'index, γ = 0.3, n = 2',
      { kind: 'mixture', alpha: 0.7, beta: 0, gamma: 0.3 },
      { initial: 2, new: 2 },
      3,
      [0, 1, 2],
      { statistics: 60_000, samples: 30_000 },
    ),
  ],
});
