/** Observers of language: values of tools/reference/language_values.py, and texts worked out by hand. */
import { readFileSync } from 'node:fs';
import { Stream } from '@collapse-lab/math';
import {
  type AnyFamily,
  entropyFloor,
  type RealSource,
  type Sequences,
  syntheticLanguageSource,
} from '@collapse-lab/models';
import {
  type Metrics,
  type Observation,
  type Observer,
  observers,
  type RunRequest,
  type RunResult,
  runLineage,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { gaussianFamily } from './support/settings.ts';
import { type Chain, chainFamily, chainSource, sequencesOf } from './support/tiny-language.ts';

const known = JSON.parse(readFileSync(new URL('./fixtures/language.json', import.meta.url), 'utf8'));
const stream = Stream.fromPath(['language observers']);

const language: Chain = { start: known.stationary, next: known.chain };
const learnt: Chain = { start: known.modelStart, next: known.model };
const law = { entropyPerToken: known.entropyPerToken };

function create(name: string, options: Record<string, unknown> = {}): Observer {
  const resolved = observers[name].resolve(options);
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return observers[name].create(resolved.options);
}

function problemsOf(name: string, options: Record<string, unknown>): unknown {
  const resolved = observers[name].resolve(options);
  return 'problems' in resolved ? resolved.problems : [];
}

interface Seen extends Partial<Omit<Observation, 'family' | 'real'>> {
  readonly family?: AnyFamily;
  readonly real?: RealSource<Sequences>;
}

function measure(observer: Observer, seen: Seen): Metrics {
  const length = 6;
  return observer.measure({
    t: 1,
    family: chainFamily({ length, k: 4 }),
    real: chainSource(language, { length }),
    model: learnt,
    firstModel: learnt,
    stream,
    ...seen,
  } as Observation);
}

/** Every value within `tolerance` of itself, and no other metric. */
function expectClose(actual: Metrics, expected: Metrics, tolerance: number): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [metric, value] of Object.entries(expected))
    expect(Math.abs(actual[metric] - value), metric).toBeLessThanOrEqual(tolerance * Math.abs(value));
}

describe('perplexity', () => {
  const observer = create('perplexity');
  const test = sequencesOf(known.test, 4);

  it.each([6, 5])('of %i scored tokens is what the reference program gives', (scoredTokens) => {
    const family = chainFamily({ length: 6, k: 4, scoredTokens });
    const real = chainSource(language, { length: 6, law });
    // Sums of a few logarithms of size 1 whose differences are a tenth of that.
    const own = create('perplexity');
    expectClose(measure(own, { family, real, test }), known.perplexity[scoredTokens], 1e-12);
  });

  it('says nothing of the entropy of a language that is not known', () => {
    const names = Object.keys(measure(observer, { test }));
    expect(names).toEqual(['perplexity', 'crossEntropy', 'crossEntropyError', 'unpredictedShare']);
  });

  it('is infinite where the model rules a test sequence out', () => {
    const model = { start: [0.5, 0.5, 0, 0], next: [0, 1, 2, 3].map(() => [0.5, 0.5, 0, 0]) };
    const mixed = sequencesOf(
      [
        [0, 1, 0, 1, 0, 1],
        [3, 1, 0, 1, 0, 1],
      ],
      4,
    );
    const real = chainSource(language, { length: 6, law });
    const { perplexity, crossEntropyError, unpredictedShare, klPerToken } = measure(observer, {
      model,
      real,
      test: mixed,
    });
    expect([perplexity, klPerToken]).toEqual([Infinity, Infinity]);
    expect(crossEntropyError).toBeNaN();
    expect(unpredictedShare).toBe(0.5);
  });

  it('is that of the validation sequences too, where there are any', () => {
    const validation = sequencesOf(known.test.slice(3), 4);
    const real = chainSource(language, { length: 6, parts: { validation } });
    const whole = measure(observer, { test: validation }).perplexity;
    expect(measure(observer, { real, test }).validationPerplexity).toBe(whole);
    const few = measure(create('perplexity', { points: 2 }), {
      test: sequencesOf(known.test.slice(3, 5), 4),
    });
    expect(measure(create('perplexity', { points: 2 }), { real, test }).validationPerplexity).toBe(
      few.perplexity,
    );
  });

  it('has no divergence where the model is the language: differences of equal logarithms', () => {
    const real = chainSource(language, { length: 6, law });
    const { klPerToken, klPerTokenError } = measure(observer, { real, model: language, test });
    expect([klPerToken, klPerTokenError]).toEqual([0, 0]);
  });

  it('refuses other families, data without test sequences, and a wrong number of them', () => {
    const real = chainSource(language, { length: 6 });
    expect(observer.refuses(gaussianFamily(1), real)).toBe('it scores text, and the family is gaussian');
    const finite = chainSource(language, { length: 6, parts: { points: test, heldOut: test } });
    expect(observer.refuses(chainFamily({ length: 6, k: 4 }), finite)).toBe(
      '256 test sequences are asked for, and real data chain have 12: ask for fewer with points, or set more text ' +
        'apart with test or shares',
    );
    const unparted = chainSource(language, { length: 6, parts: { points: test } });
    expect(observer.refuses(chainFamily({ length: 6, k: 4 }), unparted)).toBe(
      'real data chain have no test sequences: set text apart with test, or with shares: { test: 0.1 }',
    );
    expect(problemsOf('perplexity', { points: 1 })).toEqual([
      { path: ['points'], got: 1, expected: 'an integer of at least 2' },
    ]);
  });

  it('knows no floor of sequences whose first two tokens are given', () => {
    expect(() =>
      entropyFloor(chainSource(language, { length: 6, law }).language!, { length: 6, k: 4, scoredTokens: 4 }),
    ).toThrow('scoredTokens: got 4, expected 6 or 5: all tokens of a sequence, or all but the first');
  });
});

describe('text-diversity', () => {
  const observer = create('text-diversity');
  const initial = sequencesOf(known.initial, known.k);

  it('is what the reference program gives', () => {
    const train = sequencesOf(known.made, known.k);
    // The exponent of the reference is the place of a maximum, known to the root of ε.
    const { zipfExponent, ...others } = measure(observer, { train, initial });
    const { zipfExponent: reference, ...expected } = known.diversity;
    expectClose(others, expected, 1e-12);
    expect(Math.abs(zipfExponent - reference)).toBeLessThan(1e-6);
  });

  it('of D_0 itself survives as a whole', () => {
    const { survivingTokens, surviving2Grams, surviving3Grams, surviving4Grams } = measure(observer, {
      train: initial,
      initial,
    });
    expect([survivingTokens, surviving2Grams, surviving3Grams, surviving4Grams]).toEqual([1, 1, 1, 1]);
  });

  it('counts no n-gram across two sequences, and none in sequences too short for it', () => {
    const train = sequencesOf(
      [
        [0, 1],
        [1, 2],
      ],
      4,
    );
    const metrics = measure(observer, {
      train,
      initial: sequencesOf(
        [
          [0, 1],
          [2, 3],
        ],
        4,
      ),
    });
    expect(metrics).toEqual({
      distinct1: 3 / 4,
      survivingTokens: 3 / 4,
      distinct2: 1,
      surviving2Grams: 1 / 2,
      vocabularyCoverage: 3 / 4,
      tokenEntropy: expect.closeTo(1.5 * Math.log(2), 14),
      zipfExponent: expect.closeTo(measureOfCounts([2, 1, 1]), 6),
    });
  });

  it('finds repetition, and the longest run with overlaps', () => {
    const train = sequencesOf(
      [
        [0, 1, 2, 3, 0, 1, 2, 3],
        [1, 1, 1, 1, 1, 1, 1, 1],
        [0, 1, 2, 3, 3, 2, 1, 0],
      ],
      4,
    );
    const { repetition4, repeatingShare, longestRepeat } = measure(observer, { train, initial: train });
    expect(repetition4).toBeCloseTo((1 / 5 + 4 / 5 + 0) / 3, 14);
    expect(repeatingShare).toBe(2 / 3);
    expect(longestRepeat).toBe((4 + 7 + 1) / 3);
  });

  it('looks at as many sequences as D_0 has, evenly spaced', () => {
    const train = sequencesOf(
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 3],
      ],
      4,
    );
    const few = measure(observer, {
      train,
      initial: sequencesOf(
        [
          [0, 0],
          [2, 2],
        ],
        4,
      ),
    });
    expect(few.vocabularyCoverage).toBe(0.5);
    expect(few.survivingTokens).toBe(1);
  });

  it('has no Zipf exponent for one token, and 0 for tokens that are used alike', () => {
    const of = (rows: number[][]): number =>
      measure(observer, { train: sequencesOf(rows, 4), initial: sequencesOf(rows, 4) }).zipfExponent;
    expect(of([[1, 1, 1]])).toBeNaN();
    expect(of([[0, 1, 2, 3]])).toBe(0);
  });

  it('looks at fresh text where asked to', () => {
    const samples = sequencesOf(known.made, known.k);
    const fresh = create('text-diversity', { of: 'samples', samples: 20 });
    expect([fresh.needs, fresh.sampleCount]).toEqual([['samples', 'initial'], 20]);
    expect(measure(fresh, { samples, initial })).toEqual(measure(observer, { train: samples, initial }));
  });

  it('refuses what is no text, and unknown options', () => {
    const real = chainSource(language, { length: 6 });
    expect(observer.refuses(gaussianFamily(1), real)).toBe(
      'it looks at sequences of tokens, and family gaussian makes points',
    );
    expect(problemsOf('text-diversity', { of: 'model', samples: 0 })).toEqual([
      { path: ['of'], got: 'model', expected: 'train or samples' },
      { path: ['samples'], got: 0, expected: 'a positive integer' },
    ]);
  });
});

describe('generated-perplexity', () => {
  const rows = (scores: readonly number[]): Sequences =>
    sequencesOf(
      scores.map((_, i) => [i]),
      scores.length,
    );
  /** Whose model 0 gives sequence i of `text` the i-th of these scores. */
  function scoring(scores: ReadonlyMap<Sequences, readonly number[]>, scoredTokens: number): AnyFamily {
    const family = chainFamily({ length: 1, k: 4, scoredTokens });
    const logDensity = (_: unknown, text: Sequences) => Float64Array.from(scores.get(text)!);
    return { ...family, logDensity } as unknown as AnyFamily;
  }

  it('is what the reference program gives', () => {
    const [train, initial] = [rows(known.scores), rows(known.reference)];
    const scores = new Map([
      [train, known.scores],
      [initial, known.reference],
    ]);
    const metrics = measure(create('generated-perplexity'), { family: scoring(scores, 7), train, initial });
    expectClose(metrics, known.generated, 1e-12);
  });

  it('of D_0 is above its own quantiles as often as they say, and is scored once', () => {
    const initial = rows(known.reference);
    let calls = 0;
    const family = scoring(new Map([[initial, known.reference]]), 7);
    const { logDensity } = family as unknown as { logDensity(model: unknown, text: Sequences): Float64Array };
    const counting = {
      ...family,
      logDensity: (model: unknown, text: Sequences) => {
        calls++;
        return logDensity(model, text);
      },
    } as unknown as AnyFamily;
    const metrics = measure(create('generated-perplexity'), {
      t: 0,
      family: counting,
      train: initial,
      initial,
    });
    expect(calls).toBe(1);
    // 30 sequences: type 7 quantiles lie between two of them.
    expect([metrics.generatedAbove50, metrics.generatedAbove95]).toEqual([15 / 30, 2 / 30]);
    expect(metrics.generatedAbove99).toBe(1 / 30);
  });

  it('knows which sequences the language cannot have', () => {
    const strict = { start: [0.5, 0.5, 0, 0], next: [0, 1, 2, 3].map(() => [0.5, 0.5, 0, 0]) };
    const real = chainSource(strict, { length: 2, law });
    const train = sequencesOf(
      [
        [0, 1],
        [0, 2],
        [1, 1],
        [3, 3],
      ],
      4,
    );
    const observer = create('generated-perplexity');
    const seen = { family: chainFamily({ length: 2, k: 4 }), real, initial: train };
    const { impossibleShare, generatedRealCrossEntropy } = measure(observer, { ...seen, train });
    expect([impossibleShare, generatedRealCrossEntropy]).toEqual([0.5, expect.closeTo(Math.log(2), 14)]);
    const none = measure(observer, { ...seen, train: sequencesOf([[2, 2]], 4) });
    expect([none.impossibleShare, none.generatedRealCrossEntropy]).toEqual([1, NaN]);
  });

  it('keeps a histogram of log perplexities, in bins with the same edges for all', () => {
    const observer = create('generated-perplexity', { binWidth: 0.5 });
    const [train, initial] = [rows([-1.2, -1.4, -2.6, -Infinity]), rows([-1])];
    const family = scoring(
      new Map([
        [train, [-1.2, -1.4, -2.6, -Infinity]],
        [initial, [-1]],
      ]),
      1,
    );
    const observation = { t: 3, family, train, initial, firstModel: 0 } as unknown as Observation;
    observer.measure({ ...observation, real: chainSource(language, { length: 1 }) });
    const { about, format, bytes } = observer.artifact!(observation)!;
    expect([about, format]).toEqual([{ kind: 'histogram', n: 4, width: 0.5 }, 'json']);
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({
      kind: 'histogram',
      n: 4,
      width: 0.5,
      first: 2,
      counts: [2, 0, 0, 1],
      infinite: 1,
    });
  });

  it('refuses what scores no text, and bins of no width', () => {
    const real = chainSource(language, { length: 6 });
    expect(create('generated-perplexity').refuses(gaussianFamily(1), real)).toBe(
      'it scores text, and the family is gaussian',
    );
    expect(problemsOf('generated-perplexity', { binWidth: 0 })).toEqual([
      { path: ['binWidth'], got: 0, expected: 'a number from 0.001 to 10' },
    ]);
  });
});

describe('rare-tokens', () => {
  const observer = create('rare-tokens');

  it('is what the reference program gives', () => {
    const [train, initial] = [known.made, known.initial].map((rows) => sequencesOf(rows, known.k));
    expectClose(measure(observer, { train, initial }), known.rareTokens, 1e-15);
  });

  it('of D_0 itself survive, and make the share that they are chosen by', () => {
    // Token 0 stands 18 times, 1 and 2 once each: 10 % of 20.
    const initial = sequencesOf([[...Array.from({ length: 18 }, () => 0), 1, 2]], 4);
    expect(measure(observer, { train: initial, initial })).toEqual({
      survivingSeenOnce: 1,
      survivingSeen16up: 1,
      rareTokenShare: 0.1,
      rarestTokenShare: 0,
    });
  });

  it('refuses what is no text', () => {
    expect(observer.refuses(gaussianFamily(1), chainSource(language, { length: 6 }))).toBe(
      'it looks at sequences of tokens, and family gaussian makes points',
    );
  });
});

describe('rare-constructions', () => {
  const observer = create('rare-constructions');
  const constructions = [
    { name: 'passive', perSequence: 0.5 },
    { name: 'cleft', perSequence: 0.25 },
    { name: 'whereas', perSequence: 0 },
    { name: 'rare words (1 % of the text)', perSequence: 2 },
  ];
  const real = chainSource(language, {
    length: 2,
    law: { constructions, countConstructions: () => Float64Array.of(6, 0, 0, 4) },
  });

  it('are relative to what p_0 expects; what it never has is left out', () => {
    const train = sequencesOf(
      [
        [0, 1],
        [1, 1],
        [2, 2],
        [3, 3],
      ],
      4,
    );
    expect(measure(observer, { real, train })).toEqual({
      passiveRatio: 3,
      cleftRatio: 0,
      rareWordRatio: 0.5,
      constructionRatio: 1.5,
      constructionsAlive: 0.5,
    });
  });

  it('has a metric for each of the synthetic language', () => {
    const synthetic = syntheticLanguageSource({ length: 16 });
    const family = chainFamily({ length: 16, k: 384 });
    expect(observer.refuses(family, synthetic)).toBeUndefined();
    const metrics = measure(observer, { family, real: synthetic, train: synthetic.draw(3, stream) });
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining(Object.keys(observer.metrics)));
  });

  it('refuses text whose language is not known, and constructions that have no metric', () => {
    const family = chainFamily({ length: 2, k: 4 });
    expect(observer.refuses(family, real)).toBeUndefined();
    expect(observer.refuses(family, chainSource(language, { length: 2 }))).toBe(
      'it counts constructions of a known language, and that of chain is not',
    );
    const other = chainSource(language, {
      length: 2,
      law: { constructions: [{ name: 'haiku', perSequence: 1 }] },
    });
    expect(observer.refuses(family, other)).toBe(
      'it has metrics of quotation, question, aside, passive, although, cleft, inversion, whereas, agreement across a modifier, ' +
        'rare words (1 % of the text), rare words (0.1 % of the text), and real data chain have haiku',
    );
  });
});

describe('texts', () => {
  const length = 6;
  const real = chainSource(language, { length });
  const samples = sequencesOf(
    [
      [0, 1, 2, 3, 0, 0],
      [2, 2, 2, 2, 2, 2],
    ],
    4,
  );
  const initial = sequencesOf([[3, 3, 3, 3, 3, 3]], 4);

  function textsOf(prompts: boolean, options: Record<string, unknown> = {}): unknown {
    const family = chainFamily({ length, k: 4, ...(prompts && { prompts }) });
    const observation = { t: 2, family, real, samples, initial } as unknown as Observation;
    const artifact = create('texts', options).artifact!(observation);
    return artifact && [artifact.about, artifact.format, JSON.parse(String.fromCharCode(...artifact.bytes))];
  }

  it('are decoded, as JSON in ASCII', () => {
    expect(textsOf(false)).toEqual([
      { kind: 'texts', count: 2 },
      'json',
      { kind: 'texts', texts: [{ text: 'abédaa' }, { text: 'éééééé' }] },
    ]);
  });

  it('stand beside the prompts that they continue, in turn', () => {
    const prompt = 'dddddd';
    const made = [
      { prompt, text: 'abédaa' },
      { prompt, text: 'éééééé' },
    ];
    expect(textsOf(true)).toMatchObject([{}, 'json', { texts: made }]);
  });

  it('are made at the chosen generations', () => {
    expect(textsOf(false, { at: [0, 1] })).toBeUndefined();
    expect(textsOf(false, { at: [2] })).toBeDefined();
    expect(problemsOf('texts', { at: 'last' })).toEqual([
      { path: ['at'], got: 'last', expected: 'all, or a list of generations' },
    ]);
  });

  it('refuse data without a tokenizer', () => {
    const { tokenizer: _, ...without } = real;
    expect(create('texts').refuses(chainFamily({ length, k: 4 }), without)).toBe(
      'it writes tokens as text, and real data chain have no tokenizer',
    );
  });
});

/** The exponent for two or three counts, by the closed condition, in steps of bisection written out. */
function measureOfCounts(counts: readonly number[]): number {
  const total = counts.reduce((a, b) => a + b, 0);
  const observed = counts.reduce((sum, count, i) => sum + (count / total) * Math.log(i + 1), 0);
  let [low, high] = [0, 30];
  for (let i = 0; i < 80; i++) {
    const s = (low + high) / 2;
    const weights = counts.map((_, r) => (r + 1) ** -s);
    const normaliser = weights.reduce((a, b) => a + b, 0);
    const mean = weights.reduce((sum, weight, r) => sum + (weight / normaliser) * Math.log(r + 1), 0);
    if (mean > observed) low = s;
    else high = s;
  }
  return low;
}

describe('in a run', () => {
  const length = 8;
  const real = chainSource(language, { length, law: { entropyPerToken: 1 } });

  function request(options: { prompts?: boolean; observers: Observer[] }): RunRequest {
    return {
      spec: {
        real,
        family: chainFamily({ length, k: 4, ...(options.prompts === true && { prompts: true }) }),
        workflow: { kind: 'accumulate' },
        sizes: { initial: 12, new: 12 },
        sampler: 'auto',
        numberFormat: 'f64',
      },
      streams: { real: stream.split(1), lineage: stream.split(2) },
      generations: 2,
      observers: options.observers,
    };
  }

  /** Keeps what it is shown. */
  function spy(needs: Observer['needs']): { observer: Observer; seen: Observation[] } {
    const seen: Observation[] = [];
    const measured = (observation: Observation): Metrics => {
      seen.push(observation);
      return {};
    };
    const base = { name: 'spy', version: 1, metrics: {}, sampleCount: 14 };
    return { observer: { ...base, needs, refuses: () => undefined, measure: measured }, seen };
  }

  it('D_0 is the same object in every generation, and the training data of the first', () => {
    const { observer, seen } = spy(['initial', 'train']);
    runLineage(request({ observers: [observer] }));
    expect(seen.map(({ initial }) => initial === seen[0].initial)).toEqual([true, true, true]);
    expect(seen[0].train).toEqual(seen[0].initial);
    expect(seen[2].train!.values.subarray(0, 12 * length)).toEqual(seen[0].initial!.values);
  });

  it('fresh text continues the prompts of D_0 in turn where the model continues prompts', () => {
    const given: (Sequences | undefined)[] = [];
    const { observer } = spy(['samples']);
    const base = request({ prompts: true, observers: [observer] });
    const { sample } = base.spec.family;
    const family: AnyFamily = {
      ...base.spec.family,
      sample(model, wanted, own) {
        if (wanted.n === 14) given.push(wanted.given as Sequences | undefined);
        return sample(model, wanted, own);
      },
    };
    runLineage({ ...base, spec: { ...base.spec, family } });
    const initial = real.draw(12, base.streams.real.split(0, 1, 0));
    expect(given).toHaveLength(3);
    for (const each of given) expect(each).toEqual(initial);
  });

  it('the artifacts of a generation are kept beside its metrics, and come again after an interruption', () => {
    const names = ['perplexity', 'generated-perplexity', 'text-diversity', 'rare-tokens', 'texts'];
    const run = (from?: RunResult, stop?: number): [RunResult, Map<string, string>] => {
      const files = new Map<string, string>();
      const result = runLineage({
        ...request({ prompts: true, observers: names.map((name) => create(name)) }),
        from,
        keepArtifact: (bytes) => {
          const text = String.fromCharCode(...bytes);
          files.set(text, text);
          return text;
        },
        onStep: ({ t }) => (t === stop ? 'stop' : undefined),
      });
      return [result, files];
    };
    const [whole] = run();
    expect(whole.artifacts!.map(({ t, observer }) => `${t} ${observer}`)).toEqual(
      [0, 1, 2].flatMap((t) => [`${t} generated-perplexity`, `${t} texts`]),
    );
    const [stopped] = run(undefined, 1);
    expect(run(JSON.parse(JSON.stringify(stopped)))[0]).toEqual(whole);
    const { texts: first } = JSON.parse(whole.artifacts![1].file);
    const { texts: last } = JSON.parse(whole.artifacts![5].file);
    expect(first.map(({ prompt }: { prompt: string }) => prompt)).toEqual(
      last.map(({ prompt }: { prompt: string }) => prompt),
    );
  });
});
