/** A kernel density estimate: its points and the factor of its kernel, and their JSON. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '../family/json.ts';
import { decodeNumbers, decodeObject, encodeNumbers } from '../family/json-numbers.ts';

/** The mixture of N(x_i, L Lᵀ) over its points x_i, with equal weights. */
export interface KdeModel {
  readonly d: number;
  /** n × d, row-major, n ≥ 1. The memory of the training data itself, not a copy: neither may be written to. */
  readonly points: Float64Array;
  /** L: one number h for h I, or d × d lower triangular, row-major. */
  readonly factor: Float64Array;
}

export function encodeKde({ points, factor }: KdeModel): Json {
  return { points: encodeNumbers(points), factor: encodeNumbers(factor) };
}

export function decodeKde(encoded: Json, d: number, factorLength: number): KdeModel {
  const { points, factor } = decodeObject('encoded', encoded);
  const length = Array.isArray(points) ? points.length : 0;
  if (length === 0 || length % d !== 0)
    throw new InvalidArgumentError({
      argument: 'encoded.points',
      got: points,
      expected: `a list of n × ${d} numbers, n ≥ 1`,
    });
  return {
    d,
    points: decodeNumbers('encoded.points', points, length),
    factor: decodeNumbers('encoded.factor', factor, factorLength),
  };
}
