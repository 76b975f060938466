/** Claim 1: maximum-likelihood Gaussian fits conserve E[S_t + (μ_t − μ_0)²], whatever the workflow. */
import type { WorkflowSpec } from '@collapse-lab/process';
import { momentLaw } from '../prediction/moments/moment-law.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means, replaceGaussian } from './measure/cases.ts';
import type { Experiment } from './measure/experiment.ts';
import { type Quantity, stepConservation, totalTrace, totalVariance, variance } from './measure/quantity.ts';
import type { GaussianSetting } from './measure/setting.ts';

interface Case {
  readonly describe: string;
  readonly workflow: WorkflowSpec;
  readonly sizes: GaussianSetting['sizes'];
  /** Subsets drawn anew have no shortcut: points only. */
  readonly pointsOnly?: boolean;
}

const size = { initial: 10, new: 10 };

const cases: readonly Case[] = [
  { describe: 'replace-grown, n = 10', workflow: { kind: 'replace-grown' }, sizes: size },
  { describe: 'accumulate, n = 10', workflow: { kind: 'accumulate' }, sizes: size },
  {
    describe: 'accumulate-subsample, n = 10',
    workflow: { kind: 'accumulate-subsample' },
    sizes: size,
    pointsOnly: true,
  },
  {
    describe: 'mixture α .5 β .3 γ .2, n = 10',
    workflow: { kind: 'mixture', alpha: 0.5, beta: 0.3, gamma: 0.2 },
    sizes: size,
  },
  { describe: 'fresh-real, 5 real + 10', workflow: { kind: 'fresh-real' }, sizes: { ...size, real: 5 } },
  {
    describe: 'keep-real, half, fixed, added, n = 10',
    workflow: { kind: 'keep-real', share: 0.5, subset: 'fixed', mode: 'added' },
    sizes: size,
  },
  {
    describe: 'keep-real, half, redrawn, replacing, n = 10',
    workflow: { kind: 'keep-real', share: 0.5, subset: 'redrawn', mode: 'replacing' },
    sizes: size,
    pointsOnly: true,
  },
];

/** Over all generations from 0 to t. */
const everyGeneration: Quantity = {
  ...totalVariance,
  name: `mean over generations of ${totalVariance.name}`,
  when: (t) => `t = 0 … ${t}`,
  reads: (t) => Array.from({ length: t + 1 }, (_, i) => i),
  value: (read, t) => {
    let sum = 0;
    for (let i = 0; i <= t; i++) sum += totalVariance.value(read, i);
    return sum / (t + 1);
  },
};

/** The sum is conserved in all of these; E S_1 and E S_2 tell the workflows apart, which the sum does not. */
function caseExperiment({ describe, workflow, sizes, pointsOnly }: Case): Experiment {
  const law = momentLaw(workflow, sizes, { ddof: 0, samplingBias: 1 });
  return {
    label: describe,
    describe,
    setting: { family: 'gaussian', ddof: 0, workflow, sizes },
    replicates: pointsOnly ? { samples: 4000 } : { statistics: 40_000, samples: 3000 },
    ...(pointsOnly ? {} : { fullReplicates: { statistics: 190_000 } }),
    expectations: [
      ...means(totalVariance, [0, 1, 10, 50], () => 1),
      ...means(variance, [1, 2], (t) => law(t).variance),
      ...means(everyGeneration, [50], () => 1),
    ],
  };
}

export const conservation: Claim = defineClaim({
  id: 1,
  name: 'Maximum-likelihood Gaussian fits conserve E[S_t + (μ_t − μ_0)²] = σ_0² under every workflow',
  source: 'own derivation; implied by the second moments of every workflow',
  setting:
    'models 0 … 50 (1 … 51 fits), ddof 0, n = 10 or 100, all seven workflows; trace form in three dimensions',
  correction:
    'Holds for value-independent selection and weights that sum to 1; not for ddof 1, λ ≠ 1 or filters. ' +
    'Under replace the mean is ' +
    'carried by rare paths once t > n: there the one-step form, relative to S_{t−1}, is compared.',
  experiments: [
    {
      label: 'replace 100',
      describe: 'replace, n = 100',
      setting: replaceGaussian(100, 0),
      replicates: { statistics: 40_000, samples: 2000 },
      fullReplicates: { statistics: 190_000 },
      expectations: means(totalVariance, [0, 1, 2, 10, 50], () => 1),
    },
    {
      label: 'replace 10',
      describe: 'replace, n = 10',
      setting: replaceGaussian(10, 0),
      replicates: { statistics: 60_000, samples: 6000 },
      fullReplicates: { statistics: 190_000 },
      expectations: [
        ...means(totalVariance, [0, 1, 2, 5], () => 1),
        ...means(stepConservation, [1, 50], () => 1),
      ],
    },
    ...cases.map(caseExperiment),
    {
      label: 'accumulate, three dimensions',
      describe: 'accumulate, d = 3, n = 10, trace of p_0 = 6',
      setting: {
        family: 'gaussian',
        ddof: 0,
        covariance: [
          [1, 0.5, 0],
          [0.5, 2, -0.8],
          [0, -0.8, 3],
        ],
        workflow: { kind: 'accumulate' },
        sizes: size,
      },
      replicates: { statistics: 10_000, samples: 2000 },
      expectations: means(totalTrace, [0, 1, 20], () => 6),
    },
  ],
});
