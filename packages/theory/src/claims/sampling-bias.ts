/** Claim 26: sampling with bias λ shrinks the variance by λ per generation. */
import { replaceMoments } from '../prediction/moments/replace.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means, replaceGaussian } from './measure/cases.ts';
import { meanError, variance } from './measure/quantity.ts';

const law = (n: number, ddof: 0 | 1) => replaceMoments({ size: () => n, ddof, samplingBias: 0.9 });

export const samplingBias: Claim = defineClaim({
  id: 26,
  name: 'Replace with sampling bias λ, unbiased: E S_t = λ^t',
  source: 'Alemohammad et al., ICLR 2024 (arXiv 2307.01850): samples of N(μ_t, λ Σ_t)',
  setting:
    'model 20 (21 fits, 20 biased samplings), λ = 0.9, n = 100; models 0, 1, 2 (1, 2, 3 fits), n = 3; ' +
    '1-D, ddof 1 and 0',
  correction:
    'λ^t holds with the fit on real data at t = 0; counting fits k it is λ^(k−1). λ multiplies the ' +
    'covariance, not the standard deviation.',
  experiments: [
    {
      label: 'replace 100',
      describe: 'λ = 0.9, n = 100, unbiased',
      setting: replaceGaussian(100, 1, 0.9),
      replicates: { statistics: 100_000, samples: 8000 },
      expectations: [
        { test: 'mean', quantity: variance, t: 20, expected: law(100, 1)(20).variance, published: '0.1216' },
        { test: 'mean', quantity: meanError, t: 20, expected: law(100, 1)(20).meanError },
      ],
    },
    ...([0, 1] as const).map((ddof) => ({
      label: `index 3 ddof ${ddof}`,
      describe: `λ = 0.9, n = 3, ${ddof === 0 ? 'maximum likelihood' : 'unbiased'}`,
      setting: replaceGaussian(3, ddof, 0.9),
      replicates: { statistics: 200_000, samples: 50_000 },
      expectations: [
        ...means(variance, [0, 1, 2], (t) => law(3, ddof)(t).variance),
        ...means(meanError, [0, 1, 2], (t) => law(3, ddof)(t).meanError),
      ],
    })),
  ],
});
