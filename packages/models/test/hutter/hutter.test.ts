import { Stream } from '@collapse-lab/math';
import {
  type CategoricalFamily,
  categorical,
  type HutterOptions,
  hutter,
  symbolsOf,
  uniformCategoricalSource,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

const plain: HutterOptions = { topK: 'all', temperature: 1 };

function family(k: number, options: Partial<HutterOptions> = {}): CategoricalFamily {
  return hutter.create({ ...plain, ...options }, { kind: 'symbols', k }) as CategoricalFamily;
}

const stream = (purpose: string): Stream => Stream.fromPath(['hutter', purpose]);

/** Which symbols 500 samples of these frequencies have. */
function drawn(frequencies: readonly number[], options: Partial<HutterOptions>): number[] {
  const k = frequencies.length;
  const model = { k, probabilities: Float64Array.from(frequencies) };
  const { values } = family(k, options).sample(model, { n: 500 }, stream('cut'));
  return [...new Set(values)].sort((a, b) => a - b);
}

describe('the cut', () => {
  it.each<[readonly number[], number, number[]]>([
    [[0.2, 0.3, 0.1, 0.4], 2, [1, 3]],
    [[0.2, 0.3, 0.1, 0.4], 9, [0, 1, 2, 3]],
    [[0.25, 0.25, 0.25, 0.25], 3, [0, 1, 2]],
    [[0.2, 0.3, 0.3, 0.2], 3, [0, 1, 2]],
    [[0, 0.5, 0, 0.5], 3, [1, 3]],
    [[1, 0], 1, [0]],
  ])('of %j at rank %d leaves %j', (frequencies, topK, left) => {
    expect(drawn(frequencies, { topK })).toEqual(left);
    expect(drawn(frequencies, { topK, temperature: 0.9 })).toEqual(left);
  });

  it('is one of samples, not of the model', () => {
    const train = symbolsOf([0, 0, 1, 2], 3);
    const fitted = family(3, { topK: 1 }).fit({ train }, stream('fit'));
    expect(fitted.probabilities).toEqual(Float64Array.of(0.5, 0.25, 0.25));
  });
});

describe('the temperature', () => {
  it('sharpens or flattens frequencies, and gives nothing to what was never seen', () => {
    const model = { k: 3, probabilities: Float64Array.of(0.8, 0.2, 0) };
    for (const [temperature, share] of [
      [0.5, 16 / 17],
      [2, 2 / 3],
    ]) {
      const { values } = family(3, { temperature }).sample(model, { n: 20_000 }, stream('heat'));
      const first = values.reduce((count, symbol) => count + (symbol === 0 ? 1 : 0), 0) / 20_000;
      // 5 standard errors: 5.7e-7.
      expect(Math.abs(first - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / 20_000));
      expect(values.includes(2)).toBe(false);
    }
  });

  it('near 0 takes the most frequent symbol, without underflow to nothing', () => {
    expect(drawn([0.4, 0.6], { temperature: 1e-6 })).toEqual([1]);
    expect(drawn([0.2, 0.4, 0.4], { temperature: 1e-310 })).toEqual([1, 2]);
  });
});

describe('without either', () => {
  it('samples the bits of the categorical family', () => {
    const model = { k: 3, probabilities: Float64Array.of(0.5, 0.2, 0.3) };
    const [a, b] = [family(3), categorical.create({}, { kind: 'symbols', k: 3 })].map(
      (one) => one.sample(model, { n: 50 }, stream('same')).values,
    );
    expect(a).toEqual(b);
  });

  it('has p_0 as a model, which narrowed samples would not come from', () => {
    const { truth } = uniformCategoricalSource(3);
    expect(family(3).fromTruth!(truth!)!.probabilities).toEqual(Float64Array.of(1 / 3, 1 / 3, 1 / 3));
    expect(family(3, { topK: 3 }).fromTruth!(truth!)).toBeDefined();
    expect(family(3, { topK: 2 }).fromTruth!(truth!)).toBeUndefined();
  });
});

it('options are checked together', () => {
  expect(hutter.resolve({})).toEqual({ options: plain });
  expect(hutter.resolve({ topK: 0, temperature: 0 })).toEqual({
    problems: [
      { path: ['topK'], got: 0, expected: 'a positive integer, or all' },
      { path: ['temperature'], got: 0, expected: 'a positive number' },
    ],
  });
  expect(() => hutter.create(plain, { kind: 'points', d: 1 })).toThrow(
    'shape: got "points with d = 1", expected symbols, which a hutter is fitted to.',
  );
});
