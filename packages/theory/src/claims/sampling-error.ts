/** Claim 48: the sampling error of one fit. */
import { chiMean } from '../special/chi.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { replaceGaussian } from './measure/cases.ts';
import type { Experiment } from './measure/experiment.ts';
import { type Quantity, standardDeviation } from './measure/quantity.ts';

/** E σ̂ of a maximum-likelihood fit to n points of N(0, 1). */
export function expectedDeviation(n: number): number {
  return chiMean(n - 1) / Math.sqrt(n);
}

/** Var σ̂ = (n − 1)/n − (E σ̂)². */
export function deviationVariance(n: number): number {
  return (n - 1) / n - expectedDeviation(n) * expectedDeviation(n);
}

function squaredDeviation(n: number): Quantity {
  const mean = expectedDeviation(n);
  return {
    ...standardDeviation,
    name: '(σ_t − E σ_t)²',
    value: (read, t) => (read('deviation', t) - mean) * (read('deviation', t) - mean),
  };
}

function experiment(n: number, samples: number): Experiment {
  return {
    label: `index ${n}`,
    describe: `n = ${n}`,
    setting: replaceGaussian(n, 0),
    replicates: { statistics: 100_000, samples },
    expectations: [
      { test: 'mean', quantity: standardDeviation, t: 0, expected: expectedDeviation(n) },
      { test: 'mean', quantity: squaredDeviation(n), t: 0, expected: deviationVariance(n) },
    ],
  };
}

export const samplingError: Claim = defineClaim({
  id: 48,
  name: 'One fit to n points: E σ̂ = √(2/n) Γ(n/2)/Γ((n−1)/2), below 1 by about 3/(4n)',
  source: 'Shumailov et al., Nature 631 (2024), SI table of the sampling error (1000 repetitions)',
  setting: 'model 0 (1 fit), n = 10, 30, 100, 1000, 10,000; 1-D, ddof 0; mean and variance of σ_0',
  correction:
    'The printed mean at n = 30 is 0.98313; exactly 0.97479, two standard errors of 1000 repetitions away. The printed ones at 10 and ' +
    '100, 0.92062 and 0.99160, agree with 0.92275 and 0.99248.',
  experiments: [
    experiment(10, 40_000),
    experiment(30, 40_000),
    experiment(100, 20_000),
    experiment(1000, 4000),
    experiment(10_000, 1000),
  ],
});
