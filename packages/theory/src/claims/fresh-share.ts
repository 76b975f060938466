/** Claim 25: a constant share γ of fresh real data stops the collapse. */
import { freshRealMoments } from '../prediction/moments/fresh-real.ts';
import { mixtureMoments } from '../prediction/moments/mixture.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import { meanError, variance } from './measure/quantity.ts';
import type { GaussianSetting } from './measure/setting.ts';

function mixture(n: number, alpha: number, beta: number, gamma: number): GaussianSetting {
  const sizes = { initial: n, new: n };
  return { family: 'gaussian', ddof: 0, workflow: { kind: 'mixture', alpha, beta, gamma }, sizes };
}

function mixtureLaw(n: number, alpha: number, beta: number, gamma: number) {
  return mixtureMoments({ size: () => n, weights: () => ({ alpha, beta, gamma }), ddof: 0, samplingBias: 1 });
}

const random = mixtureLaw(100, 0.9, 0, 0.1);
const exact = freshRealMoments({
  initial: 100,
  synthetic: () => 90,
  real: () => 10,
  ddof: 0,
  samplingBias: 1,
});
const tiny = mixtureLaw(2, 0.5, 0.3, 0.2);

export const freshShare: Claim = defineClaim({
  id: 25,
  name: 'A share γ of fresh real data stabilises: E S_∞ = (1−1/n)(1−a²)/(1−(1−1/n)a²), a = 1−γ',
  source: 'own derivation for the process of Shumailov et al., Nature 631 (2024)',
  setting:
    'model 100 (101 fits), n = 100, γ = 0.1 (each point real with probability γ; exactly γ n points); ' +
    'models 1, 2, 3 (2, 3, 4 fits), n = 2, α .5 β .3 γ .2; 1-D, ddof 0',
  correction:
    'The limit is that of a random share (mixture). With exactly γ n real points (fresh-real) it is ' +
    '[(1−1/n)γ + γa]/[1 − (1−1/n)a + γa].',
  experiments: [
    {
      label: 'random share',
      describe: 'mixture γ = 0.1, n = 100',
      setting: mixture(100, 0.9, 0, 0.1),
      replicates: { statistics: 35_000, samples: 1500 },
      expectations: [
        { test: 'mean', quantity: variance, t: 100, expected: random(100).variance, published: '0.9495' },
        { test: 'mean', quantity: meanError, t: 100, expected: random(100).meanError },
      ],
    },
    {
      label: 'exact share',
      describe: 'fresh-real 10 of 100',
      setting: {
        family: 'gaussian',
        ddof: 0,
        workflow: { kind: 'fresh-real' },
        sizes: { initial: 100, new: 90, real: 10 },
      },
      replicates: { statistics: 35_000, samples: 1500 },
      expectations: [
        { test: 'mean', quantity: variance, t: 100, expected: exact(100).variance },
        { test: 'mean', quantity: meanError, t: 100, expected: exact(100).meanError },
      ],
    },
    {
      label: 'index 2',
      describe: 'mixture α .5 β .3 γ .2, n = 2',
      setting: mixture(2, 0.5, 0.3, 0.2),
      replicates: { statistics: 100_000, samples: 50_000 },
      expectations: [
        ...means(variance, [0, 1, 2, 3], (t) => tiny(t).variance),
        ...means(meanError, [1, 2, 3], (t) => tiny(t).meanError),
      ],
    },
  ],
});
