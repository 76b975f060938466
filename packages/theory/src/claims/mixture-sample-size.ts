/** Claim 24: more points per fit, slower collapse of a mixture. */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import { mixtureLineage, squaredL2 } from './measure/mixture-lineage.ts';

function experiment(
  n: number,
  plotted: number,
  replicates: number,
  seconds: number,
  only?: Experiment['only'],
): Experiment {
  const read: Expectation = {
    test: 'median within a factor',
    quantity: squaredL2,
    t: 500,
    expected: plotted,
    factor: 6,
    falseAlarm: 2e-4,
  };
  return {
    label: `N ${n}`,
    describe: `N = ${n}`,
    simulation: mixtureLineage(n, [500], seconds),
    replicates: { samples: replicates },
    expectations: [read],
    ...(only === undefined ? {} : { only }),
  };
}

export const mixtureSampleSize: Claim = defineClaim({
  id: 24,
  name: 'More points per fit slow the collapse of a mixture: squared L2 at generation 500 from 8 (N = 500) to 0.03 (N = 10,000)',
  source: 'Shumailov et al., Nature 631 (2024), SI 4 and released notebook (stored figure)',
  setting:
    'model 500 (501 fits), N = 500, 1000, 10,000 (in a full run also 50,000 and 200,000), otherwise as claim 23; medians over lineages',
  correction:
    'Read off a logarithmic plot of one run for each N: within a factor of 6, below the ratio of neighbouring figures for N = 1000 and ' +
    '10,000.',
  experiments: [
    experiment(500, 8, 40, 0.12),
    experiment(1000, 3, 40, 0.2),
    experiment(10_000, 0.03, 8, 2),
    experiment(50_000, 0.02, 5, 12, 'full'),
    experiment(200_000, 0.003, 3, 50, 'full'),
  ],
});
