import { Stream } from '@collapse-lab/math';
import { constantInit, kaimingUniform, normalInit, uniformInit, xavierUniform } from '@collapse-lab/tensor';
import { describe, expect, it } from 'vitest';
import { messageOf } from '../support/message-of.ts';

const stream = () => Stream.fromPath(['initial values', 1]);

describe('initial values', () => {
  it('are draws of the stream, rounded to f32', () => {
    const draws = stream();
    const expected = Float32Array.from({ length: 6 }, () => (2 * draws.uniform() - 1) * 0.3);
    expect(uniformInit(stream(), [2, 3], 0.3)).toEqual(expected);
  });

  // Bounds: the largest of 10,000 uniform draws is below 0.998 of the bound with probability 2e-9.
  it.each([
    ['kaiming of a matrix: 1/√(fan in)', kaimingUniform(stream(), [100, 100]), 0.1],
    ['kaiming of a filter', kaimingUniform(stream(), [5, 5, 4, 100], Math.SQRT2), Math.sqrt(6 / 100)],
    ['xavier of a matrix: √(6/(fan in + fan out))', xavierUniform(stream(), [50, 200]), Math.sqrt(6 / 250)],
    ['xavier of a filter', xavierUniform(stream(), [5, 5, 4, 100], 2), 2 * Math.sqrt(6 / 2600)],
  ] as const)('%s', (_, values, bound) => {
    const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    expect(values).toHaveLength(10_000);
    expect(largest).toBeLessThanOrEqual(Math.fround(bound));
    expect(largest).toBeGreaterThan(0.998 * bound);
  });

  it('normal values have the deviation asked for, within 5 standard errors', () => {
    const values = normalInit(stream(), [100, 100], 0.02);
    const variance = values.reduce((sum, x) => sum + x * x, 0) / values.length;
    expect(Math.abs(variance / 0.0004 - 1)).toBeLessThan(5 * Math.sqrt(2 / 10_000));
  });

  it('constants fill', () => {
    expect(constantInit([2, 2], 1)).toEqual(Float32Array.of(1, 1, 1, 1));
  });

  it.each<readonly [string, () => unknown]>([
    [
      'shape: got [3], expected a matrix [in, out] or a filter [kh, kw, ci, co]. Use uniformInit or normalInit for other shapes.',
      () => kaimingUniform(stream(), [3]),
    ],
    ['bound: got NaN, expected a finite number.', () => uniformInit(stream(), [3], Number.NaN)],
    ['shape: got [0], expected an array of integers ≥ 1, [] for a scalar.', () => constantInit([0], 1)],
  ])('%s', (message, action) => {
    expect(messageOf(action)).toBe(message);
  });
});
