/** N-gram models: values of tools/reference/ngram_values.py, sums over all texts, texts worked out by hand. */
import { exp, Stream } from '@collapse-lab/math';
import {
  type Blobs,
  type Json,
  type NgramOptions,
  ngram,
  type Sequences,
  sequencesOf,
} from '@collapse-lab/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from '../../fixtures/ngram.json' with { type: 'json' };
import { familyOf } from './subject.ts';

const stream = (): Stream => Stream.fromPath(['ngram']);
const { k, length } = fixture;
const train = sequencesOf(fixture.train.flat(), length, k);
const test = sequencesOf(fixture.test.flat(), length, k);

describe('probabilities of texts', () => {
  // A product of nine fractions and its logarithm, each to some ε.
  it.each(fixture.cases)('order $order', ({ order, ngrams, none, absolute }) => {
    for (const [smoothing, expected] of Object.entries({ none, absolute })) {
      const family = familyOf({ order, smoothing: smoothing as 'none' }, length, k);
      const model = family.fit({ train }, stream());
      expect(model.levels.map(({ token }) => token.length)).toEqual(ngrams);
      for (const [i, value] of family.logDensity(model, test).entries()) {
        const wanted = expected[i] ?? -Infinity;
        if (wanted === -Infinity) expect(value).toBe(-Infinity);
        else expect(Math.abs(value - wanted)).toBeLessThan(1e-14 * Math.abs(wanted) + 1e-14);
      }
    }
  });
});

/** All texts of four of three tokens. */
const every = sequencesOf(
  Array.from({ length: 81 }, (_, i) => [27, 9, 3, 1].map((unit) => Math.floor(i / unit) % 3)).flat(),
  4,
  3,
);

describe.each<Partial<NgramOptions>>([
  { order: 2 },
  { order: 4 },
  { order: 3, smoothing: 'absolute', discount: 0.6 },
])('drawn texts: %j', (options) => {
  const family = familyOf(options, 4, 3);
  // Contexts that nothing follows, and texts that are not there.
  const model = family.fit({ train: sequencesOf([0, 1, 0, 2, 1, 0, 1, 1, 0, 0, 1, 2], 4, 3) }, stream());
  const probabilities = family.logDensity(model, every).map(exp);

  it('all together have probability 1', () => {
    expect(Math.abs(probabilities.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-14);
  });

  // 81 shares within 5 standard errors: a false alarm has probability 5e-5.
  it('are as frequent as they are likely', () => {
    const n = 50_000;
    const { values } = family.sample(model, { n }, stream());
    const counts = new Float64Array(81);
    for (let i = 0; i < n; i++)
      counts[27 * values[4 * i] + 9 * values[4 * i + 1] + 3 * values[4 * i + 2] + values[4 * i + 3]]++;
    for (const [i, p] of probabilities.entries()) {
      const tolerance = p === 0 ? 0 : 5 * Math.sqrt((p * (1 - p)) / n) + 5 / n;
      expect(Math.abs(counts[i] / n - p)).toBeLessThanOrEqual(tolerance);
    }
  });
});

describe('generation', () => {
  const text = sequencesOf([0, 1, 2, 3, 4, 0, 1, 2, 3, 4], 5, 5);

  it('goes on from the end of each prompt in turn', () => {
    const family = familyOf({ order: 2, generate: { from: 'prompts' } }, 5, 5);
    const model = family.fit({ train: sequencesOf([0, 1, 2, 3, 4, 4, 0, 1, 2, 3], 5, 5) }, stream());
    const given = sequencesOf([0, 0, 0, 0, 1, 4, 4, 4, 4, 2], 5, 5);
    const { n, values } = family.sample(model, { n: 3, given }, stream());
    expect(family.conditional).toBe('fixed');
    expect([n, values[0], values[5], values[10]]).toEqual([3, 2, 3, 2]);
    expect(() => family.sample(model, { n: 3 }, stream())).toThrow(
      'request.given: got undefined, expected sequences to continue, since generate is { from: prompts }.',
    );
  });

  it('where nothing followed the context, the next shorter one is asked', () => {
    const family = familyOf({ order: 3 }, 5, 5);
    const model = family.fit({ train: text }, stream());
    // Nothing ever followed 4: whatever comes after it is drawn by the frequency of all tokens.
    const logs = family.logDensity(model, sequencesOf([3, 4, 1, 2, 3, 3, 4, 4, 4, 4], 5, 5));
    expect(Array.from(logs, (value) => Math.round(exp(-value)))).toEqual([25, 5 ** 4]);
  });

  it('a model of one long text draws one', () => {
    const family = familyOf({ order: 2 }, 1000, 2);
    const model = family.fit(
      {
        train: sequencesOf(
          Uint32Array.from({ length: 1000 }, (_, i) => i % 2),
          1000,
          2,
        ),
      },
      stream(),
    );
    const { values } = family.sample(model, { n: 1 }, stream());
    for (let i = 1; i < 1000; i++) expect(values[i]).toBe(1 - values[i - 1]);
  });

  it('sequences may be shorter than the order', () => {
    const family = familyOf({ order: 8 }, 2, 5);
    const model = family.fit({ train: sequencesOf([0, 1, 2, 3], 2, 5) }, stream());
    expect(model.levels.length).toBe(2);
    const { values } = family.sample(model, { n: 50 }, stream());
    for (let i = 0; i < 100; i += 2)
      expect([0, 2].includes(values[i]) ? values[i + 1] : values[i] + 1).toBe(values[i] + 1);
  });
});

describe('models as JSON', () => {
  const family = familyOf({ order: 3 }, 6, 200);
  const data = fc
    .array(fc.nat({ max: 199 }), { minLength: 6, maxLength: 120 })
    .map((values) => sequencesOf(values.slice(0, 6 * Math.floor(values.length / 6)), 6, 200));
  const blobs = (): Blobs & { readonly kept: Uint8Array[] } => {
    const kept: Uint8Array[] = [];
    return { kept, put: (bytes) => String(kept.push(bytes) - 1), get: (name) => kept[Number(name)] };
  };

  it('come back as they were, in JSON or beside it', () => {
    fc.assert(
      fc.property(data, (each: Sequences) => {
        const model = family.fit({ train: each }, stream());
        const [beside, again] = [blobs(), JSON.parse(JSON.stringify(family.encode(model)))];
        expect(family.decode(again)).toEqual(model);
        expect(family.decode(family.encode(model, beside), beside)).toEqual(model);
        expect(beside.kept.length).toBe(3);
      }),
      { numRuns: 30 },
    );
  });

  it('that are damaged are refused, whatever byte it is', () => {
    const model = family.fit(
      {
        train: sequencesOf(
          Array.from({ length: 60 }, (_, i) => (i * i) % 200),
          6,
          200,
        ),
      },
      stream(),
    );
    const beside = blobs();
    const encoded = family.encode(model, beside);
    fc.assert(
      fc.property(fc.nat({ max: 2 }), fc.nat(), fc.nat({ max: 255 }), (level, place, byte) => {
        const bytes = beside.kept[level];
        const damaged = Uint8Array.from(bytes);
        damaged[place % bytes.length] = byte;
        const get = (name: string): Uint8Array =>
          Number(name) === level ? damaged : beside.kept[Number(name)];
        let decoded: unknown;
        try {
          decoded = family.decode(encoded, { ...beside, get });
        } catch (error) {
          expect((error as Error).name).toBe('InvalidArgumentError');
          return;
        }
        // What is not refused is a model: it can be drawn from.
        expect(family.sample(decoded as never, { n: 3 }, stream()).values.every((token) => token < 200)).toBe(
          true,
        );
      }),
    );
  });

  it.each<[Json, string]>([
    [{}, 'encoded.levels: got undefined, expected a list of 3 levels.'],
    [{ levels: [{}, {}, {}] }, 'encoded.levels[0]: got {}, expected bytes in base64.'],
    [
      { levels: [{ base64: 'AAA=' }, {}, {}] },
      'encoded.levels[0]: got "something else at byte 0 of 2", expected the counts of an n-gram model with this vocabulary.',
    ],
  ])('%j is refused', (encoded, message) => {
    expect(() => family.decode(encoded)).toThrow(message);
  });
});

describe('options', () => {
  it('have defaults', () => {
    expect(ngram.resolve({})).toEqual({
      options: { order: 2, smoothing: 'none', discount: 0.75, generate: { from: 'start' } },
    });
  });

  it('that are wrong are all named', () => {
    const wrong = { order: 0, smoothing: 'kneser', discount: 1, generate: { from: 'end' }, depth: 3 };
    expect(ngram.resolve(wrong)).toMatchObject({
      problems: [
        { path: ['order'], expected: 'an integer from 1 to 8' },
        {
          path: ['smoothing'],
          expected: 'none (maximum likelihood) or absolute (interpolated absolute discounting)',
        },
        { path: ['discount'], expected: 'a number between 0 and 1' },
        { path: ['generate'], expected: '{ from: start } or { from: prompts }' },
        { path: ['depth'] },
      ],
    });
  });

  it('it is fitted to sequences only', () => {
    const resolved = ngram.resolve({}) as { options: NgramOptions };
    expect(() => ngram.create(resolved.options, { kind: 'symbols', k: 3 })).toThrow(
      'shape: got "symbols with k = 3", expected sequences, which an n-gram model is fitted to.',
    );
  });
});
