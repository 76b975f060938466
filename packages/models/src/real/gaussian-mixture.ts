/** p_0 = Σ w_c N(μ_c, Σ_c): the simplest real data that a single Gaussian cannot hold. */
import {
  createAliasTable,
  categorical as drawComponent,
  gram,
  InvalidArgumentError,
  normal,
  normalCdf,
  normalQuantile,
  type Stream,
  sum,
} from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { isPositive } from '../data/is-number.ts';
import { checkSize } from '../data/make-data.ts';
import { checkOptions } from './check-options.ts';
import { checkAxis, factorOf, meanOf, type NormalOptions } from './normal.ts';
import type { RealSource, Truth } from './real-source.ts';

export interface GaussianMixtureOptions {
  /** One positive weight for each component; divided by their sum. */
  readonly weights: readonly number[];
  /** The means: a number (d = 1) or a list of d numbers for each component. */
  readonly means: readonly (number | readonly number[])[];
  /** The covariances, one for each component, in the forms that `normalSource` takes (1). */
  readonly covariances?: readonly NonNullable<NormalOptions['covariance']>[];
}

type GaussianMixtureTruth = Extract<Truth, { kind: 'gaussian-mixture' }>;

export interface MixtureComponent {
  readonly weight: number;
  /** d. */
  readonly mean: Float64Array;
  /** d × d, lower triangular. */
  readonly factor: Float64Array;
  /** d × d. */
  readonly covariance: Float64Array;
}

/** @throws InvalidArgumentError */
export function gaussianMixtureSource(options: GaussianMixtureOptions): RealSource<Points> {
  const components = componentsOf(options);
  const d = components[0].mean.length;
  const table = createAliasTable(components.map(({ weight }) => weight));
  return {
    name: 'gaussian-mixture',
    shape: { kind: 'points', d },
    identity: `gaussian-mixture ${JSON.stringify(components.map(canonical))}`,
    draw(n, stream) {
      checkSize('n', n);
      const values = new Float64Array(n * d);
      const z = new Float64Array(d);
      for (let i = 0; i < n; i++) place(values, i * d, components[drawComponent(stream, table)], z, stream);
      return { kind: 'points', n, d, values };
    },
    truth: truthOf(components, d),
    quantile(p, axis) {
      checkAxis(axis, d);
      return mixtureQuantile(p, marginal(components, axis, d));
    },
    moments: momentsOf(components, d),
  };
}

function truthOf(components: readonly MixtureComponent[], d: number): GaussianMixtureTruth {
  return {
    kind: 'gaussian-mixture',
    d,
    weights: Float64Array.from(components, ({ weight }) => weight),
    means: Float64Array.from(components.flatMap(({ mean }) => Array.from(mean))),
    factors: Float64Array.from(components.flatMap(({ factor }) => Array.from(factor))),
  };
}

function canonical({ weight, mean, factor }: MixtureComponent): unknown {
  return { weight, mean: Array.from(mean), factor: Array.from(factor) };
}

/** @throws InvalidArgumentError */
export function componentsOf(options: GaussianMixtureOptions): MixtureComponent[] {
  checkOptions(options);
  const { weights, means, covariances } = options;
  if (!Array.isArray(weights) || weights.length === 0 || !weights.every(isPositive))
    throw new InvalidArgumentError({
      argument: 'weights',
      got: weights,
      expected: 'a list of positive numbers, one for each component',
    });
  checkList('means', means, weights.length);
  if (covariances !== undefined) checkList('covariances', covariances, weights.length);
  const first = means[0];
  const d = Array.isArray(first) ? first.length : 1;
  if (d === 0)
    throw new InvalidArgumentError({
      argument: 'means[0]',
      got: first,
      expected: 'a number, or a list of one number or more',
    });
  const total = sum(weights);
  return weights.map((weight, c) => {
    const factor = factorOf(`covariances[${c}]`, covariances?.[c] ?? 1, d);
    return {
      weight: weight / total,
      mean: meanOf(`means[${c}]`, means[c], d),
      factor,
      covariance: gram(factor, d),
    };
  });
}

function checkList(argument: string, list: unknown, length: number): void {
  if (!Array.isArray(list) || list.length !== length)
    throw new InvalidArgumentError({
      argument,
      got: list,
      expected: `a list of ${length}, one for each of the weights`,
    });
}

/** One point of a component, written at `offset`. */
function place(
  values: Float64Array,
  offset: number,
  { mean, factor }: MixtureComponent,
  z: Float64Array,
  stream: Stream,
): void {
  const d = mean.length;
  for (let j = 0; j < d; j++) z[j] = normal(stream);
  for (let j = 0; j < d; j++) {
    let value = mean[j];
    for (let k = 0; k <= j; k++) value += factor[j * d + k] * z[k];
    values[offset + j] = value;
  }
}

/** mean = Σ w μ_c, covariance = Σ w (Σ_c + (μ_c − mean)(μ_c − mean)ᵀ). */
export function momentsOf(
  components: readonly Omit<MixtureComponent, 'factor'>[],
  d: number,
): { mean: Float64Array; covariance: Float64Array } {
  const mean = new Float64Array(d);
  const covariance = new Float64Array(d * d);
  for (const part of components) for (let j = 0; j < d; j++) mean[j] += part.weight * part.mean[j];
  for (const part of components)
    for (let j = 0; j < d; j++)
      for (let k = 0; k < d; k++) {
        const between = (part.mean[j] - mean[j]) * (part.mean[k] - mean[k]);
        covariance[j * d + k] += part.weight * (part.covariance[j * d + k] + between);
      }
  return { mean, covariance };
}

/** One coordinate of a component: a univariate normal with a weight. */
interface Marginal {
  readonly weight: number;
  readonly mean: number;
  readonly deviation: number;
}

function marginal(components: readonly MixtureComponent[], axis: number, d: number): Marginal[] {
  return components.map(({ weight, mean, covariance }) => ({
    weight,
    mean: mean[axis],
    deviation: Math.sqrt(covariance[axis * d + axis]),
  }));
}

/**
 * The p-quantile by bisection down to neighbouring doubles, between the least and the greatest p-quantile of the
 * components (the cdf is below p at the one and above p at the other). Upper quantiles are sought in the mirror
 * image, where the tail probability is not a difference from 1.
 */
function mixtureQuantile(p: number, parts: readonly Marginal[]): number {
  if (p > 0.5) {
    const mirrored = parts.map(({ weight, mean, deviation }) => ({ weight, mean: -mean, deviation }));
    return -mixtureQuantile(1 - p, mirrored);
  }
  const bounds = parts.map(({ mean, deviation }) => mean + deviation * normalQuantile(p));
  let low = Math.min(...bounds);
  let high = Math.max(...bounds);
  if (low === high) return low;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return middle;
    if (mixtureCdf(middle, parts) < p) low = middle;
    else high = middle;
  }
}

function mixtureCdf(x: number, parts: readonly Marginal[]): number {
  let total = 0;
  for (const { weight, mean, deviation } of parts) total += weight * normalCdf((x - mean) / deviation);
  return total;
}
