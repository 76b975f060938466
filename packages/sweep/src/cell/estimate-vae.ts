/** What training a variational autoencoder costs, from its options alone: multiplications and additions, by their rate. */
import { type EngineName, nameOf } from '../engine/engines.ts';
import type { CellParameters } from './cell.ts';

interface VaeShape {
  readonly architecture: string;
  readonly hidden: readonly number[];
  readonly channels: readonly number[];
  readonly latent: number;
  readonly epochs: number;
  readonly batch: number;
}

/** Additions and multiplications a second in training a network. */
export const trainingRates: Readonly<Record<EngineName, number>> = { wasm: 5e10, native: 1.5e11, tfjs: 1e9 };
/** Seconds of a step whatever it does. */
const perStep = 1e-4;
/** A pass forward, and a pass back through inputs and weights, of two operations each. */
const operationsPerWeight = 6;
/** Weights, gradient and two moments, of 4 bytes. */
const bytesPerWeight = 16;

/** What an engine needs for a network. */
export interface NetworkEstimate {
  readonly seconds: number;
  readonly bytes: number;
  /** The option of the family that most of the bytes are due to, where that is known. */
  readonly option?: string;
}

/** Seconds to train on so many points of d coordinates, and bytes of the network. */
export function estimateVae(
  { family, engine = 'wasm' }: CellParameters,
  d: number,
  points: number,
): NetworkEstimate {
  const shape = family as unknown as VaeShape;
  const { weights, uses } = shape.architecture === 'mlp' ? dense(shape, d) : convolutional(shape, d);
  const seen = points * shape.epochs;
  const seconds =
    (operationsPerWeight * uses * seen) / trainingRates[nameOf(engine)] + (seen / shape.batch) * perStep;
  const [ofWeights, ofBatch] = [bytesPerWeight * weights, 4 * shape.batch * 8 * d];
  const layers = shape.architecture === 'mlp' ? 'hidden' : 'channels';
  return { seconds, bytes: ofWeights + ofBatch, option: ofWeights > ofBatch ? layers : 'batch' };
}

interface Weights {
  readonly weights: number;
  /** How often a point meets a weight. */
  readonly uses: number;
}

function dense({ hidden, latent }: VaeShape, d: number): Weights {
  const widths = [d, ...hidden];
  const between = widths.slice(1).reduce((sum, width, i) => sum + width * widths[i], 0);
  const weights = 2 * between + 3 * latent * widths[widths.length - 1];
  return { weights, uses: weights };
}

/** Layers of 4 × 4 filters that halve the picture, each used at every place of the smaller picture. */
function convolutional({ channels, latent }: VaeShape, d: number): Weights {
  const depths = [1, ...channels];
  const layers = channels.map((depth, i) => {
    return { weights: 2 * 16 * depths[i] * depth, places: d / (1 << (2 * (i + 1))) };
  });
  const heads = 3 * latent * depths[depths.length - 1] * (d / (1 << (2 * channels.length)));
  const sum = (count: (layer: (typeof layers)[number]) => number): number =>
    layers.reduce((total, layer) => total + count(layer), heads);
  return { weights: sum(({ weights }) => weights), uses: sum(({ weights, places }) => weights * places) };
}
