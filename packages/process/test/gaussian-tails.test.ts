import { normalCdf } from '@collapse-lab/math';
import { gaussian, normalSource, uniformCategoricalSource } from '@collapse-lab/models';
import { observers } from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';

const observer = observers['gaussian-tails'].create({ axis: 0 });

function measure(real: ReturnType<typeof normalSource>, model: unknown, axis = 0) {
  const observation = { t: 0, real, model } as never;
  return observers['gaussian-tails'].create({ axis }).measure(observation);
}

describe('gaussian-tails', () => {
  it('gives p_0 itself 1 % and 0.1 %', () => {
    const real = normalSource({ d: 1, mean: 3, covariance: 4 });
    const model = { d: 1, covariance: 'full', mean: Float64Array.of(3), factor: Float64Array.of(2) };
    const { exactTailMass1, exactTailMass01 } = measure(real, model);
    expect(Math.abs(exactTailMass1 - 0.01)).toBeLessThan(1e-15);
    expect(Math.abs(exactTailMass01 - 0.001)).toBeLessThan(1e-16);
  });

  it('reads the marginal of the chosen coordinate, shifted and narrowed', () => {
    const real = normalSource({ d: 2 });
    // Row 1 of the factor has norm 0.5.
    const model = {
      d: 2,
      covariance: 'full',
      mean: Float64Array.of(0, 1),
      factor: Float64Array.of(1, 0, 0.3, 0.4),
    };
    const q = real.quantile!(0.995, 1);
    const expected = normalCdf((-q - 1) / 0.5) + normalCdf((1 - q) / 0.5);
    expect(measure(real, model, 1).exactTailMass1).toBeCloseTo(expected, 15);
    expect(measure(real, model, 0).exactTailMass1).toBeCloseTo(0.01, 14);
  });

  it('knows a point mass inside and outside', () => {
    const real = normalSource({ d: 1 });
    const at = (mean: number) => ({
      d: 1,
      covariance: 'spherical',
      mean: Float64Array.of(mean),
      factor: Float64Array.of(0),
    });
    expect(measure(real, at(0))).toEqual({ exactTailMass1: 0, exactTailMass01: 0 });
    expect(measure(real, at(3))).toEqual({ exactTailMass1: 1, exactTailMass01: 0 });
  });

  it('refuses what it cannot read', () => {
    const family = gaussian.create(
      { covariance: 'full', ddof: 0, samplingBias: 1 },
      { kind: 'points', d: 1 },
    );
    expect(observer.refuses(family, normalSource({ d: 1 }))).toBeUndefined();
    expect(observers['gaussian-tails'].create({ axis: 1 }).refuses(family, normalSource({ d: 1 }))).toBe(
      'there is no coordinate 1 in d = 1',
    );
    const other = { ...family, name: 'categorical' };
    expect(observer.refuses(other, uniformCategoricalSource(3))).toBe(
      'it reads the parameters of a gaussian, and the family is categorical',
    );
  });
});
