/** Claim 23: a Gaussian mixture fitted to its own samples loses its tails, then its width. */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation } from './measure/experiment.ts';
import { mixtureLineage, squaredL2, width } from './measure/mixture-lineage.ts';
import type { Quantity } from './measure/quantity.ts';

/** `falseAlarm`: from the spread of log medians, 0.12 to 0.16 at 40 lineages. */
function read(quantity: Quantity, t: number, expected: number, factor: number): Expectation {
  return { test: 'median within a factor', quantity, t, expected, factor, falseAlarm: 1e-4 };
}

export const mixtureCollapse: Claim = defineClaim({
  id: 23,
  name: 'A two-component mixture refitted to its own samples ends as a point: squared L2 to the first fit from 0.1 to hundreds',
  source: 'Shumailov et al., Nature 631 (2024), SI 4 and released notebook (figure and one printed run)',
  setting:
    'models 100, 300, 2000 (101, 301, 2001 fits), N = 1000, two full components on one N(0, I_2), tolerance 1e-5, k-means afresh; medians ' +
    'over 40 lineages',
  correction:
    'Figures were read off a plot and one printout: within factors of 3 to 5. The text says two Gaussians, the released data are one ' +
    'blob. Once both components sit on a shrinking cloud, L2² ≈ 1/(4π σ²) in two dimensions.',
  experiments: [
    {
      label: 'N 1000',
      describe: 'N = 1000',
      simulation: mixtureLineage(1000, [100, 300, 2000], 0.6),
      replicates: { samples: 40 },
      expectations: [
        read(squaredL2, 100, 0.1, 3),
        read(squaredL2, 300, 0.7, 3),
        read(squaredL2, 2000, 300, 5),
        read(width, 2000, 0.0106, 5),
      ],
    },
  ],
});
