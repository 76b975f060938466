/** Claim 37: Theorem 3.1 in ten dimensions from a p_0 that is not Gaussian. */
import { log, squaredW2Gaussian } from '@collapse-lab/math';
import { fullFactor, type GaussianModel, gaussian, gaussianMixtureSource } from '@collapse-lab/models';
import { replaceLogDeterminant } from '../prediction/gaussian/replace-scale.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import type { Quantity } from './measure/quantity.ts';
import type { OpenSetting } from './measure/setting.ts';

/** Half the mass at −0.9 e_1, half at 0.9 e_1, with total covariance I: two modes along the first coordinate. */
function twoModes(d: number) {
  const covariance = Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => (i === j ? (i === 0 ? 1 - 0.81 : 1) : 0)),
  );
  const mean = (x: number) => [x, ...new Array<number>(d - 1).fill(0)];
  return gaussianMixtureSource({
    weights: [1, 1],
    means: [mean(-0.9), mean(0.9)],
    covariances: [covariance, covariance],
  });
}

function setting(d: number, n: number): OpenSetting {
  return {
    family: gaussian,
    options: { covariance: 'full', ddof: 1 },
    real: twoModes(d),
    workflow: { kind: 'replace' },
    sizes: { initial: n, new: n },
    seconds: { statistics: 1.2e-6 * d * d, samples: 4e-7 * d * n },
  };
}

const logDeterminant = (model: GaussianModel): number => {
  let sum = 0;
  const factor = fullFactor(model);
  for (let i = 0; i < model.d; i++) sum += 2 * log(factor[i * model.d + i]);
  return sum;
};

/** log det Σ_t − log det Σ_0: the first fit has the law of p_0's points, every later one that of a Wishart. */
const change: Quantity = {
  name: 'log det Σ_t − log det Σ_0',
  metrics: ['logDeterminant'],
  own: { logDeterminant },
  reads: (t) => [0, t],
  value: (read, t) => read('logDeterminant', t) - read('logDeterminant', 0),
};

const distance: Quantity = {
  name: '|μ_t − μ_0|²',
  metrics: ['meanSquare'],
  value: (read, t) => read('meanSquare', t),
};

/** W2² between the moments of model t and of p_0: a lower bound on W2² itself (Gelbrich 1990). */
const lowerW2: Quantity = {
  name: 'W2² of the moments',
  metrics: ['momentW2'],
  own: {
    momentW2: (model: GaussianModel) => {
      const unit = new Float64Array(model.d * model.d);
      for (let i = 0; i < model.d; i++) unit[i * (model.d + 1)] = 1;
      return squaredW2Gaussian(model.mean, fullFactor(model), new Float64Array(model.d), unit, model.d);
    },
  },
  value: (read, t) => read('momentW2', t),
};

function changeLaw(d: number, n: number): (t: number) => number {
  const law = replaceLogDeterminant({ covariance: 'full', d, size: () => n, ddof: 1, samplingBias: 1 });
  return (t) => law(t).mean - law(0).mean;
}

function experiment(
  label: string,
  d: number,
  n: number,
  times: readonly number[],
  replicates: Experiment['replicates'],
): Experiment {
  const meanLaw = (t: number) => (d * (t + 1)) / n;
  return {
    label,
    describe: `d = ${d}, n = ${n}`,
    setting: setting(d, n),
    replicates,
    expectations: [
      ...means(change, times, changeLaw(d, n)),
      ...means(distance, [0, ...times], meanLaw),
      ...times.map((t): Expectation => ({ test: 'at least', quantity: lowerW2, t, expected: meanLaw(t) })),
    ],
  };
}

export const higherDimension: Claim = defineClaim({
  id: 37,
  name: 'Theorem 3.1 in ten dimensions, p_0 not Gaussian: log det Σ_t falls linearly while W2 grows',
  source:
    'Shumailov et al., Nature 631 (2024), Theorem 3.1 and SI 3.1; E log det: Bartlett decomposition, own derivation',
  setting:
    'models 0, 5, 20 (1, 6, 21 fits), d = 10, n = 50, p_0 two normals 1.8 apart with total covariance I; models 0, 1, 2 (1, 2, 3 ' +
    'fits), d = 2, n = 4; replace, full covariance, ddof 1',
  correction:
    'E |μ_t − μ_0|² = tr Σ_0 (t+1)/n is exact for any p_0 and bounds E W2² from below; E log det Σ_t is exact after the first ' +
    'fit, which keeps the law of p_0.',
  experiments: [
    experiment('ten dimensions', 10, 50, [5, 20], { statistics: 8000, samples: 600 }),
    experiment('index 4', 2, 4, [1, 2], { statistics: 60_000, samples: 20_000 }),
  ],
});
