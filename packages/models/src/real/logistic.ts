/** p_0 of logistic regression: normal inputs labelled by a logistic model, or two normal classes. */
import { InvalidArgumentError, type Stream } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { isPositive } from '../data/is-number.ts';
import { logistic } from '../regression/logistic-function.ts';
import { checkDimension, checkOptions } from './check-options.ts';
import { labelRows, mirroredInputs, normalInputs } from './inputs.ts';
import { factorOf, meanOf, type NormalOptions } from './normal.ts';
import type { Inputs, RealSource } from './real-source.ts';

export interface LogisticSourceOptions {
  /** How many inputs; points have d + 1 coordinates, the last of which is the label 0 or 1. */
  readonly d: number;
  /** w*: one number for all inputs, or d (1 / √d, so that |w*| = 1). */
  readonly weights?: number | readonly number[];
  /** Σ of the inputs N(0, Σ), in the forms that `normalSource` takes (1). */
  readonly covariance?: NormalOptions['covariance'];
}

/**
 * P(y = 1 | x) = 1 / (1 + e^−x·w*).
 *
 * @throws InvalidArgumentError
 */
export function logisticSource(options: LogisticSourceOptions): RealSource<Points> {
  checkOptions(options);
  const { d } = options;
  checkDimension('d', d);
  const weights = meanOf('weights', options.weights ?? 1 / Math.sqrt(d), d);
  const factor = factorOf('covariance', options.covariance ?? 1, d);
  const identity = { weights: Array.from(weights), factor: Array.from(factor) };
  return sourceOf('logistic', identity, weights, normalInputs(factor, d));
}

export interface GaussianClassesOptions {
  /** How many inputs; points have d + 1 coordinates, the last of which is the class 0 or 1. */
  readonly d: number;
  /** μ: one number for all inputs, or d (1 / √d, so that |μ| = 1). Class 1 has mean μ, class 0 has −μ. */
  readonly mean?: number | readonly number[];
  /** σ² of every input about the mean of its class (1). */
  readonly variance?: number;
}

/**
 * Two classes of equal weight, x ~ N(± μ, σ² I). This is logistic with w* = 2 μ / σ²: Bayes' rule is the sign of x·μ.
 *
 * @throws InvalidArgumentError
 */
export function gaussianClassesSource(options: GaussianClassesOptions): RealSource<Points> {
  checkOptions(options);
  const { d, variance = 1 } = options;
  checkDimension('d', d);
  if (!isPositive(variance))
    throw new InvalidArgumentError({ argument: 'variance', got: variance, expected: 'a positive number' });
  const mean = meanOf('mean', options.mean ?? 1 / Math.sqrt(d), d);
  const weights = mean.map((value) => (2 * value) / variance);
  if (!weights.every(Number.isFinite))
    throw new InvalidArgumentError({
      argument: 'variance',
      got: variance,
      expected: 'a variance at which the weights 2 mean / variance are finite',
    });
  const inputs = mirroredInputs(mean, factorOf('variance', variance, d));
  return sourceOf('gaussian-classes', { mean: Array.from(mean), variance }, weights, inputs);
}

/** The class of a point given its inputs is drawn after them: the same joint law. */
function sourceOf(
  name: string,
  identity: unknown,
  weights: Float64Array,
  inputs: Inputs,
): RealSource<Points> {
  const label = (u: number, stream: Stream): number => (stream.uniform() < logistic(u) ? 1 : 0);
  return {
    name,
    shape: { kind: 'points', d: inputs.d + 1 },
    identity: `${name} ${JSON.stringify(identity)}`,
    draw: (n, stream) => labelRows(inputs.draw(n, stream), weights, label, stream),
    truth: { kind: 'logistic', d: inputs.d, weights },
    inputs,
  };
}
