/** Claim 10: under accumulate the variance does not collapse but tends to sin(π/√n)/(π/√n). */
import { accumulateMoments } from '../prediction/moments/accumulate.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import type { Experiment } from './measure/experiment.ts';
import { meanError, variance } from './measure/quantity.ts';
import type { GaussianSetting } from './measure/setting.ts';

function accumulate(n: number, ddof: 0 | 1): GaussianSetting {
  const sizes = { initial: n, new: n };
  return { family: 'gaussian', ddof, workflow: { kind: 'accumulate' }, sizes };
}

const law = (n: number, ddof: 0 | 1) =>
  accumulateMoments({ initial: n, added: () => n, ddof, samplingBias: 1 });

function late(n: number, published: readonly [string, string], samples: number): Experiment {
  const { variance: spread, meanError: error } = law(n, 0)(99);
  return {
    label: `accumulate ${n}`,
    describe: `n = ${n}, maximum likelihood`,
    setting: accumulate(n, 0),
    replicates: { statistics: 40_000, samples },
    fullReplicates: { statistics: 620_000 },
    expectations: [
      { test: 'mean', quantity: variance, t: 99, expected: spread, published: published[0] },
      { test: 'mean', quantity: meanError, t: 99, expected: error, published: published[1] },
    ],
  };
}

function early(n: number, ddof: 0 | 1): Experiment {
  return {
    label: `index ${n} ddof ${ddof}`,
    describe: `n = ${n}, ${ddof === 0 ? 'maximum likelihood' : 'unbiased'}`,
    setting: accumulate(n, ddof),
    replicates: { statistics: 200_000, samples: 50_000 },
    expectations: [
      ...means(variance, [0, 1, 2], (t) => law(n, ddof)(t).variance),
      ...means(meanError, [0, 1, 2], (t) => law(n, ddof)(t).meanError),
    ],
  };
}

export const accumulateLimit: Claim = defineClaim({
  id: 10,
  name: 'Accumulate, maximum likelihood: E S_t = Π_{i ≤ t+1} (1 − 1/(n i²)), limit sin(π/√n)/(π/√n)',
  source: 'Kazdan et al. 2024 (arXiv 2410.16713); product form: own derivation',
  setting:
    'model 99 (100 fits on up to 100 n points), n = 10 and 100; models 0, 1, 2 (1, 2, 3 fits), n = 2; 1-D',
  correction:
    'At 100 fits the product is still above its limit, by 0.1 % at n = 10 and 0.01 % at n = 100. The ' +
    'unbiased pool has another product, Π_{2 ≤ i ≤ t+1} (1 − 1/(i (n i − 1))): compared at n = 2.',
  experiments: [
    late(10, ['0.8443', '0.1557'], 1500),
    late(100, ['0.9837', '0.0163'], 400),
    early(2, 0),
    early(2, 1),
  ],
});
