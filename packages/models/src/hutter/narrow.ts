/** What decoding does to frequencies before a sample is drawn: temperature, and the cut of the tail. */
import { pow } from '@collapse-lab/math';
import type { HutterOptions } from './hutter-options.ts';

export type Narrow = (frequencies: Float64Array) => Float64Array;

/** Of k frequencies, the weights that samples are drawn with; undefined where they are the frequencies themselves. */
export function createNarrow({ topK, temperature }: HutterOptions, k: number): Narrow | undefined {
  const cuts = topK !== 'all' && topK < k;
  if (temperature === 1 && !cuts) return undefined;
  return (frequencies) => {
    const weights =
      temperature === 1
        ? frequencies.slice()
        : temper(frequencies, Math.min(1 / temperature, Number.MAX_VALUE));
    if (cuts) cutTail(weights, frequencies, topK);
    return weights;
  };
}

/** frequency^exponent (a finite number: 1^∞ is none) relative to the largest one, so that nothing overflows and the largest stays 1. */
function temper(frequencies: Float64Array, exponent: number): Float64Array {
  const largest = frequencies.reduce((a, b) => Math.max(a, b), 0);
  return frequencies.map((frequency) => (frequency > 0 ? pow(frequency / largest, exponent) : 0));
}

/** Leaves the weights of the `topK` most frequent symbols; among equals the lower symbol goes first. */
function cutTail(weights: Float64Array, frequencies: Float64Array, topK: number): void {
  const sorted = frequencies.slice().sort();
  const last = sorted[sorted.length - topK];
  let room = topK;
  for (const frequency of frequencies) if (frequency > last) room--;
  for (let i = 0; i < weights.length; i++) {
    if (frequencies[i] > last || (frequencies[i] === last && room-- > 0)) continue;
    weights[i] = 0;
  }
}
