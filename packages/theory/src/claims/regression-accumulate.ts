/** Claim 13: linear regression under accumulate: the test error stays below π²/6 of one fit's. */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import { linearSetting, oneFitRisk, testError } from './measure/regression.ts';
import { inverseSquares } from './pi-squared-over-six.ts';

/** Fixed inputs: σ² d/(T − d − 1) Σ 1/i². */
export function fixedRisk(d: number, n: number): (t: number) => number {
  return (t) => oneFitRisk(d, n) * inverseSquares(t + 1);
}

/** New inputs: σ² d Σ 1/(i (i T − d − 1)). */
export function freshRisk(d: number, n: number): (t: number) => number {
  return (t) => {
    let sum = 0;
    for (let i = 1; i <= t + 1; i++) sum += d / (i * (i * n - d - 1));
    return sum;
  };
}

function experiment(
  design: 'fixed' | 'fresh',
  label: string,
  d: number,
  n: number,
  times: readonly number[],
  replicates: Experiment['replicates'],
): Experiment {
  const law = design === 'fixed' ? fixedRisk(d, n) : freshRisk(d, n);
  const last = times[times.length - 1];
  const bound: Expectation = {
    test: 'at most',
    quantity: { ...testError, name: `${testError.name} against π²/6 of the first` },
    t: last,
    expected: (oneFitRisk(d, n) * Math.PI * Math.PI) / 6,
  };
  return {
    label,
    describe: `${design} inputs, d = ${d}, T = ${n}`,
    setting: linearSetting({
      d,
      design,
      workflow: { kind: 'accumulate' },
      sizes: { initial: n, new: n },
      seconds: { statistics: 2e-7 * d * (last + 20), samples: 3e-8 * d * n * (last + 1) * (last / 2 + 1) },
    }),
    replicates,
    expectations: [
      ...means(testError, times, law).map((expectation) =>
        n === 100 && expectation.t === 99 && design === 'fixed'
          ? { ...expectation, published: '.1837' }
          : expectation,
      ),
      ...(label.startsWith('index') ? [] : [bound]),
    ],
  };
}

export const regressionAccumulate: Claim = defineClaim({
  id: 13,
  name: 'Linear regression, accumulate: E_test after k fits = σ² d/(T − d − 1) · Σ 1/i² ≤ π²/6 of the first',
  source: 'Gerstgrasser et al., COLM 2024 (arXiv 2404.01413), theorem on accumulating data',
  setting:
    'models 9, 99 (10, 100 fits), points to model 29 (30 fits), d = 10, T = 100, σ² = 1, known noise; models 0, 1, 2 (1, 2, 3 fits), ' +
    'd = 1, T = 20; inputs fixed, and new',
  correction:
    'Equality holds for relabelled inputs. With new inputs the pool’s design improves and the error is smaller: σ² d Σ 1/(i (i T − d − 1)).',
  experiments: [
    experiment('fixed', 'linear 100', 10, 100, [9, 99], { statistics: 20_000 }),
    experiment('fixed', 'linear 100, points', 10, 100, [9, 29], { samples: 200 }),
    experiment('fresh', 'fresh 100', 10, 100, [9, 99], { statistics: 4000 }),
    experiment('fixed', 'index 20', 1, 20, [0, 1, 2], { statistics: 100_000, samples: 50_000 }),
    experiment('fresh', 'index fresh', 1, 20, [0, 1, 2], { statistics: 100_000, samples: 50_000 }),
  ],
});
