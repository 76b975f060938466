/** Claim 28: error of a memoriser against the number of points, and the floor that a cut tail puts under it. */
import { log } from '@collapse-lab/math';
import { hutter, type RealSource, zipfMandelbrotSource } from '@collapse-lab/models';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { lostMass } from './measure/alive.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import type { Quantity } from './measure/quantity.ts';

/** [T, Σ p (1 − p)^T], p Zipf of exponent 1.5 on 10⁶ symbols: tools/reference/claims.py. */
export const cleanErrors: readonly (readonly [number, number])[] = [
  [100, 0.2017409523803703],
  [1000, 0.09341693844992198],
  [10_000, 0.042958496850849404],
  [100_000, 0.019529433746372643],
];

/** [T, error] where only the first 1000 symbols are drawn, and the mass that never is. */
export const cutErrors: readonly (readonly [number, number])[] = [
  [1000, 0.09274950896516988],
  [10_000, 0.04333873343627762],
  [100_000, 0.024834445069911414],
];
export const cutMass = 0.023456299603433872;

/** Made once, when first measured: a million probabilities. */
let vocabulary: RealSource | undefined;
function zipf(): RealSource {
  vocabulary ??= zipfMandelbrotSource({ k: 1_000_000, exponent: 1.5 });
  return vocabulary;
}

function probabilities(): Float64Array {
  const { truth } = zipf();
  return truth?.kind === 'categorical' ? truth.probabilities : new Float64Array();
}

/** Every generation is real data anew, T of them growing tenfold. */
const fresh = { kind: 'mixture', alpha: 0, beta: 0, gamma: 1 } as const;

const error: Quantity = {
  name: 'E_test',
  metrics: ['error'],
  own: { error: (model) => lostMass(probabilities()).own!.lostMass(model) },
  value: (read, t) => read('error', t),
};

/** Of the head alone: what is lost of it, and all of the tail. */
const cutError: Quantity = {
  ...error,
  own: {
    error: (model) => {
      const p = probabilities();
      let lost = cutMass;
      for (let i = 0; i < model.k; i++) if (model.probabilities[i] === 0) lost += p[i];
      return lost;
    },
  },
};

const slope: Quantity = {
  name: 'slope of log E_test over log T, T = 100 … 10,000',
  metrics: ['error'],
  ...(error.own === undefined ? {} : { own: error.own }),
  reads: () => [0, 2],
  value: (read) => log(read('error', 2) / read('error', 0)) / log(100),
};

const printed = ['.2017', '.0934', '.0430', '.0195'];

export const tailScaling: Claim = defineClaim({
  id: 28,
  name: 'Memoriser on Zipf data, β = 1.5: E_test ~ T^(−1/3), and a tail cut at rank k stops it at the cut mass ~ k^(−1/2)',
  source: 'Dohmatob et al., ICML 2024 (arXiv 2402.07043), Theorem 2.1',
  setting:
    'model 0 … 3, each one fit to T = 1e2, 1e3, 1e4, 1e5 fresh points, 10⁶ symbols; the same with only the first 1000 symbols drawn, T = 1e3, 1e4, ' +
    '1e5',
  correction:
    'The printed values belong to a vocabulary cut at 10⁶ and renormalised; with no end they are .2024 .0941 .0437 .0203, and the mass cut at 1000 ' +
    'is .0242, not .0235. At finite T the slope is −0.336.',
  experiments: [
    {
      label: 'clean',
      describe: 'all symbols',
      get setting() {
        return {
          family: hutter,
          options: {},
          real: zipf(),
          workflow: fresh,
          sizes: { initial: 100, new: { kind: 'list', values: [1000, 10_000, 100_000] } as const },
          seconds: { statistics: 0.1, samples: 0.08 },
        };
      },
      replicates: { statistics: 30, samples: 30 },
      expectations: [
        ...cleanErrors.map(
          ([, expected], t): Expectation => ({
            test: 'mean',
            quantity: error,
            t,
            expected,
            published: printed[t],
          }),
        ),
        { test: 'at least', quantity: slope, t: 2, expected: -1 / 3 - 0.02 },
        { test: 'at most', quantity: slope, t: 2, expected: -1 / 3 + 0.02 },
      ],
    } satisfies Experiment,
    {
      label: 'cut',
      describe: 'first 1000 symbols',
      get setting() {
        const head = probabilities().slice(0, 1000);
        const total = 1 - cutMass;
        return {
          family: 'categorical' as const,
          probabilities: Array.from(head, (p) => p / total),
          workflow: fresh,
          sizes: { initial: 1000, new: { kind: 'list', values: [10_000, 100_000] } as const },
        };
      },
      replicates: { statistics: 2000, samples: 60 },
      expectations: [
        ...cutErrors.map(
          ([, expected], t): Expectation => ({ test: 'mean', quantity: cutError, t, expected }),
        ),
        {
          test: 'at least',
          quantity: { ...cutError, name: 'E_test against the cut mass' },
          t: 2,
          expected: cutMass,
        },
      ],
    } satisfies Experiment,
  ],
});
