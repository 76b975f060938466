/** The sufficient statistics of rows (x, y) under a linear regression with normal noise, and their JSON. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '../family/json.ts';
import {
  decodeNumber,
  decodeNumbers,
  decodeObject,
  encodeNumber,
  encodeNumbers,
} from '../family/json-numbers.ts';

/**
 * Count n, G = XᵀX, and what the labels say relative to a reference c: g = Xᵀ(y − X c) and q = |y − X c|². These
 * determine Xᵀy = g + G c and yᵀy; with c near the fit, the residual sum of squares is no difference of large numbers,
 * so that a noise that is refitted may shrink by many orders of magnitude.
 */
export interface LinearStatistics {
  /** How many rows; where they are weighted, the sum of their weights, as in G, g and q. */
  n: number;
  /** Whether weights differ from 1. */
  weighted: boolean;
  /** Σ w (w − 1) x xᵀ, by which XᵀW²X exceeds G = XᵀWX: d × d, symmetric; 0 where every row counts once. */
  readonly weightExcess: Float64Array;
  /** G: d × d, row-major, symmetric. */
  readonly gram: Float64Array;
  /** c: d. Of no meaning while n = 0. */
  readonly reference: Float64Array;
  /** g: d. */
  readonly moment: Float64Array;
  /** q. */
  squares: number;
}

export function createLinearStatistics(d: number): LinearStatistics {
  return {
    n: 0,
    weighted: false,
    weightExcess: new Float64Array(d * d),
    gram: new Float64Array(d * d),
    reference: new Float64Array(d),
    moment: new Float64Array(d),
    squares: 0,
  };
}

export function clearLinearStatistics(statistics: LinearStatistics): void {
  statistics.n = 0;
  clearWeights(statistics);
  statistics.gram.fill(0);
  statistics.reference.fill(0);
  statistics.moment.fill(0);
  statistics.squares = 0;
}

function clearWeights(statistics: LinearStatistics): void {
  if (statistics.weighted) statistics.weightExcess.fill(0);
  statistics.weighted = false;
}

/** `into` becomes the statistics of the union, about its own reference; `other` is unchanged. */
export function poolLinear(into: LinearStatistics, other: LinearStatistics): void {
  if (other.n === 0) return;
  if (into.n === 0) copyLinearStatistics(other, into);
  else addLinearStatistics(other, into);
}

function addLinearStatistics(other: LinearStatistics, into: LinearStatistics): void {
  const { gram, reference, moment } = into;
  const d = reference.length;
  let cross = 0;
  let squared = 0;
  for (let i = 0; i < d; i++) {
    const shift = other.reference[i] - reference[i];
    let moved = 0;
    for (let j = 0; j < d; j++) moved += other.gram[i * d + j] * (other.reference[j] - reference[j]);
    moment[i] += other.moment[i] + moved;
    cross += shift * other.moment[i];
    squared += shift * moved;
  }
  for (let i = 0; i < gram.length; i++) gram[i] += other.gram[i];
  into.squares += other.squares + 2 * cross + squared;
  into.n += other.n;
  if (!other.weighted) return;
  into.weighted = true;
  for (let i = 0; i < gram.length; i++) into.weightExcess[i] += other.weightExcess[i];
}

/** Every weight times `factor`. */
export function scaleLinear(statistics: LinearStatistics, factor: number): void {
  const { gram, weightExcess } = statistics;
  statistics.n *= factor;
  statistics.weighted = true;
  for (let i = 0; i < gram.length; i++)
    weightExcess[i] = factor * (factor * (gram[i] + weightExcess[i]) - gram[i]);
  for (let i = 0; i < gram.length; i++) gram[i] *= factor;
  for (let i = 0; i < statistics.moment.length; i++) statistics.moment[i] *= factor;
  statistics.squares *= factor;
}

function copyLinearStatistics(from: LinearStatistics, to: LinearStatistics): void {
  to.n = from.n;
  to.gram.set(from.gram);
  to.reference.set(from.reference);
  to.moment.set(from.moment);
  to.squares = from.squares;
  clearWeights(to);
  to.weighted = from.weighted;
  if (from.weighted) to.weightExcess.set(from.weightExcess);
}

export function encodeLinearStatistics(statistics: LinearStatistics): Json {
  const { n, weighted, weightExcess, gram, reference, moment, squares } = statistics;
  return {
    n,
    gram: encodeNumbers(gram),
    reference: encodeNumbers(reference),
    moment: encodeNumbers(moment),
    squares: encodeNumber(squares),
    ...(weighted ? { weightExcess: encodeNumbers(weightExcess) } : {}),
  };
}

export function decodeLinearStatistics(encoded: Json, d: number): LinearStatistics {
  const object = decodeObject('encoded', encoded);
  const n = decodeNumber('encoded.n', object.n);
  if (!(n >= 0 && n < Infinity))
    throw new InvalidArgumentError({ argument: 'encoded.n', got: n, expected: 'a non-negative number' });
  const weighted = object.weightExcess !== undefined;
  return {
    n,
    weighted,
    weightExcess: weighted
      ? decodeNumbers('encoded.weightExcess', object.weightExcess, d * d)
      : new Float64Array(d * d),
    gram: decodeNumbers('encoded.gram', object.gram, d * d),
    reference: decodeNumbers('encoded.reference', object.reference, d),
    moment: decodeNumbers('encoded.moment', object.moment, d),
    squares: decodeNumber('encoded.squares', object.squares),
  };
}
