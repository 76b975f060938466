/** Claim 24: more points per fit, slower collapse of a mixture. */
import { log, type Stream } from '@collapse-lab/math';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation, Experiment, Simulation } from './measure/experiment.ts';
import { logSquaredL2, mixtureLineage, squaredL2 } from './measure/mixture-lineage.ts';
import type { Quantity } from './measure/quantity.ts';

/** [t, E log L2², standard error] by an independent program, N = 500: tools/reference/claims_simulated.py. */
export const simulatedSmall: readonly [t: number, mean: number, error: number] = [500, 2.8826272, 0.16692563];

/** Medians against the figure read off a logarithmic plot of one run for each N. */
function plotted(n: number, expected: number): Expectation {
  const quantity = at(n, squaredL2);
  return { test: 'median within a factor', quantity, t: 500, expected, factor: 6, falseAlarm: 2e-4 };
}

/** The quantity of the lineage on N points. */
function at(n: number, quantity: Quantity): Quantity {
  const read = (metric: string) => `${metric} ${n}`;
  return {
    ...quantity,
    name: `${quantity.name}, N = ${n}`,
    metrics: quantity.metrics.map(read),
    value: (reading, t) => quantity.value((metric, when) => reading(read(metric), when), t),
  };
}

/** Of the fewer points over the more: positive where more points are slower. */
function order(fewer: number, more: number): Expectation {
  const distance = (n: number) => at(n, squaredL2);
  const quantity: Quantity = {
    name: `log L2², N = ${fewer} over N = ${more}`,
    metrics: [...distance(fewer).metrics, ...distance(more).metrics],
    value: (read, t) => log(distance(fewer).value(read, t) / distance(more).value(read, t)),
  };
  return { test: 'at least', quantity, t: 500, expected: 0 };
}

/** A lineage for each N, to model 500, from streams of their own. */
function lineages(sizes: readonly number[], seconds: number): Simulation {
  const simulations = sizes.map((n) => mixtureLineage(n, [500], seconds / sizes.length));
  return {
    seconds,
    run(stream: Stream) {
      const reads = simulations.map(({ run }, i) => run(stream.split(2, sizes[i])));
      return (metric, t) => {
        const [name, n] = metric.split(' ');
        return reads[sizes.indexOf(Number(n))](name, t);
      };
    },
  };
}

function experiment(
  sizes: readonly number[],
  replicates: number,
  seconds: number,
  expectations: readonly Expectation[],
  only?: Experiment['only'],
): Experiment {
  return {
    label: `N ${sizes.join(', ')}`,
    describe: 'replace',
    simulation: lineages(sizes, seconds),
    replicates: { samples: replicates },
    expectations,
    ...(only === undefined ? {} : { only }),
  };
}

const [when, expected, expectedError] = simulatedSmall;

export const mixtureSampleSize: Claim = defineClaim({
  id: 24,
  name: 'More points per fit slow the collapse of a mixture: squared L2 at generation 500 from 8 (N = 500) to 0.03 (N = 10,000)',
  source: 'Shumailov et al., Nature 631 (2024), SI 4 and released notebook (stored figure)',
  setting:
    'model 500 (501 fits), N = 500, 1000, 10,000 (in a full run also 50,000 and 200,000), otherwise as claim 23; medians over lineages',
  correction:
    'Read off a logarithmic plot of one run for each N: the order of magnitude, here a factor of 6. The order is compared lineage by lineage; E log L2² at N = 500 ' +
    'with an independent simulation, in standard errors of both.',
  experiments: [
    experiment([500, 1000], 40, 0.32, [
      plotted(500, 8),
      plotted(1000, 3),
      order(500, 1000),
      { test: 'mean', quantity: at(500, logSquaredL2), t: when, expected, expectedError },
    ]),
    experiment([1000, 10_000], 8, 2.2, [plotted(10_000, 0.03), order(1000, 10_000)]),
    experiment([50_000], 5, 12, [plotted(50_000, 0.02)], 'full'),
    experiment([200_000], 3, 50, [plotted(200_000, 0.003)], 'full'),
  ],
});
