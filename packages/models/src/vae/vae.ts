/**
 * Variational autoencoders (Kingma and Welling 2014): an encoder and a decoder network, trained on the evidence lower
 * bound by Adam. Refitted on their own samples they lose rare points and spread (Shumailov et al. 2024).
 */
import { fillNormal, InvalidArgumentError, type Stream } from '@collapse-lab/math';
import { type Engine, wasmEngine } from '@collapse-lab/tensor';
import { checkData } from '../data/check-data.ts';
import type { DataShape, Points } from '../data/data.ts';
import { describeShape } from '../data/data-shape.ts';
import { checkSampleRequest } from '../family/check-sample-request.ts';
import { defineModel, type ModelDefinition } from '../family/define-model.ts';
import type { Family, FitInput, SampleRequest } from '../family/family.ts';
import type { Json } from '../family/json.ts';
import type { Blobs } from '../family/training.ts';
import { chunked } from '../network/chunked.ts';
import {
  decodeNetwork,
  elementsOf,
  encodeNetwork,
  mapNetwork,
  type ParameterSizes,
} from '../network/network-model.ts';
import { SharedSession } from '../network/shared-session.ts';
import type { RealSource } from '../real/real-source.ts';
import { initialWeights } from './initial-weights.ts';
import type { VaeModel } from './vae-model.ts';
import { type VaeNetwork, vaeNetwork } from './vae-network.ts';
import { resolveVaeOptions, type VaeOptions } from './vae-options.ts';
import { VaeTraining } from './vae-training.ts';

/** The parts of the negative evidence lower bound, in nats per point. */
export interface VaeScore {
  /** −E log p(x | z), without the constant of a gaussian likelihood. */
  readonly reconstruction: number;
  /** KL(q(z | x) ‖ p(z)). */
  readonly kl: number;
}

export interface VaeFamily extends Family<VaeModel, Points, never> {
  readonly options: Readonly<Record<string, unknown>>;
  /** How many weights there are. */
  readonly parameterCount: number;
  /** The means of q(z | x): n × latent. */
  encodePoints(model: VaeModel, data: Points): Points;
  /** The means of p(x | z) for points z of `latent` coordinates. */
  decodePoints(model: VaeModel, z: Points): Points;
  /** Means over the points, with one draw of z each. */
  score(model: VaeModel, data: Points, stream: Stream): VaeScore;
}

const name = 'vae';
const lawVersion = 1;
const purpose = { weights: 1, training: 2, z: 1, draw: 2 } as const;

export const vae: ModelDefinition<VaeOptions> = defineModel({
  name,
  lawVersion,
  neural: true,
  summary: 'variational autoencoder',
  options: {
    architecture: 'mlp (default) or convolutional (pictures: 4 × 4 convolutions of stride 2).',
    hidden: 'mlp: units of the layers of the encoder; the decoder has them in reverse. Default: [400].',
    channels: 'convolutional: channels of the layers of the encoder. Default: [64, 128].',
    latent: 'Dimensions of z. Default: 20.',
    likelihood: 'bernoulli (default; pixels from 0 to 1) or gaussian.',
    deviation: 'gaussian: standard deviation of the decoder. Default: 0.1.',
    beta: 'Factor of the Kullback-Leibler divergence. Default: 1.',
    epochs: 'Passes over the training set. Default: 10.',
    batch: 'Points a step sees. Default: 128.',
    learningRate: 'Of Adam. Default: 0.001.',
    weightDecay: 'L2 regularisation. Default: 0.',
    reduction: 'Loss of a batch: sum (default) or mean over its points.',
    output: 'A generated point is the mean of the decoder given z (default) or a draw from it.',
    feed: 'Models after the first see the training set (set, default) or fresh points of the model before in every batch (stream).',
    start: 'Weights start fresh in each generation (default) or from those of the previous one.',
  },
  resolve: resolveVaeOptions,
  create: createVae,
});

function createVae(options: VaeOptions, shape: DataShape, real?: RealSource, engine?: Engine): VaeFamily {
  if (shape.kind !== 'points')
    throw new InvalidArgumentError({
      argument: 'shape',
      got: describeShape(shape),
      expected: 'points, which an autoencoder encodes',
    });
  if (options.architecture === 'convolutional' && real?.picture === undefined)
    throw new InvalidArgumentError({
      argument: 'architecture',
      got: 'convolutional',
      expected: 'mlp: the real data are no pictures',
    });
  return new Vae(options, shape, vaeNetwork(options, shape.d, real?.picture), engine ?? wasmEngine);
}

class Vae implements VaeFamily {
  readonly name = name;
  readonly lawVersion = lawVersion;
  readonly options: Readonly<Record<string, unknown>>;
  readonly shape: DataShape;
  readonly minimumSize = 1;
  readonly whyNoLaw = 'a network has no sufficient statistics';
  readonly streamed?: string;
  readonly parameterCount: number;
  readonly #options: VaeOptions;
  readonly #d: number;
  readonly #network: VaeNetwork;
  readonly #sizes: ParameterSizes;
  /** For models; and for trainings, which is the same but where they draw from a model at every step. */
  readonly #shared: SharedSession;
  readonly #trainer: SharedSession;

  constructor(
    options: VaeOptions,
    shape: DataShape & { kind: 'points' },
    network: VaeNetwork,
    engine: Engine,
  ) {
    this.options = { ...options };
    this.#options = options;
    this.shape = shape;
    this.#d = shape.d;
    this.#network = network;
    this.#shared = new SharedSession(engine, network.module);
    this.#trainer = options.feed === 'set' ? this.#shared : new SharedSession(engine, network.module);
    if (options.feed === 'stream') this.streamed = 'feed: stream';
    const sizes = Object.entries(network.parameters).map(([name, { shape }]) => [name, elementsOf(shape)]);
    this.#sizes = Object.fromEntries(sizes);
    this.parameterCount = Object.values(this.#sizes).reduce((sum, size) => sum + size, 0);
  }

  fit(input: FitInput<VaeModel, Points>, stream: Stream): VaeModel {
    return this.train(input, stream).finish();
  }

  train({ train, previous }: FitInput<VaeModel, Points>, stream: Stream): VaeTraining {
    checkData('train', train, this.shape, this.minimumSize);
    this.#checkPixels(train);
    const warm = this.#options.start === 'previous' ? previous : undefined;
    const weights = warm ?? initialWeights(this.#network.parameters, stream.split(purpose.weights));
    const streams = this.streamed !== undefined && previous !== undefined;
    return new VaeTraining(this.#trainer, this.#options, {
      weights,
      train,
      fresh: streams ? (n, drawn) => this.sample(previous, { n }, drawn) : undefined,
      stream: stream.split(purpose.training),
    });
  }

  sample(model: VaeModel, request: SampleRequest, stream: Stream): Points {
    checkSampleRequest(name, request);
    const { latent } = this.#options;
    const { n } = request;
    const values = fillNormal(stream.split(purpose.z), new Float64Array(n * latent));
    const means = this.decodePoints(model, { kind: 'points', n, d: latent, values });
    if (this.#options.output === 'draw') this.#draw(means.values, stream.split(purpose.draw));
    return means;
  }

  #draw(values: Float64Array, stream: Stream): void {
    const { likelihood, deviation } = this.#options;
    if (likelihood === 'bernoulli')
      for (let i = 0; i < values.length; i++) values[i] = stream.uniform() < values[i] ? 1 : 0;
    else {
      const noise = fillNormal(stream, new Float64Array(values.length), 0, deviation);
      for (let i = 0; i < values.length; i++) values[i] += noise[i];
    }
  }

  encodePoints(model: VaeModel, data: Points): Points {
    checkData('data', data, this.shape, 0);
    return chunked(data, this.#network.chunk, this.#options.latent, (x) => {
      return this.#shared.of(model).run('encode', { x }).mean as Float32Array;
    });
  }

  decodePoints(model: VaeModel, z: Points): Points {
    return chunked(z, this.#network.chunk, this.#d, (chunk) => {
      return this.#shared.of(model).run('decode', { z: chunk }).mean as Float32Array;
    });
  }

  score(model: VaeModel, data: Points, stream: Stream): VaeScore {
    checkData('data', data, this.shape, 1);
    this.#checkPixels(data);
    const { latent } = this.#options;
    const { chunk } = this.#network;
    const noise = fillNormal(stream, new Float64Array(data.n * latent));
    const total = { reconstruction: 0, kl: 0 };
    for (let from = 0; from < data.n; ) {
      const size = data.n - from >= chunk ? chunk : 1;
      const x = data.values.subarray(from * this.#d, (from + size) * this.#d);
      const drawn = noise.subarray(from * latent, (from + size) * latent);
      const parts = this.#shared.of(model).run(size === 1 ? 'scoreOne' : 'score', { x, noise: drawn });
      total.reconstruction += parts.reconstruction as number;
      total.kl += parts.kl as number;
      from += size;
    }
    return { reconstruction: total.reconstruction / data.n, kl: total.kl / data.n };
  }

  mapParameters(model: VaeModel, f: (value: number) => number): VaeModel {
    return mapNetwork(model, f);
  }

  encode(model: VaeModel, blobs?: Blobs): Json {
    return encodeNetwork(model, blobs);
  }

  decode(encoded: Json, blobs?: Blobs): VaeModel {
    return decodeNetwork(encoded, this.#sizes, blobs);
  }

  dispose(): void {
    this.#shared.dispose();
    this.#trainer.dispose();
  }

  #checkPixels({ values, d }: Points): void {
    if (this.#options.likelihood !== 'bernoulli') return;
    const wrong = values.findIndex((value) => !(value >= 0 && value <= 1));
    if (wrong < 0) return;
    throw new InvalidArgumentError({
      argument: `train, point ${Math.floor(wrong / d)}, coordinate ${wrong % d}`,
      got: values[wrong],
      expected: 'a number from 0 to 1, as the bernoulli likelihood needs',
      remedy: 'Use likelihood: gaussian for other numbers.',
    });
  }
}
