/** Claim 2: under replace with maximum likelihood the variance decays as (1 − 1/n)^fits. */
import { replaceLogDeterminant } from '../prediction/gaussian/replace-scale.ts';
import { replaceMoments } from '../prediction/moments/replace.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means, replaceGaussian } from './measure/cases.ts';
import { logVariance, meanError, variance } from './measure/quantity.ts';

const law = (n: number) => replaceMoments({ size: () => n, ddof: 0, samplingBias: 1 });

const logLaw = replaceLogDeterminant({
  covariance: 'full',
  d: 1,
  size: () => 100,
  ddof: 0,
  samplingBias: 1,
});

export const replaceMaximumLikelihood: Claim = defineClaim({
  id: 2,
  name: 'Replace, maximum likelihood: E S_t = (1 − 1/n)^(t+1)',
  source: 'own derivation; the estimator of the released notebooks (np.std, np.cov(bias=True))',
  setting:
    'model 99 (100 fits), n = 100 (points: model 29, and E log S_99); models 0, 1, 2 (1, 2, 3 fits), n = ' +
    '3; 1-D, ddof 0',
  experiments: [
    {
      label: 'replace 100',
      describe: 'n = 100',
      setting: replaceGaussian(100, 0),
      replicates: { statistics: 60_000 },
      fullReplicates: { statistics: 190_000 },
      expectations: [
        { test: 'mean', quantity: variance, t: 99, expected: law(100)(99).variance, published: '0.3660' },
        { test: 'mean', quantity: meanError, t: 99, expected: law(100)(99).meanError, published: '0.6340' },
      ],
    },
    {
      label: 'replace 100, points',
      describe: 'n = 100',
      setting: replaceGaussian(100, 0),
      replicates: { samples: 3000 },
      expectations: [
        ...means(variance, [29], (t) => law(100)(t).variance),
        ...means(meanError, [29], (t) => law(100)(t).meanError),
        ...means(logVariance, [99], (t) => logLaw(t).mean),
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
