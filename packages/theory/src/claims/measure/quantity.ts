/** What a claim speaks of, computed from what an ensemble records of a model. */

import { log } from '@collapse-lab/math';
import type { CategoricalModel, GaussianModel } from '@collapse-lab/models';

/** Recorded metric of one replicate at generation t. */
export type Reading = (metric: string, t: number) => number;

export interface Quantity {
  /** As it stands in the table: `S_t`, `(μ_t − μ_0)²`, … */
  readonly name: string;
  /** Metrics it reads: of `modelMetrics`, of its own or of the simulation. */
  readonly metrics: readonly string[];
  /** Metrics of its own: of a model, which they must not keep. */
  // biome-ignore lint/suspicious/noExplicitAny: each reads the model of its own family
  readonly own?: Readonly<Record<string, (model: any) => number>>;
  /** Generations it reads to speak of generation t; default t alone. */
  readonly reads?: (t: number) => readonly number[];
  /** How the table says which t is meant; default `t = <t>`. */
  readonly when?: (t: number) => string;
  value(read: Reading, t: number): number;
}

/** Metrics of a model that quantities read. p_0 has mean 0. */
// biome-ignore lint/suspicious/noExplicitAny: each reads the model of its own family
export const modelMetrics: Readonly<Record<string, (model: any) => number>> = {
  mean: (model: GaussianModel) => model.mean[0],
  deviation: (model: GaussianModel) => model.factor[0],
  meanSquare: (model: GaussianModel) => sumOfSquares(model.mean),
  trace: (model: GaussianModel) => sumOfSquares(model.factor),
  sumOfSquares: (model: CategoricalModel) => sumOfSquares(model.probabilities),
  winner: (model: CategoricalModel) => model.probabilities.indexOf(1),
};

function sumOfSquares(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  return sum;
}

const square = (x: number): number => x * x;

/** One dimension. */
export const variance: Quantity = {
  name: 'S_t',
  metrics: ['deviation'],
  value: (read, t) => square(read('deviation', t)),
};

export const standardDeviation: Quantity = {
  name: 'σ_t',
  metrics: ['deviation'],
  value: (read, t) => read('deviation', t),
};

export const logVariance: Quantity = {
  name: 'log S_t',
  metrics: ['deviation'],
  value: (read, t) => 2 * log(read('deviation', t)),
};

export const meanError: Quantity = {
  name: '(μ_t − μ_0)²',
  metrics: ['mean'],
  value: (read, t) => square(read('mean', t)),
};

/**
 * What the conservation law keeps; with sampling from model t, the marginal variance of a point of D_{t+1}.
 */
export const totalVariance: Quantity = {
  name: 'S_t + (μ_t − μ_0)²',
  metrics: ['mean', 'deviation'],
  value: (read, t) => square(read('deviation', t)) + square(read('mean', t)),
};

/** The same in d dimensions. */
export const totalTrace: Quantity = {
  name: 'tr S_t + |μ_t − μ_0|²',
  metrics: ['trace', 'meanSquare'],
  value: (read, t) => read('trace', t) + read('meanSquare', t),
};

/** p_0 = N(0, 1). */
export const squaredW2: Quantity = {
  name: 'W2²',
  metrics: ['mean', 'deviation'],
  value: (read, t) => square(read('mean', t)) + square(read('deviation', t) - 1),
};

/** Conservation over one step of replace, relative to the model that was sampled: light-tailed at every t. */
export const stepConservation: Quantity = {
  name: '[S_t + (μ_t − μ_{t−1})²] / S_{t−1}',
  metrics: ['mean', 'deviation'],
  reads: (t) => [t - 1, t],
  value: (read, t) =>
    (square(read('deviation', t)) + square(read('mean', t) - read('mean', t - 1))) /
    square(read('deviation', t - 1)),
};

/** 1 where σ_t exceeds the threshold. */
export function exceeds(threshold: number): Quantity {
  return {
    name: `P(σ_t > ${threshold})`,
    metrics: ['deviation'],
    value: (read, t) => (read('deviation', t) > threshold ? 1 : 0),
  };
}

export const sumOfSquaredProbabilities: Quantity = {
  name: 'Σ p_i²',
  metrics: ['sumOfSquares'],
  value: (read, t) => read('sumOfSquares', t),
};

/** Index of the only symbol left, −1 while there are several. */
export const winner: Quantity = {
  name: 'the symbol left',
  metrics: ['winner'],
  value: (read, t) => read('winner', t),
};

/** Resamplings from p_0 until one symbol is left, counted up to generation t, which must be late enough. */
export const collapseTime: Quantity = {
  name: 'T',
  metrics: ['winner'],
  when: (t) => `followed to t = ${t}`,
  reads: (t) => Array.from({ length: t + 1 }, (_, i) => i),
  value: (read, t) => {
    let generation = 0;
    while (generation <= t && read('winner', generation) < 0) generation += 1;
    return generation + 1;
  },
};
