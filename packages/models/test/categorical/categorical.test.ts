import { multinomialLogMass, Stream } from '@collapse-lab/math';
import {
  type CategoricalFamily,
  categorical,
  symbolsOf,
  uniformCategoricalSource,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

function family(k: number): CategoricalFamily {
  return categorical.create({}, { kind: 'symbols', k });
}

const stream = (purpose: string): Stream => Stream.fromPath(['categorical', purpose]);

describe('fit', () => {
  it('is the relative frequencies, without smoothing', () => {
    const model = family(4).fit({ train: symbolsOf([0, 2, 2, 0, 2], 4) }, stream('fit'));
    expect(model.probabilities).toEqual(Float64Array.of(0.4, 0, 0.6, 0));
  });
});

describe('a lost symbol', () => {
  const model = { k: 3, probabilities: Float64Array.of(0.5, 0, 0.5) };

  it('never comes back', () => {
    const sample = family(3).sample(model, { n: 2000 }, stream('lost'));
    expect(sample.values.includes(1)).toBe(false);
    const { law } = family(3);
    const statistics = law!.create();
    law!.addDraw(statistics, model, 2000, stream('lost'));
    expect(statistics.counts[1]).toBe(0);
  });

  it('has no mass', () => {
    const masses = family(3).logDensity!(model, symbolsOf([0, 1], 3));
    expect(Array.from(masses)).toEqual([-Math.LN2, -Infinity]);
  });
});

describe('weights that a number format has rounded', () => {
  const rounded = { k: 3, probabilities: Float64Array.of(0.25, 0.25, 0) };

  it('are used in proportion', () => {
    const densities = family(3).logDensity!(rounded, symbolsOf([0, 1], 3));
    expect(densities[0]).toBeCloseTo(-Math.LN2, 15);
    const { law } = family(3);
    const statistics = law!.create();
    law!.addDraw(statistics, rounded, 1000, stream('rounded'));
    expect(law!.count(statistics)).toBe(1000);
    expect(statistics.counts[0] + statistics.counts[1]).toBe(1000);
  });
});

describe('split', () => {
  it('draws every subset of a tiny data set by the hypergeometric law', () => {
    // Counts (2, 1, 1), subsets of 2: the 6 pairs of points, of equal probability.
    const { law } = family(3);
    const whole = law!.create();
    law!.addData(whole, symbolsOf([0, 0, 1, 2], 3));
    const expected: Record<string, number> = { '2,0,0': 1, '1,1,0': 2, '1,0,1': 2, '0,1,1': 1 };
    const seen: Record<string, number> = {};
    const draws = 6000;
    const source = stream('split');
    for (let i = 0; i < draws; i++) {
      const [subset, rest] = law!.split!(whole, 2, source);
      expect(rest.counts.map((count, j) => count + subset.counts[j])).toEqual(Float64Array.of(2, 1, 1));
      const name = subset.counts.join();
      seen[name] = (seen[name] ?? 0) + 1;
    }
    expect(Object.keys(seen).sort()).toEqual(Object.keys(expected).sort());
    // χ² with 3 degrees of freedom exceeds 30 with probability 1.4e-6.
    const chiSquared = Object.entries(expected).reduce((total, [name, ways]) => {
      const mean = (draws * ways) / 6;
      return total + (seen[name] - mean) ** 2 / mean;
    }, 0);
    expect(chiSquared).toBeLessThan(30);
    expect(law!.lossless).toBe(true);
  });
});

describe('the law of counts', () => {
  it('is multinomial, cell by cell', () => {
    const probabilities = Float64Array.of(0.5, 0.3, 0.2);
    const { law } = family(3);
    const statistics = law!.create();
    const draws = 20_000;
    const seen = new Map<string, number>();
    const source = stream('law');
    for (let i = 0; i < draws; i++) {
      law!.clear(statistics);
      law!.addDraw(statistics, { k: 3, probabilities }, 3, source);
      const name = statistics.counts.join();
      seen.set(name, (seen.get(name) ?? 0) + 1);
    }
    let chiSquared = 0;
    for (let a = 0; a <= 3; a++)
      for (let b = 0; a + b <= 3; b++) {
        const counts = [a, b, 3 - a - b];
        const mean = draws * Math.exp(multinomialLogMass(counts, probabilities));
        chiSquared += ((seen.get(counts.join()) ?? 0) - mean) ** 2 / mean;
      }
    // χ² with 9 degrees of freedom exceeds 45 with probability 9e-7.
    expect(chiSquared).toBeLessThan(45);
  });
});

describe('messages', () => {
  it.each([
    [
      'points',
      () => categorical.create({}, { kind: 'points', d: 1 }),
      'shape: got "points with d = 1", expected symbols, which a categorical is fitted to.',
    ],
    [
      'no symbols',
      () => family(3).fit({ train: symbolsOf([], 3) }, stream('none')),
      'train.n: got 0, expected at least 1 symbols.',
    ],
    [
      'counts of nothing',
      () => family(3).law!.fit(family(3).law!.create()),
      'statistics.n: got 0, expected at least 1 symbol.',
    ],
    [
      'an alien symbol',
      () =>
        family(3).fit({ train: { kind: 'symbols', n: 1, k: 3, values: Uint32Array.of(3) } }, stream('alien')),
      'train.values[0]: got 3, expected a symbol, that is an integer from 0 to 2.',
    ],
  ])('%s', (_, action, message) => {
    expect(action).toThrow(message);
  });

  it('any option is one too many', () => {
    expect(categorical.resolve({ smoothing: 1 })).toEqual({
      problems: [{ path: ['smoothing'], got: 1, expected: 'no option: this family has none' }],
    });
    expect(categorical.resolve({})).toEqual({ options: {} });
  });
});

describe('real data as a model', () => {
  it('belongs to the family of its alphabet', () => {
    const { truth } = uniformCategoricalSource(4);
    expect(family(4).fromTruth!(truth!)!.probabilities).toEqual(Float64Array.of(0.25, 0.25, 0.25, 0.25));
    expect(family(5).fromTruth!(truth!)).toBeUndefined();
  });
});
