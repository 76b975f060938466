/**
 * The networks of a variational autoencoder (Kingma and Welling 2014) as recorded programs that share parameters:
 * train (a step of Adam on the negative evidence lower bound), score (its two parts),
 * encode, decode.
 */
import {
  adam,
  add,
  bceWithLogits,
  conv2d,
  conv2dTranspose,
  gaussianKl,
  matmul,
  multiply,
  type ProgramDefinition,
  program,
  type RecordedModule,
  record,
  relu,
  reparameterise,
  reshape,
  type Shape,
  sigmoid,
  squaredError,
  type Tensor,
} from '@collapse-lab/tensor';
import type { Picture } from '../real/real-source.ts';
import { halvings, type VaeOptions } from './vae-options.ts';

/** Shape of a parameter, and how many inputs reach each unit that it belongs to: what its initial spread depends on. */
export interface ParameterSpec {
  readonly shape: Shape;
  readonly fanIn: number;
}

export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;

type Parameters = Readonly<Record<string, Tensor>>;

/** One half of a network: its parameters, and what it computes with them. */
interface Half {
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  apply(parameters: Parameters, x: Tensor): Tensor;
}

export interface VaeNetwork {
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  readonly module: RecordedModule;
  /** Points that one run of encode, decode and score takes. */
  readonly chunk: number;
}

/** Chunks of points beside training: large enough to fill the kernels, small enough to stay in the cache. */
const largestChunk = 256;

/** @throws InvalidArgumentError where a convolutional network is asked for points that are no pictures */
export function vaeNetwork(options: VaeOptions, d: number, picture: Picture | undefined): VaeNetwork {
  const [trunk, decoder] =
    options.architecture === 'mlp' ? mlp(options, d) : convolutional(options, picture as Picture);
  const parameters = { ...trunk.half.parameters, ...heads(trunk.features, options), ...decoder.parameters };
  const chunk = Math.min(largestChunk, options.batch);
  const { latent } = options;
  const encode = (p: Parameters, x: Tensor): [mean: Tensor, logVariance: Tensor] => {
    const features = trunk.half.apply(p, x);
    return [dense(p, 'mean', features), dense(p, 'logVariance', features)];
  };
  const lossOf = (p: Parameters, x: Tensor, noise: Tensor, divisor: number) => {
    const [mean, logVariance] = encode(p, x);
    const decoded = decoder.apply(p, reparameterise(mean, logVariance, noise));
    return {
      reconstruction: distortion(options, decoded, x, divisor),
      kl: gaussianKl(mean, logVariance, { divisor }),
    };
  };
  const scoreProgram = (n: number): ProgramDefinition =>
    program({
      inputs: { x: [n, d], noise: [n, latent] },
      outputs: (p, { x, noise }) => lossOf(p, x, noise, 1),
    });
  const programs: Record<string, ProgramDefinition> = {
    train: program({
      inputs: { x: [options.batch, d], noise: [options.batch, latent] },
      outputs: (p, { x, noise }) => {
        const { reconstruction, kl } = lossOf(p, x, noise, options.reduction === 'mean' ? options.batch : 1);
        return { loss: add(reconstruction, options.beta === 1 ? kl : multiply(kl, options.beta)) };
      },
      train: {
        loss: 'loss',
        optimiser: adam({ learningRate: options.learningRate, weightDecay: options.weightDecay }),
      },
    }),
    score: scoreProgram(chunk),
    scoreOne: scoreProgram(1),
    encode: program({
      inputs: { x: [chunk, d] },
      outputs: (p, { x }) => {
        const [mean, logVariance] = encode(p, x);
        return { mean, logVariance };
      },
    }),
    decode: program({
      inputs: { z: [chunk, latent] },
      outputs: (p, { z }) => {
        const decoded = decoder.apply(p, z);
        return { mean: options.likelihood === 'bernoulli' ? sigmoid(decoded) : decoded };
      },
    }),
  };
  return { parameters, module: record({ parameters, programs }), chunk };
}

/** The negative log-likelihood of points given the decoder's output: logits, or means of normal coordinates. */
function distortion(
  { likelihood, deviation }: VaeOptions,
  decoded: Tensor,
  x: Tensor,
  divisor: number,
): Tensor {
  if (likelihood === 'bernoulli') return bceWithLogits(decoded, x, { divisor });
  return squaredError(decoded, x, { divisor: divisor * deviation * deviation });
}

function dense(p: Parameters, name: string, x: Tensor, activation: 'none' | 'relu' = 'none'): Tensor {
  return matmul(x, p[`${name}.weight`], { bias: p[`${name}.bias`], activation });
}

function denseSpec(name: string, from: number, to: number): Record<string, ParameterSpec> {
  return {
    [`${name}.weight`]: { shape: [from, to], fanIn: from },
    [`${name}.bias`]: { shape: [to], fanIn: from },
  };
}

function heads(features: number, { latent }: VaeOptions): Record<string, ParameterSpec> {
  return { ...denseSpec('mean', features, latent), ...denseSpec('logVariance', features, latent) };
}

type Halves = [trunk: { half: Half; features: number }, decoder: Half];

function mlp({ hidden, latent }: VaeOptions, d: number): Halves {
  const encoder = denseStack('encoder', [d, ...hidden]);
  const back = [...hidden].reverse();
  const decoder = denseStack('decoder', [latent, ...back]);
  const last = back[back.length - 1];
  return [
    { half: encoder, features: last === undefined ? d : hidden[hidden.length - 1] },
    {
      parameters: { ...decoder.parameters, ...denseSpec('output', last, d) },
      apply: (p, z) => dense(p, 'output', decoder.apply(p, z)),
    },
  ];
}

/** Layers with ReLU after each. */
function denseStack(name: string, sizes: readonly number[]): Half {
  const layers = sizes.slice(1).map((to, i) => ({ name: `${name}.${i}`, from: sizes[i], to }));
  return {
    parameters: Object.assign({}, ...layers.map(({ name, from, to }) => denseSpec(name, from, to))),
    apply: (p, x) => layers.reduce((value, { name }) => dense(p, name, value, 'relu'), x),
  };
}

const kernel = 4;
const window = { stride: 2, padding: 1 } as const;

function convolutional({ channels, latent }: VaeOptions, picture: Picture): Halves {
  const layers = channels.length;
  const heights = halvings(picture.height, layers);
  const widths = halvings(picture.width, layers);
  const depths = [picture.channels, ...channels];
  const deepest = [heights[layers], widths[layers], depths[layers]];
  const features = deepest[0] * deepest[1] * deepest[2];
  const spec = (
    name: string,
    from: number,
    to: number,
    transposed: boolean,
  ): Record<string, ParameterSpec> => {
    // A transposed filter is stored as [.., to, from]; its fan-in counts the channels it makes, as PyTorch does.
    const fanIn = kernel * kernel * (transposed ? to : from);
    const shape = transposed ? [kernel, kernel, to, from] : [kernel, kernel, from, to];
    return { [`${name}.weight`]: { shape, fanIn }, [`${name}.bias`]: { shape: [to], fanIn } };
  };
  const down = channels.map((to, i) => ({ name: `encoder.${i}`, from: depths[i], to }));
  const up = channels.map((_, i) => {
    return { name: `decoder.${i}`, from: depths[layers - i], to: depths[layers - i - 1] };
  });
  return [
    {
      features,
      half: {
        parameters: Object.assign({}, ...down.map(({ name, from, to }) => spec(name, from, to, false))),
        apply: (p, x) => {
          const image = reshape(x, [x.shape[0], picture.height, picture.width, picture.channels]);
          const top = down.reduce(
            (value, { name }) =>
              conv2d(value, p[`${name}.weight`], { bias: p[`${name}.bias`], activation: 'relu', ...window }),
            image,
          );
          return reshape(top, [x.shape[0], features]);
        },
      },
    },
    {
      parameters: Object.assign(
        denseSpec('expand', latent, features),
        ...up.map(({ name, from, to }) => spec(name, from, to, true)),
      ),
      apply: (p, z) => {
        const seed = reshape(dense(p, 'expand', z), [z.shape[0], ...deepest]);
        const image = up.reduce((value, { name }, i) => {
          const made = conv2dTranspose(value, p[`${name}.weight`], { bias: p[`${name}.bias`], ...window });
          return i === layers - 1 ? made : relu(made);
        }, seed);
        return reshape(image, [z.shape[0], picture.height * picture.width * picture.channels]);
      },
    },
  ];
}
