/** Claim 8: E σ_t = α(n)^fits. */
import { replaceStandardDeviation } from '../prediction/gaussian/replace-scale.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means, replaceGaussian } from './measure/cases.ts';
import { standardDeviation } from './measure/quantity.ts';

const law = (n: number) =>
  replaceStandardDeviation({ covariance: 'full', d: 1, size: () => n, ddof: 1, samplingBias: 1 });

export const meanStandardDeviation: Claim = defineClaim({
  id: 8,
  name: 'Replace, unbiased: E σ_t = α(n)^(t+1), α(n) = E √χ²_{n−1} / √(n−1) < 1',
  source: 'Bertrand et al., ICLR 2024 (arXiv 2310.00429), Gaussian warm-up',
  setting:
    'model 99 (100 fits), n = 100; model 9 (10 fits), n = 10; models 0, 1, 2 (1, 2, 3 fits), n = 2; 1-D, ' +
    'ddof 1',
  experiments: [
    {
      label: 'replace 100',
      describe: 'n = 100',
      setting: replaceGaussian(100, 1),
      replicates: { statistics: 50_000, samples: 2000 },
      fullReplicates: { statistics: 800_000 },
      expectations: [
        { test: 'mean', quantity: standardDeviation, t: 99, expected: law(100)(99), published: '0.7768' },
      ],
    },
    {
      label: 'replace 10',
      describe: 'n = 10',
      setting: replaceGaussian(10, 1),
      replicates: { statistics: 200_000, samples: 40_000 },
      fullReplicates: { statistics: 960_000 },
      expectations: [
        { test: 'mean', quantity: standardDeviation, t: 9, expected: law(10)(9), published: '0.7579' },
      ],
    },
    {
      label: 'index 2',
      describe: 'n = 2',
      setting: replaceGaussian(2, 1),
      replicates: { statistics: 100_000, samples: 50_000 },
      expectations: means(standardDeviation, [0, 1, 2], law(2)),
    },
  ],
});
