/** Options of variational autoencoders, as the YAML gives them. */
import { InvalidArgumentError } from '@collapse-lab/math';
import { isPositiveInteger } from '../data/is-number.ts';
import type { OptionProblem } from '../family/define-model.ts';
import { nonNegative, oneOf, positive, positiveInteger } from '../family/option-rules.ts';
import { type OptionRule, resolveOptions } from '../family/resolve-options.ts';

export interface VaeOptions {
  /** mlp: layers of `hidden` units with ReLU. convolutional: 4 × 4 convolutions of stride 2 with `channels`. */
  readonly architecture: 'mlp' | 'convolutional';
  /** Units of the layers of the encoder; the decoder has them in reverse. mlp. */
  readonly hidden: readonly number[];
  /** Channels of the layers of the encoder; the decoder has them in reverse. convolutional. */
  readonly channels: readonly number[];
  /** Dimensions of z. */
  readonly latent: number;
  /** bernoulli: points are pixels from 0 to 1. gaussian: numbers with normal noise of `deviation`. */
  readonly likelihood: 'bernoulli' | 'gaussian';
  /** Standard deviation of the decoder of a gaussian likelihood. */
  readonly deviation: number;
  /** Factor of the Kullback-Leibler divergence in the loss. */
  readonly beta: number;
  /** Passes over the training set. */
  readonly epochs: number;
  /** Points a step sees. */
  readonly batch: number;
  readonly learningRate: number;
  /** L2 regularisation, which joins the gradient, as in PyTorch's Adam. */
  readonly weightDecay: number;
  /** Whether the loss of a batch is the sum or the mean over its points. Matters beside `weightDecay` alone. */
  readonly reduction: 'sum' | 'mean';
  /** What a generated point is: the mean of the decoder's distribution given z, or a draw from it. */
  readonly output: 'mean' | 'draw';
  /**
   * set: models are trained on D_t. stream: those after the first see fresh points in every batch, drawn from the model
   * before; D_t only says how many make an epoch.
   */
  readonly feed: 'set' | 'stream';
  /** Where the weights start: anew in each generation, or from those of the generation before. */
  readonly start: 'fresh' | 'previous';
}

const isCounts = (value: unknown): boolean =>
  Array.isArray(value) && value.length >= 1 && value.every(isPositiveInteger);
const counts = (standard: readonly number[]): OptionRule => {
  return { expected: 'a list of positive integers', accepts: isCounts, default: standard };
};

const rules: Record<keyof VaeOptions, OptionRule> = {
  architecture: oneOf(['mlp', 'convolutional'], 'mlp'),
  hidden: counts([400]),
  channels: counts([64, 128]),
  latent: positiveInteger(20),
  likelihood: oneOf(['bernoulli', 'gaussian'], 'bernoulli'),
  deviation: positive(0.1),
  beta: nonNegative(1),
  epochs: positive(10),
  batch: positiveInteger(128),
  learningRate: positive(1e-3),
  weightDecay: nonNegative(0),
  reduction: oneOf(['sum', 'mean'], 'sum'),
  output: oneOf(['mean', 'draw'], 'mean'),
  feed: oneOf(['set', 'stream'], 'set'),
  start: oneOf(['fresh', 'previous'], 'fresh'),
};

/** Options that mean something for one kind of network or likelihood alone. */
const belongs: Readonly<Record<string, readonly [option: keyof VaeOptions, value: string]>> = {
  hidden: ['architecture', 'mlp'],
  channels: ['architecture', 'convolutional'],
  deviation: ['likelihood', 'gaussian'],
};

export function resolveVaeOptions(
  options: Record<string, unknown>,
): { options: VaeOptions } | { problems: readonly OptionProblem[] } {
  const resolved = resolveOptions<VaeOptions>(options, rules);
  if ('problems' in resolved) return resolved;
  const problems = Object.entries(belongs)
    .filter(([name, [option, value]]) => options[name] !== undefined && resolved.options[option] !== value)
    .map(([name, [option, value]]) => {
      return { path: [name], got: options[name], expected: `nothing, unless ${option} is ${value}` };
    });
  return problems.length > 0 ? { problems } : resolved;
}

/** The sizes of an image after each layer of the convolutional encoder. @throws InvalidArgumentError where it does not halve. */
export function halvings(size: number, layers: number): number[] {
  const sizes = [size];
  for (let layer = 0; layer < layers; layer++) {
    const last = sizes[layer];
    if (last % 2 !== 0)
      throw new InvalidArgumentError({
        argument: 'family.channels',
        got: `${layers} layers for pictures of ${size} pixels a side`,
        expected: `sizes that halve ${layers} times: ${last} is odd`,
        remedy: `At most ${layer} layers fit.`,
      });
    sizes.push(last / 2);
  }
  return sizes;
}
