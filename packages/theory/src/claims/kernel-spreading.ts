/** Claim 21: kernel density estimates spread: linearly under replace, logarithmically under accumulate. */
import { type KdeModel, kde, normalSource } from '@collapse-lab/models';
import type { WorkflowSpec } from '@collapse-lab/process';
import { kdeSecondMoment } from '../prediction/kde/kde-second-moment.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import type { Quantity } from './measure/quantity.ts';

const secondMoment: Quantity = {
  name: 'mean x² over D_t',
  metrics: ['pointsSquare'],
  own: {
    pointsSquare: ({ points }: KdeModel) => {
      let sum = 0;
      for (let i = 0; i < points.length; i++) sum += points[i] * points[i];
      return sum / points.length;
    },
  },
  value: (read, t) => read('pointsSquare', t),
};

function experiment(
  kind: 'replace' | 'accumulate',
  n: number,
  times: readonly number[],
  samples: number,
  published: Readonly<Record<number, string>> = {},
): Experiment {
  const workflow: WorkflowSpec = { kind };
  const sizes = { initial: n, new: n };
  const law = kdeSecondMoment({ workflow, sizes, real: 1, kernelVariance: () => 0.25 })!;
  const fits = times[times.length - 1] + 1;
  return {
    label: n === 2 ? `index ${kind}` : `${kind} ${n}`,
    describe: `${kind}, n = ${n}`,
    setting: {
      family: kde,
      options: { bandwidth: 0.5 },
      real: normalSource({ d: 1 }),
      workflow,
      sizes,
      seconds: { samples: 1.2e-7 * n * fits },
    },
    replicates: { samples },
    expectations: times.map(
      (t): Expectation => ({
        test: 'mean',
        quantity: secondMoment,
        t,
        expected: law(t).points,
        ...(published[t] === undefined ? {} : { published: published[t] }),
      }),
    ),
  };
}

export const kernelSpreading: Claim = defineClaim({
  id: 21,
  name: 'Kernel density estimates, bandwidth h: the second moment grows by h² a generation under replace, by h² (H_k − 1) in all under accumulate',
  source:
    'Kazdan et al. 2024 (arXiv 2410.16713): KDE diverges under accumulate, but slowly; closed form: own derivation',
  setting:
    'D_9, D_49 (10, 50 fits), n = 100, h = 0.5, p_0 = N(0, 1); D_0, D_1, D_2 (1, 2, 3 fits), n = 2; points of D_t, under accumulate the whole ' +
    'pool',
  correction:
    'H_k − 1 is of the whole pool; the newest batch has H_{k−1}, and the density of the model another h². Kernel N(0, h²) with absolute h.',
  experiments: [
    experiment('replace', 100, [9, 49], 12_000, { 49: '13.25' }),
    experiment('accumulate', 100, [9, 49], 3000, { 49: '1.8748' }),
    experiment('replace', 2, [0, 1, 2], 40_000),
    experiment('accumulate', 2, [0, 1, 2], 40_000),
  ],
});
