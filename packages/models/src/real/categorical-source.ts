/** p_0 on k symbols: given, uniform, or Zipf–Mandelbrot. */
import {
  createAliasTable,
  fillCategorical,
  InvalidArgumentError,
  pow,
  type Stream,
  sum,
} from '@collapse-lab/math';
import type { Symbols } from '../data/data.ts';
import { isNonNegative } from '../data/is-number.ts';
import { checkSize } from '../data/make-data.ts';
import { checkAlphabetSize, checkOptions } from './check-options.ts';
import type { RealSource } from './real-source.ts';

/** How far from 1 given probabilities may sum: what typing six digits of each leaves. */
const sumTolerance = 1e-6;

/**
 * k ≥ 1 given probabilities. They must sum to 1 within 10⁻⁶ and are divided by their sum.
 *
 * @throws InvalidArgumentError
 */
export function categoricalSource(probabilities: ArrayLike<number>): RealSource<Symbols> {
  const k = isList(probabilities) ? probabilities.length : 0;
  if (!(k >= 1))
    throw new InvalidArgumentError({
      argument: 'probabilities',
      got: probabilities,
      expected: 'a list of at least one probability',
    });
  for (let i = 0; i < k; i++)
    if (!(isNonNegative(probabilities[i]) && probabilities[i] <= 1))
      throw new InvalidArgumentError({
        argument: `probabilities[${i}]`,
        got: probabilities[i],
        expected: 'a number from 0 to 1',
      });
  const total = sum(probabilities);
  if (Math.abs(total - 1) > sumTolerance)
    throw new InvalidArgumentError({
      argument: 'probabilities',
      got: total,
      expected: 'numbers that sum to 1',
      remedy: 'Divide them by their sum if they are weights.',
    });
  const normalised = normalise(probabilities);
  return sourceOf('categorical', `categorical ${JSON.stringify(Array.from(normalised))}`, normalised);
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

/** 1/k on each of k symbols. */
export function uniformCategoricalSource(k: number): RealSource<Symbols> {
  checkAlphabetSize('k', k);
  return sourceOf('uniform', `uniform ${JSON.stringify({ k })}`, new Float64Array(k).fill(1 / k));
}

export interface ZipfMandelbrotOptions {
  /** Size of the vocabulary. */
  readonly k: number;
  /** s ≥ 0. */
  readonly exponent: number;
  /** q > −1 (0: plain Zipf). */
  readonly shift?: number;
}

/** p_i ∝ (i + shift)^−exponent for ranks i = 1 … k, which are the symbols 0 … k − 1. */
export function zipfMandelbrotSource(options: ZipfMandelbrotOptions): RealSource<Symbols> {
  checkOptions(options);
  const { k, exponent, shift = 0 } = options;
  checkAlphabetSize('k', k);
  if (!isNonNegative(exponent))
    throw new InvalidArgumentError({
      argument: 'exponent',
      got: exponent,
      expected: 'a non-negative number',
    });
  if (!(typeof shift === 'number' && shift > -1 && shift < Infinity))
    throw new InvalidArgumentError({ argument: 'shift', got: shift, expected: 'a number above -1' });
  // Relative to the first rank: no weight overflows.
  const weights = new Float64Array(k);
  for (let i = 0; i < k; i++) weights[i] = pow((1 + shift) / (i + 1 + shift), exponent);
  const identity = `zipf-mandelbrot ${JSON.stringify({ k, exponent, shift })}`;
  return sourceOf('zipf-mandelbrot', identity, normalise(weights));
}

function normalise(weights: ArrayLike<number>): Float64Array {
  const total = sum(weights);
  return Float64Array.from(weights, (weight) => weight / total);
}

function sourceOf(name: string, identity: string, probabilities: Float64Array): RealSource<Symbols> {
  const k = probabilities.length;
  const table = createAliasTable(probabilities);
  return {
    name,
    identity,
    shape: { kind: 'symbols', k },
    draw(n: number, stream: Stream): Symbols {
      checkSize('n', n);
      const values = new Uint32Array(n);
      fillCategorical(stream, table, values);
      return { kind: 'symbols', n, k, values };
    },
    truth: { kind: 'categorical', k, probabilities },
  };
}
