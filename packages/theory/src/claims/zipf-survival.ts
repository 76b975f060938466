/** Claim 20: how many words of a Zipf-Mandelbrot vocabulary survive. */
import { zipfMandelbrotSource } from '@collapse-lab/models';
import { expectedSupport, replaceSpectrum } from '../prediction/categorical/spectrum.ts';
import { survivalBounds } from '../prediction/categorical/survival.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { support } from './measure/alive.ts';
import { means } from './measure/cases.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';

function probabilitiesOf(k: number, exponent: number, shift: number): readonly number[] {
  const { truth } = zipfMandelbrotSource({ k, exponent, shift });
  return truth?.kind === 'categorical' ? Array.from(truth.probabilities) : [];
}

/** E symbols alive after 1 … 10 fits, m = n = 1000, by the chain of every symbol (tools/reference/claims.py). */
export const zipfSupport: readonly { exponent: number; shift: number; alive: readonly number[] }[] = [
  {
    exponent: 1,
    shift: 2.7,
    alive: [
      390.0684101230614, 292.59394209507934, 239.41018137243736, 204.6905872641115, 179.83389154034853,
      160.98057709997397, 146.0976105745616, 133.9974524478639, 123.93382202566659, 115.41131898243646,
    ],
  },
  {
    exponent: 2,
    shift: 5,
    alive: [
      120.99697771953493, 95.98804103348891, 82.30512099537145, 73.21384138258406, 66.56833454289256,
      61.42032063757836, 57.27223548533641, 53.832954412079744, 50.918662981312195, 48.40654997313891,
    ],
  },
];

function replace(probabilities: readonly number[], n: number) {
  const sizes = { initial: n, new: n };
  return { family: 'categorical', probabilities, workflow: { kind: 'replace' }, sizes } as const;
}

function experiment({ exponent, shift, alive }: (typeof zipfSupport)[number]): Experiment {
  const probabilities = probabilitiesOf(1000, exponent, shift);
  const lower = (t: number) =>
    probabilities.reduce((sum, p) => sum + survivalBounds(p, 1000, t + 1).lower, 0);
  return {
    label: `zipf ${exponent} ${shift}`,
    describe: `m = n = 1000, exponent ${exponent}, shift ${shift}`,
    setting: replace(probabilities, 1000),
    replicates: { statistics: 2000, samples: 400 },
    expectations: [
      ...means(support, [0, 1, 2, 9], (t) => alive[t]),
      {
        test: 'at least',
        quantity: { ...support, name: `${support.name}, sum of the lower bounds` },
        t: 9,
        expected: lower(9),
      } satisfies Expectation,
    ],
  };
}

const skewed = [0.6, 0.3, 0.1];
const tiny = replaceSpectrum(skewed, () => 2);

export const zipfSurvival: Claim = defineClaim({
  id: 20,
  name: 'Discrete replace: of the words of a Zipf–Mandelbrot vocabulary that D_0 holds, 30 % are left after 10 fits',
  source:
    'Suresh et al., AISTATS 2025 (arXiv 2412.17646), figure and corollary on the number of distinct symbols',
  setting:
    'models 0, 1, 2, 9 (1, 2, 3, 10 fits), m = n = 1000, (exponent, shift) = (1, 2.7) and (2, 5); models 0, 1, 2, K = 3, n = 2; ' +
    'replace',
  correction:
    'The plotted shares (.750 .614 .526 … .297 for (1, 2.7)) are relative to the first fit and the mean of 200 paths; exactly ' +
    '.7501 .6138 .5248 … .2959.',
  experiments: [
    ...zipfSupport.map(experiment),
    {
      label: 'index 2',
      describe: 'K = 3, p = 0.6 0.3 0.1, n = 2',
      setting: replace(skewed, 2),
      replicates: { statistics: 100_000, samples: 50_000 },
      expectations: means(support, [0, 1, 2], (t) => expectedSupport(tiny(t))),
    },
  ],
});
