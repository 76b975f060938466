/** Claim 44: synthetic data from a generator that saw T_0 points: a floor, which real data lifts again. */
import { hutter, zipfMandelbrotSource } from '@collapse-lab/models';
import { memoriserError } from '../prediction/hutter/memoriser-error.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { lostMass } from './measure/alive.ts';
import { means } from './measure/cases.ts';
import type { Experiment } from './measure/experiment.ts';

const real = zipfMandelbrotSource({ k: 20_000, exponent: 1.5 });
const probabilities = real.truth?.kind === 'categorical' ? real.truth.probabilities : new Float64Array();

/** `fresh` real points beside 60 points of the generator for each that it saw: it misses none of those. */
function experiment(seen: number, fresh: number): Experiment {
  return {
    label: `T_0 ${seen}, real ${fresh}`,
    describe: `T_0 = ${seen}, T = ${60 * seen}, ${fresh} real`,
    setting: {
      family: hutter,
      options: {},
      real,
      workflow: { kind: 'fresh-real' },
      sizes: { initial: seen, new: 60 * seen, real: fresh },
      seconds: { statistics: 1.2e-3, samples: 3e-6 * seen },
    },
    replicates: { statistics: 500, samples: 150 },
    expectations: [
      ...means(lostMass(probabilities), [0], () => memoriserError(probabilities, seen)),
      ...means(lostMass(probabilities), [1], () => memoriserError(probabilities, seen + fresh)),
    ],
  };
}

export const cutByGenerator: Claim = defineClaim({
  id: 44,
  name: 'A generator that saw T_0 points cuts the tail: E_test stays at its own ~ T_0^(−1/3) however much it makes, until real data come near T_0',
  source:
    'Dohmatob et al., ICML 2024 (arXiv 2402.07043), eq. 6 and Theorem 3.2 (a little clean data: plateau, then drop)',
  setting:
    'models 0, 1 (1, 2 fits), β = 1.5, 20,000 symbols, T_0 = 100 and 1000, 60 T_0 synthetic points with 0 or T_0/10 or 10 T_0 fresh real ones',
  correction:
    'Exact for a memoriser: with many synthetic points the error is that of T_0 + r real points, so that r real points show once r is near T_0. ' +
    'At 60 points for each the generator saw, it misses one with probability e^(−60).',
  experiments: [experiment(100, 0), experiment(1000, 0), experiment(1000, 100), experiment(1000, 10_000)],
});
