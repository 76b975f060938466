/** Claim 14: π²/6 for logistic regression. */
import { type LogisticModel, logisticRegression, logisticSource } from '@collapse-lab/models';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Experiment } from './measure/experiment.ts';
import type { Quantity } from './measure/quantity.ts';
import { inverseSquares } from './pi-squared-over-six.ts';

const d = 5;

/** |w_t − w*|² − r |w_0 − w*|²: of mean 0 where the ratio of risks to the first fit is r. */
function excessOver(ratio: number): Quantity {
  return {
    name: `|w_t − w*|² − ${ratio.toFixed(4)} |w_0 − w*|²`,
    metrics: ['weightError'],
    own: {
      weightError: ({ weights }: LogisticModel) => {
        let sum = 0;
        for (const weight of weights) sum += (weight - 1 / Math.sqrt(d)) * (weight - 1 / Math.sqrt(d));
        return sum;
      },
    },
    reads: (t) => [0, t],
    value: (read, t) => read('weightError', t) - ratio * read('weightError', 0),
  };
}

function experiment(
  kind: 'accumulate' | 'replace',
  n: number,
  t: number,
  replicates: number,
  only?: Experiment['only'],
): Experiment {
  const ratio = kind === 'accumulate' ? inverseSquares(t + 1) : t + 1;
  const rows = kind === 'accumulate' ? (n * (t + 1) * (t + 2)) / 2 : n * (t + 1);
  return {
    label: `${kind} ${n}`,
    describe: `${kind}, n = ${n}`,
    setting: {
      family: logisticRegression,
      options: { design: 'fresh' },
      real: logisticSource({ d }),
      workflow: { kind },
      sizes: { initial: n, new: n },
      seconds: { samples: 6e-7 * rows },
    },
    replicates: { samples: replicates },
    expectations: [{ test: 'mean', quantity: excessOver(ratio), t, expected: 0 }],
    ...(only === undefined ? {} : { only }),
  };
}

export const logisticAugment: Claim = defineClaim({
  id: 14,
  name: 'Logistic regression: accumulate ends at Σ 1/i² → π²/6 of the first risk, discard grows as the number of fits',
  source: 'Dey & Donoho 2024 (arXiv 2410.22812), universality of the π²/6 pathway',
  setting:
    'model 9 (10 fits), d = 5, labels drawn, new inputs: accumulate n = 1000 (in a full run n = 10,000, to model 19), replace n = 10,000; ' +
    'ratios of E |w_t − w*|² to that of model 0',
  correction:
    'A law of large n. At n = 1000 the mean error under replace is already some 10 % above it after ten fits, because every fit inflates the ' +
    'weights by a share of order d/n; at n = 10,000 this is within the standard error.',
  experiments: [
    experiment('accumulate', 1000, 9, 400, 'reduced'),
    experiment('replace', 10_000, 9, 150),
    experiment('accumulate', 10_000, 19, 100, 'full'),
  ],
});
