/** Claim 50: linear regression under accumulate-subsample levels off, higher than a mean does. */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import type { Quantity } from './measure/quantity.ts';
import { linearSetting, oneFitRisk, testError } from './measure/regression.ts';

type Design = 'fixed' | 'fresh';

/** [fits, E_test over σ² d/(T − d − 1), standard error], d = 10, T = 100: tools/reference/claims_simulated.py. */
export const simulatedRatios: Readonly<
  Record<Design, readonly (readonly [fits: number, ratio: number, error: number])[]>
> = {
  fixed: [
    [2, 1.800851619229333, 0.006112138227866618],
    [10, 2.846387891285439, 0.009825177257662653],
    [100, 3.213276560110483, 0.010909770238480032],
  ],
  fresh: [
    [2, 1.7473162708654684, 0.005829376249753786],
    [10, 2.6778749831284427, 0.008699678821628252],
    [100, 3.0322137587305593, 0.009900848192420228],
  ],
};

/** The released script at its 100 seeds, [E_test, standard error] of models 0 and 99: the same program. */
export const releasedErrors: readonly (readonly [number, number])[] = [
  [0.12537428554396263, 0.006048242844904231],
  [0.3551735964510452, 0.01506032247004049],
];

/** E (w_1 − w*)² at one input, T = 20, inputs of D_0 relabelled, σ² = 1: tools/reference/claims.py. */
export const secondFitOfTwenty = 0.09905473506429022;

function ratio(d: number, n: number): Quantity {
  return {
    ...testError,
    name: '(T − d − 1)/(σ² d) E_test',
    value: (read, t) => testError.value(read, t) / oneFitRisk(d, n),
  };
}

function experiment(
  label: string,
  design: Design,
  size: { readonly d: number; readonly n: number },
  samples: number,
  expectations: readonly Expectation[],
): Experiment {
  const { d, n } = size;
  const fits = Math.max(...expectations.map(({ t }) => t)) + 1;
  return {
    label,
    describe: `${design} inputs, d = ${d}, T = ${n}`,
    setting: linearSetting({
      d,
      design,
      workflow: { kind: 'accumulate-subsample' },
      sizes: { initial: n, new: n },
      seconds: { samples: 1.4e-7 * d * n * fits },
    }),
    replicates: { samples },
    expectations,
  };
}

function simulated(design: Design): Expectation[] {
  return simulatedRatios[design].map(([fits, expected, expectedError]) => ({
    test: 'mean',
    quantity: ratio(10, 100),
    t: fits - 1,
    expected,
    expectedError,
  }));
}

const released = [0, 99].map((t, i): Expectation => {
  const [expected, expectedError] = releasedErrors[i];
  return {
    test: 'mean',
    quantity: { ...testError, name: `${testError.name}, released seeds` },
    t,
    expected,
    expectedError,
  };
});

const first: Expectation = { test: 'mean', quantity: testError, t: 0, expected: oneFitRisk(1, 20) };
const second: Expectation = { test: 'mean', quantity: testError, t: 1, expected: secondFitOfTwenty };

export const regressionSubsample: Claim = defineClaim({
  id: 50,
  name: 'Linear regression, accumulate-subsample: E_test levels off, at 3.2 of the first fit for relabelled inputs, 3.0 for new ones (d = 10, T = 100)',
  source:
    'Kazdan et al. 2024 (arXiv 2410.16713) and released script; second fit at one input: own derivation',
  setting:
    'models 1, 9, 99 (2, 10, 100 fits), d = 10, T = 100, σ² = 1, known noise, subsets without replacement of T; inputs fixed, and new; models 0, 1 ' +
    '(1, 2 fits), d = 1, T = 20',
  correction:
    'A ratio of 2.83 in circulation is that of the released script’s seeds 0 … 99, whose first fits err 12 % (2.1 standard errors) more than σ² d/(T − d − 1). ' +
    'π²/2 − 2 is the limit of d/T → 0. Relabelled inputs come twice or not at all in a subset, which then says less of w*: the ratio is larger than with new ones.',
  experiments: [
    experiment('subsample 100', 'fixed', { d: 10, n: 100 }, 800, [...simulated('fixed'), ...released]),
    experiment('subsample fresh 100', 'fresh', { d: 10, n: 100 }, 800, simulated('fresh')),
    experiment('index 20', 'fixed', { d: 1, n: 20 }, 60_000, [first, second]),
  ],
});
