/** What an OPT language model costs, from its options alone: multiplications and additions, by their rate. */
import { type EngineName, nameOf } from '../engine/engines.ts';
import type { CellParameters } from './cell.ts';
import { type NetworkEstimate, trainingRates } from './estimate-vae.ts';

interface OptShape {
  readonly width: number;
  readonly layers: number;
  readonly hidden: number;
  readonly positions: number;
  readonly epochs: number;
  readonly batch: number;
  readonly pretrained:
    | 'none'
    | { readonly sequences: number; readonly epochs: number }
    | { readonly folder: string; readonly vocabulary: number };
  readonly generate: {
    readonly from: string;
    readonly method: string;
    readonly beams: number;
    readonly batch: number;
  };
}

/** Additions and multiplications a second in generating. */
const generatingRates: Readonly<Record<EngineName, number>> = { wasm: 3e10, native: 7e10, tfjs: 1e9 };
/** Seconds of a step of either, whatever it does. */
const perStep = 3e-4;
/** Symbols of text whose vocabulary the experiment does not say. */
const usualVocabulary = 10_000;
/** Of a weight: itself, its gradient and two moments, of 4 bytes; and the best so far. */
const bytesPerWeight = 20;

/** Seconds of a generation with so many sequences of `length` tokens, training and making as many; bytes of the network. */
export function estimateOpt(
  { family, real, engine = 'wasm', generations }: CellParameters,
  length: number,
  sequences: number,
): NetworkEstimate {
  const shape = family as unknown as OptShape;
  const { width, layers, hidden, positions, epochs, batch, pretrained, generate } = shape;
  const { vocabulary, ...drawn } = { vocabulary: undefined, ...(pretrained === 'none' ? {} : pretrained) };
  const k =
    [vocabulary, real.vocabulary, real.k].find((value) => typeof value === 'number') ?? usualVocabulary;
  const uses = (k as number) * width + layers * (4 * width * width + 2 * width * hidden + 2 * length * width);
  const name = nameOf(engine);
  const trained = (seen: number): number =>
    (6 * uses * seen * length) / trainingRates[name] + (seen / batch) * perStep;
  const beams = generate.method === 'beam' ? generate.beams : 1;
  const prompt = generate.from === 'prompts' ? 1 : 0;
  const made =
    (2 * uses * sequences * length * (beams + prompt)) / generatingRates[name] +
    (sequences / generate.batch) * length * perStep;
  // Text to pretrain on comes in sequences of twice the length.
  const once = 'sequences' in drawn ? trained(2 * drawn.sequences * drawn.epochs) : 0;
  const cache = 4 * generate.batch * beams * (1 + prompt) * length * 2 * width * layers;
  const activations = 4 * batch * length * (layers * (12 * width + 2 * hidden) + 3 * (k as number));
  return {
    seconds: trained(sequences * epochs) + made + once / (generations + 1),
    bytes: bytesPerWeight * (uses + positions * width) + cache + activations,
  };
}
