/** Claim 3: under replace with the unbiased estimator a point of D_t has variance σ² (1 + t/M). */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means, replaceGaussian } from './measure/cases.ts';
import { meanError, totalVariance, variance } from './measure/quantity.ts';

export const replaceUnbiased: Claim = defineClaim({
  id: 3,
  name: 'Replace, unbiased: marginal variance of a point of D_t is 1 + t/M',
  source: 'Shumailov et al., Nature 631 (2024), SI 3.1.1',
  setting:
    'D_10, drawn from model 9 (10 fits), M = 100: E[S_9 + μ_9²]; models 0, 1, 2 (1, 2, 3 fits), M = 3; ' +
    '1-D, ddof 1',
  correction:
    'Stated to O(1/M²) and exact as it stands. The released notebook fits with np.std, maximum ' +
    'likelihood, under which it is 1 for ever.',
  experiments: [
    {
      label: 'replace 100',
      describe: 'M = 100',
      setting: replaceGaussian(100, 1),
      replicates: { statistics: 200_000, samples: 15_000 },
      expectations: [
        { test: 'mean', quantity: totalVariance, t: 9, expected: 1.1, published: '1.1' },
        { test: 'mean', quantity: variance, t: 9, expected: 1 },
      ],
    },
    {
      label: 'index 3',
      describe: 'M = 3',
      setting: replaceGaussian(3, 1),
      replicates: { statistics: 100_000, samples: 50_000 },
      expectations: [
        ...means(totalVariance, [0, 1, 2], (t) => 1 + (t + 1) / 3),
        ...means(meanError, [0, 1, 2], (t) => (t + 1) / 3),
      ],
    },
  ],
});
