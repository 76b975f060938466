// Categorical variates by the alias method: k columns of equal area, each shared by at most two categories.
// Walker: "An efficient method for generating discrete random variables with general distributions", ACM TOMS 3 (1977)
// 253-256; built in O(k) after Vose, IEEE Trans. Softw. Eng. 17 (1991) 972-975.

import type { Stream } from '../stream/stream.ts';
import { refuse } from './check.ts';
import { fillUniform } from './uniform.ts';

/** What `categorical` draws from: column i gives i with probability own[i], else alias[i]. */
export interface AliasTable {
  readonly k: number;
  readonly own: Float64Array;
  readonly alias: Uint32Array;
}

/**
 * Table of k categories with the given weights.
 *
 * @param weights k numbers, finite and ≥ 0, of positive finite sum, which need not be 1; weight zero is never drawn
 * @throws InvalidArgumentError when they are not, or k is 0 or above 2^31
 */
export function createAliasTable(weights: ArrayLike<number>): AliasTable {
  const k = weights.length;
  const total = sumOf(weights);
  const own = Float64Array.from({ length: k }, (_, i) => weights[i] * (k / total));
  const alias = Uint32Array.from({ length: k }, (_, i) => i);
  share(own, alias);
  closeColumns(own, alias, weights);
  return { k, own, alias };
}

/** A category, an integer in [0, k). Takes two words. */
export function categorical(stream: Stream, table: AliasTable): number {
  const place = stream.uniform() * table.k;
  const column = Math.floor(place);
  return place - column < table.own[column] ? column : table.alias[column];
}

/** A fill makes so many at a time. */
const uniforms = /* @__PURE__ */ new Float64Array(1024);

/** Fills `out` with categories; the same numbers as `categorical` one by one. */
export function fillCategorical(stream: Stream, table: AliasTable, out: Uint32Array): Uint32Array {
  const { k, own, alias } = table;
  for (let start = 0; start < out.length; start += uniforms.length) {
    const n = Math.min(uniforms.length, out.length - start);
    fillUniform(stream, n === uniforms.length ? uniforms : uniforms.subarray(0, n));
    for (let i = 0; i < n; i++) {
      const place = uniforms[i] * k;
      const column = Math.floor(place);
      out[start + i] = place - column < own[column] ? column : alias[column];
    }
  }
  return out;
}

/** Tops every column below 1 up from one above 1. Columns above 1 that remain, and columns below, differ by rounding. */
function share(own: Float64Array, alias: Uint32Array): void {
  const [small, large]: [number[], number[]] = [[], []];
  for (let i = 0; i < own.length; i++) (own[i] < 1 ? small : large).push(i);
  while (small.length > 0 && large.length > 0) {
    const low = small.pop()!;
    const high = large[large.length - 1];
    alias[low] = high;
    own[high] -= 1 - own[low];
    if (own[high] < 1) small.push(large.pop()!);
  }
}

/** Columns that rounding left without a partner keep what they have; a category of weight zero must keep nothing. */
function closeColumns(own: Float64Array, alias: Uint32Array, weights: ArrayLike<number>): void {
  let heaviest = 0;
  for (let i = 1; i < own.length; i++) if (weights[i] > weights[heaviest]) heaviest = i;
  for (let i = 0; i < own.length; i++) {
    if (alias[i] !== i) continue;
    if (weights[i] > 0) own[i] = 1;
    else {
      own[i] = 0;
      alias[i] = heaviest;
    }
  }
}

function sumOf(weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i];
    if (!(weight >= 0 && weight < Infinity)) refuse(`weights[${i}]`, weight, 'a finite number ≥ 0');
    sum += weight;
  }
  if (!(sum > 0 && sum < Infinity)) refuse('weights', weights, 'weights with a positive, finite sum');
  return sum;
}
