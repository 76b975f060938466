/** Claim 6: Σ_t → 0 almost surely although E Σ_t stays. */
import { exp } from '@collapse-lab/math';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { replaceGaussian } from './measure/cases.ts';
import type { Expectation } from './measure/experiment.ts';
import { exceeds, standardDeviation } from './measure/quantity.ts';

/** [fits, P(σ > 0.1)], M = 10, unbiased: χ² products inverted numerically (tools/reference/theory.py). */
export const survivalOfTenth: readonly (readonly [number, number])[] = [
  [10, 0.9821419590500688],
  [50, 0.37553802290897914],
  [100, 0.08156203054023486],
  [150, 0.017944571458615832],
  [200, 0.004038329443084354],
];

/** Median of log S after 200 fits, M = 10, unbiased, by the same route. */
export const medianLogVariance = -23.0000563510009;

export const almostSureCollapse: Claim = defineClaim({
  id: 6,
  name: 'Replace, unbiased: σ_t → 0 almost surely',
  source: 'Shumailov et al., Nature 631 (2024), Theorem 3.1; Alemohammad et al. 2023 (arXiv 2307.01850)',
  setting: 'models 9 … 199 (10 … 200 fits), M = 10; 1-D, ddof 1',
  correction: 'P(σ > 0.1) at 200 fits is 0.00404; 0.0039 is a simulated figure.',
  experiments: [
    {
      label: 'replace 10',
      describe: 'M = 10',
      setting: replaceGaussian(10, 1),
      replicates: { statistics: 40_000, samples: 4000 },
      expectations: [
        {
          test: 'median',
          quantity: standardDeviation,
          t: 199,
          expected: exp(medianLogVariance / 2),
          published: '1.0e-5',
        },
        ...survivalOfTenth.map(
          ([fits, expected]): Expectation => ({
            test: 'probability',
            quantity: exceeds(0.1),
            t: fits - 1,
            expected,
            ...(fits === 200 ? { published: '0.00404' } : {}),
          }),
        ),
      ],
    },
  ],
});
