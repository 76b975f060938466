/** Claim 17: mean time to full collapse of a categorical. */
import { collapseTimeExact } from '../prediction/categorical/collapse-time.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Experiment } from './measure/experiment.ts';
import { collapseTime } from './measure/quantity.ts';

const uniform = new Array<number>(10).fill(0.1);

/**
 * E T of the exact chain at M = 1000, where solving for it takes a second: `collapseTimeExact(uniform,
 * 1000)`.
 */
export const exactAtThousand = 1893.499958520787;

/**
 * Followed for 15 M resamplings: P(T > 15 M) is about 1e-6, so that the horizon cuts nothing that could be
 * seen. `published` is the figure of the exact chain.
 */
function experiment(
  n: number,
  expected: number,
  replicates: Experiment['replicates'],
  published?: string,
): Experiment {
  return {
    label: `replace ${n}`,
    describe: `K = 10 uniform, M = ${n}`,
    setting: {
      family: 'categorical',
      probabilities: uniform,
      workflow: { kind: 'replace' },
      sizes: { initial: n, new: n },
    },
    replicates,
    ...(n === 1000 ? { fullReplicates: { statistics: 3400 } } : {}),
    expectations: [
      {
        test: 'mean',
        quantity: collapseTime,
        t: 15 * n,
        expected,
        ...(published === undefined ? {} : { published }),
      },
    ],
  };
}

export const collapseTimeClaim: Claim = defineClaim({
  id: 17,
  name: 'Discrete replace, K uniform: mean collapse time ≈ 2M (K−1) ln(K/(K−1)) resamplings',
  source:
    'Wright–Fisher diffusion (Crow & Kimura 1970); released notebook of Shumailov et al. 2024 (read off ' +
    'its plot)',
  setting:
    'T counts resamplings from p_0, the first model with one symbol is t = T − 1; K = 10 uniform, M = 3, ' +
    '10, 100, 1000; replace',
  correction:
    'The diffusion formula (18.96, 189.6 and 1896) is high by 1.5 to 3 resamplings; the exact chain ' +
    'gives 17.496, 187.43 and 1893.5.',
  experiments: [
    experiment(3, collapseTimeExact(uniform, 3), { statistics: 50_000, samples: 15_000 }),
    experiment(10, collapseTimeExact(uniform, 10), { statistics: 40_000, samples: 5000 }, '17.496'),
    experiment(100, collapseTimeExact(uniform, 100), { statistics: 4000 }, '187.43'),
    experiment(1000, exactAtThousand, { statistics: 400 }, '1893.5'),
  ],
});
