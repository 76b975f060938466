/** Claim 4: the W2 risk grows as 1.5 Σ 1/M_i, to first order. */

import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means, replaceGaussian } from './measure/cases.ts';
import { squaredW2 } from './measure/quantity.ts';
import { unbiasedRisk } from './measure/w2-law.ts';

const risk = (n: number) => unbiasedRisk(() => n);

export const w2Risk: Claim = defineClaim({
  id: 4,
  name: 'Replace, unbiased: E W2² = (t+1)/M + 2 (1 − α(M)^(t+1)), to first order 1.5 (t+1)/M',
  source: 'Shumailov et al., Nature 631 (2024), SI eq. 6; exact form: own derivation',
  setting:
    'model 9 (10 fits), M = 100; model 99 (100 fits), M = 1000; models 0, 1, 2 (1, 2, 3 fits), M = 2; ' +
    '1-D, ddof 1',
  correction:
    'The printed 1.5 Σ 1/M_i (0.150 in both settings) is first order only: exactly 0.14987 and 0.14943. ' +
    'W2 means W2 squared.',
  experiments: [
    {
      label: 'replace 100',
      describe: 'M = 100',
      setting: replaceGaussian(100, 1),
      replicates: { statistics: 200_000, samples: 15_000 },
      expectations: [
        { test: 'mean', quantity: squaredW2, t: 9, expected: risk(100)(9), published: '0.14987' },
      ],
    },
    {
      label: 'replace 1000',
      describe: 'M = 1000',
      setting: replaceGaussian(1000, 1),
      replicates: { statistics: 50_000 },
      expectations: [
        { test: 'mean', quantity: squaredW2, t: 99, expected: risk(1000)(99), published: '0.14943' },
      ],
    },
    {
      label: 'replace 1000, points',
      describe: 'M = 1000',
      setting: replaceGaussian(1000, 1),
      replicates: { samples: 1500 },
      expectations: means(squaredW2, [9], risk(1000)),
    },
    {
      label: 'index 2',
      describe: 'M = 2',
      setting: replaceGaussian(2, 1),
      replicates: { statistics: 200_000, samples: 100_000 },
      expectations: means(squaredW2, [0, 1, 2], risk(2)),
    },
  ],
});
