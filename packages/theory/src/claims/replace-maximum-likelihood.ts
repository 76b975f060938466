/** Claim 2: under replace with maximum likelihood the variance decays as (1 − 1/n)^fits. */
import { replaceMoments } from '../prediction/moments/replace.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means, replaceGaussian } from './measure/cases.ts';
import { meanError, variance } from './measure/quantity.ts';

const law = (n: number) => replaceMoments({ size: () => n, ddof: 0, samplingBias: 1 });

export const replaceMaximumLikelihood: Claim = defineClaim({
  id: 2,
  name: 'Replace, maximum likelihood: E S_t = (1 − 1/n)^(t+1)',
  source: 'own derivation; the estimator of the released notebooks (np.std, np.cov(bias=True))',
  setting: 'model 99 (100 fits), n = 100; models 0, 1, 2 (1, 2, 3 fits), n = 3; 1-D, ddof 0',
  experiments: [
    {
      label: 'replace 100',
      describe: 'n = 100',
      setting: replaceGaussian(100, 0),
      replicates: { statistics: 50_000, samples: 2000 },
      expectations: [
        { test: 'mean', quantity: variance, t: 99, expected: law(100)(99).variance, published: '0.3660' },
        { test: 'mean', quantity: meanError, t: 99, expected: law(100)(99).meanError, published: '0.6340' },
      ],
    },
    {
      label: 'index 3',
      describe: 'n = 3',
      setting: replaceGaussian(3, 0),
      replicates: { statistics: 100_000, samples: 50_000 },
      expectations: [
        ...means(variance, [0, 1, 2], (t) => law(3)(t).variance),
        ...means(meanError, [0, 1, 2], (t) => law(3)(t).meanError),
      ],
    },
  ],
});
