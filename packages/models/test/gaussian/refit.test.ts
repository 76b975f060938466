import { Stream } from '@collapse-lab/math';
import { gaussian } from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

const line = { kind: 'points', d: 1 } as const;
const family = gaussian.create({ covariance: 'full', ddof: 1, samplingBias: 0.9 }, line);

function modelOf(mean: number, deviation: number, samplingBias = 0.9) {
  return {
    d: 1,
    covariance: 'full' as const,
    mean: Float64Array.of(mean),
    factor: Float64Array.of(deviation),
    samplingBias,
  };
}

describe('refit of a univariate gaussian', () => {
  const stream = () => Stream.fromPath(['refit']);

  it('overwrites the model that it is given, also where that is the one sampled from', () => {
    const model = modelOf(1, 2);
    const expected = family.fit({ train: family.sample(model, { n: 30 }, stream()) }, stream());
    expect(family.refit!(model, 30, stream(), model)).toBe(model);
    expect(model).toEqual(expected);
  });

  it.each([
    ['too few points', modelOf(0, 1), 1],
    ['no spread', modelOf(3, 0), 10],
    ['squares that underflow', modelOf(0, 1e-150), 10],
    ['squares that overflow', modelOf(0, 1e150), 10],
    ['an infinite mean', modelOf(Infinity, 1), 10],
    ['a deviation that is no number', modelOf(0, Number.NaN), 10],
  ])('leaves %s to sample and fit', (_, model, n) => {
    expect(family.refit!(model, n, stream())).toBeUndefined();
  });

  it('leaves a copy with another sampler or estimator to those', () => {
    for (const other of [
      { sample: () => ({ ...line, n: 0, values: new Float64Array() }) },
      { fit: () => modelOf(0, 1) },
    ])
      expect({ ...family, ...other }.refit!(modelOf(0, 1), 10, stream())).toBeUndefined();
  });

  it('is there for one dimension and full covariance only', () => {
    expect(
      gaussian.create({ covariance: 'full', ddof: 1, samplingBias: 1 }, { kind: 'points', d: 2 }).refit,
    ).toBeUndefined();
    expect(gaussian.create({ covariance: 'diagonal', ddof: 1, samplingBias: 1 }, line).refit).toBeUndefined();
  });
});
