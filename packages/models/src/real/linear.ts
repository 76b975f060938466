/** p_0 of linear regression: rows (x, y) with x ~ N(0, Σ) and y = x·w* + σ ε. */
import { gram, InvalidArgumentError, normal, normalQuantile, type Stream } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { isNonNegative } from '../data/is-number.ts';
import { checkDimension, checkOptions } from './check-options.ts';
import { labelRows, normalInputs } from './inputs.ts';
import { checkAxis, factorOf, meanOf, type NormalOptions } from './normal.ts';
import type { RealSource } from './real-source.ts';

export interface LinearSourceOptions {
  /** How many inputs; points have d + 1 coordinates, the last of which is the label. */
  readonly d: number;
  /** σ ≥ 0, standard deviation of the noise on the labels. */
  readonly noise: number;
  /** w*: one number for all inputs, or d (1 / √d, so that |w*| = 1). */
  readonly weights?: number | readonly number[];
  /** Σ of the inputs, in the forms that `normalSource` takes (1). */
  readonly covariance?: NormalOptions['covariance'];
}

/** @throws InvalidArgumentError */
export function linearSource(options: LinearSourceOptions): RealSource<Points> {
  checkOptions(options);
  const { d, noise } = options;
  checkDimension('d', d);
  if (!isNonNegative(noise))
    throw new InvalidArgumentError({ argument: 'noise', got: noise, expected: 'a non-negative number' });
  const weights = meanOf('weights', options.weights ?? 1 / Math.sqrt(d), d);
  const factor = factorOf('covariance', options.covariance ?? 1, d);
  const inputs = normalInputs(factor, d);
  const moments = momentsOf(weights, noise, gram(factor, d), d);
  const label = (mean: number, stream: Stream): number => mean + noise * normal(stream);
  return {
    name: 'linear',
    shape: { kind: 'points', d: d + 1 },
    identity: `linear ${JSON.stringify({ weights: Array.from(weights), noise, factor: Array.from(factor) })}`,
    draw: (n, stream) => labelRows(inputs.draw(n, stream), weights, label, stream),
    truth: { kind: 'linear', d, weights, noise, factor },
    inputs,
    quantile(p, axis) {
      checkAxis(axis, d + 1);
      return Math.sqrt(moments.covariance[axis * (d + 2)]) * normalQuantile(p);
    },
    moments,
  };
}

/** Of (x, y), which are jointly normal: Cov(x, y) = Σ w, Var y = w·Σ w + σ². */
function momentsOf(
  weights: Float64Array,
  noise: number,
  sigma: Float64Array,
  d: number,
): { mean: Float64Array; covariance: Float64Array } {
  const width = d + 1;
  const covariance = new Float64Array(width * width);
  let variance = noise * noise;
  for (let i = 0; i < d; i++) {
    let cross = 0;
    for (let j = 0; j < d; j++) {
      covariance[i * width + j] = sigma[i * d + j];
      cross += sigma[i * d + j] * weights[j];
    }
    covariance[i * width + d] = cross;
    covariance[d * width + i] = cross;
    variance += weights[i] * cross;
  }
  covariance[width * width - 1] = variance;
  return { mean: new Float64Array(width), covariance };
}
