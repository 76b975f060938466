/** Claim 29: a memoriser retrained on its own samples. */
import { hutter, zipfMandelbrotSource } from '@collapse-lab/models';
import { expectedSupport, replaceSpectrum } from '../prediction/categorical/spectrum.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { lostMass } from './measure/alive.ts';
import { means } from './measure/cases.ts';
import type { Experiment } from './measure/experiment.ts';
import type { OpenSetting } from './measure/setting.ts';

/** E_test after 1 … 20 fits, T_0 = 400, 1000 symbols, β = 1.5: the chain of every symbol (tools/reference/claims.py). */
export const memoriserErrors: readonly (readonly [fits: number, error: number])[] = [
  [1, 0.10504811399353381],
  [2, 0.126418158707256],
  [5, 0.16630765799564154],
  [10, 0.2077753723531971],
  [20, 0.26126792914342956],
];

function setting(k: number, n: number): OpenSetting {
  return {
    family: hutter,
    options: {},
    real: zipfMandelbrotSource({ k, exponent: 1.5 }),
    workflow: { kind: 'replace' },
    sizes: { initial: n, new: n },
    seconds: { statistics: 3e-8 * k * 20, samples: (4e-8 * n + 1e-8 * k) * 20 },
  };
}

function probabilitiesOf({ real }: OpenSetting): Float64Array {
  return real.truth?.kind === 'categorical' ? real.truth.probabilities : new Float64Array();
}

const thousand = setting(1000, 400);
const three = setting(3, 2);

/** Exact for few symbols. */
export function lostMassLaw(probabilities: Float64Array, n: number): (t: number) => number {
  const chains = Array.from(probabilities, (p) => replaceSpectrum([p], () => n));
  return (t) => chains.reduce((sum, chain, i) => sum + probabilities[i] * (1 - expectedSupport(chain(t))), 0);
}

/** Twenty fits on the straight line through the first two. */
const [[, first], [, second]] = memoriserErrors;
const line = first + 19 * (second - first);

export const tailGenerations: Claim = defineClaim({
  id: 29,
  name: 'A memoriser retrained on its own samples loses more in every generation, concavely: about k^(1/3) for β = 1.5',
  source:
    'Dohmatob et al., ICML 2024 (arXiv 2402.07043), multi-generation error; exact chain: own computation',
  setting:
    'models 0, 1, 4, 9, 19 (1, 2, 5, 10, 20 fits), T_0 = 400, 1000 symbols, β = 1.5; models 0, 1, 2 (1, 2, 3 fits), 3 symbols, n = 2; replace',
  correction:
    'Growth linear in generations, as the paper is summarised, does not hold for this process: it is concave from the first step, with local ' +
    'exponents from .27 to .33. From above it is compared with the straight line through the first two fits.',
  experiments: [
    {
      label: 'replace 400',
      describe: 'T_0 = 400, K = 1000',
      setting: thousand,
      replicates: { statistics: 2000, samples: 1000 },
      expectations: [
        ...memoriserErrors.flatMap(([fits, error]) =>
          means(lostMass(probabilitiesOf(thousand)), [fits - 1], () => error),
        ),
        {
          test: 'at most',
          quantity: { ...lostMass(probabilitiesOf(thousand)), name: 'lost mass against the straight line' },
          t: 19,
          expected: line,
        },
      ],
    } satisfies Experiment,
    {
      label: 'index 2',
      describe: 'K = 3, n = 2',
      setting: three,
      replicates: { statistics: 60_000, samples: 40_000 },
      expectations: means(
        lostMass(probabilitiesOf(three)),
        [0, 1, 2],
        lostMassLaw(probabilitiesOf(three), 2),
      ),
    },
  ],
});
