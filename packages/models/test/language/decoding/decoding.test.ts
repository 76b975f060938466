/** Known values are those of tools/reference/decoding_values.py. */
import { readFileSync } from 'node:fs';
import { chiSquaredSurvival, normal, Stream } from '@collapse-lab/math';
import {
  beamSearch,
  candidatesNeeded,
  candidatesOf,
  chooseToken,
  keepTopK,
  keepTopP,
  keepTypical,
  type NextLogits,
  type Prompts,
  penaliseRepetition,
  sampleTokens,
  withoutToken,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';
import { tableLanguage } from './table-language.ts';

interface Truncations {
  readonly logits: readonly number[];
  readonly count: number;
  readonly mass: number;
  readonly seen: readonly number[];
  readonly penalty: number;
  readonly topK: readonly (number | null)[];
  readonly topP: readonly (number | null)[];
  readonly typical: readonly (number | null)[];
  readonly penalised: readonly number[];
}

interface Beams {
  readonly k: number;
  readonly beams: number;
  readonly length: number;
  readonly lengthPenalty: number;
  readonly repetitionPenalty: number;
  readonly end: number | null;
  readonly table: readonly number[];
  readonly prompts: readonly (readonly number[])[];
  readonly results: readonly { readonly tokens: readonly number[]; readonly score: number }[];
}

const fixture: { readonly truncations: readonly Truncations[]; readonly beams: readonly Beams[] } =
  JSON.parse(readFileSync(new URL('../../fixtures/decoding.json', import.meta.url), 'utf8'));

const promptsOf = (rows: readonly (readonly number[])[]): Prompts => {
  return { n: rows.length, length: rows[0].length, values: rows.flat() };
};
const orNull = (scores: Float64Array): (number | null)[] =>
  Array.from(scores, (score) => (score === -Infinity ? null : score));

describe('truncations and penalty, against plain Python', () => {
  it.each(fixture.truncations)('$logits.length tokens, mass $mass', (wanted) => {
    const { logits, count, mass, seen, penalty } = wanted;
    const changed = (change: (scores: Float64Array) => void): Float64Array => {
      const scores = Float64Array.from(logits);
      change(scores);
      return scores;
    };
    expect(orNull(changed((scores) => keepTopK(scores, count)))).toEqual(wanted.topK);
    expect(orNull(changed((scores) => keepTopP(scores, mass)))).toEqual(wanted.topP);
    expect(orNull(changed((scores) => keepTypical(scores, mass)))).toEqual(wanted.typical);
    const penalised = changed((scores) => penaliseRepetition(scores, seen, penalty));
    expect(Array.from(penalised)).toEqual(wanted.penalised);
  });

  it('a penalty of 0 is refused', () => {
    expect(() => penaliseRepetition(new Float64Array(2), [0], 0)).toThrow(
      'penalty: got 0, expected a positive number.',
    );
  });
});

describe('chooseToken', () => {
  it('greedy takes the likeliest, the lower of equal ones', () => {
    const stream = Stream.fromPath(['greedy']);
    const choose = (logits: readonly number[], repetitionPenalty = 1): number =>
      chooseToken(Float64Array.from(logits), [1], { method: 'greedy', repetitionPenalty }, stream);
    expect(choose([0, 3, 3, 1])).toBe(1);
    expect(choose([0, 3, 3, 1], 2)).toBe(2);
  });

  it('draws from the law: chi-squared of 20,000 draws with p > 10⁻⁴ (false alarms: one fixed seed in 10⁴)', () => {
    const logits = [0.3, -1, 1.4, -0.2, 0.9];
    const stream = Stream.fromPath(['choose token']);
    const law = (choice: object, kept: readonly number[], temperature: number): void => {
      const weights = logits.map((logit, i) => (kept.includes(i) ? Math.exp(logit / temperature) : 0));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const counts = logits.map(() => 0);
      const n = 20_000;
      for (let i = 0; i < n; i++)
        counts[chooseToken(Float64Array.from(logits), [], { method: 'sample', ...choice }, stream)]++;
      const statistic = weights.reduce((sum, weight, i) => {
        const expected = (n * weight) / total;
        return expected === 0 ? sum : sum + (counts[i] - expected) ** 2 / expected;
      }, 0);
      expect(counts.filter((_, i) => !kept.includes(i)).every((count) => count === 0)).toBe(true);
      expect(chiSquaredSurvival(statistic, kept.length - 1)).toBeGreaterThan(1e-4);
    };
    law({}, [0, 1, 2, 3, 4], 1);
    law({ temperature: 0.5, topK: 3 }, [0, 2, 4], 0.5);
    law({ topP: 0.7 }, [2, 4], 1);
  });
});

describe('beamSearch', () => {
  it.each(fixture.beams)('as plain Python: $beams beams of $k tokens, end $end', (wanted) => {
    const { k, beams, length, lengthPenalty, repetitionPenalty, table, prompts, results } = wanted;
    const options = { beams, length, lengthPenalty, ...(wanted.end === null ? {} : { end: wanted.end }) };
    const count = candidatesNeeded(options);
    const model = candidatesOf(tableLanguage(table, k), { count, length, repetitionPenalty });
    const found = beamSearch(model, promptsOf(prompts), options);
    expect(found.map(({ tokens }) => Array.from(tokens))).toEqual(results.map(({ tokens }) => tokens));
    for (const [i, { score }] of found.entries()) expect(score).toBeCloseTo(results[i].score, 11);
  });

  it('finds the likeliest of all texts where there are beams for all', () => {
    const [k, length] = [3, 4];
    const stream = Stream.fromPath(['exhaustive']);
    for (let trial = 0; trial < 20; trial++) {
      const table = Array.from({ length: k * k * k }, () => normal(stream));
      const language = tableLanguage(table, k);
      const prompt = promptsOf([[trial % k, (trial + 1) % k]]);
      const all = Array.from({ length: k ** length }, (_, code) =>
        Uint32Array.from({ length }, (_, i) => Math.floor(code / k ** i) % k),
      );
      const scores = all.map((text) => logProbabilityOf(language, prompt, text));
      const best = scores.indexOf(Math.max(...scores));
      const beams = k ** (length - 1);
      const model = candidatesOf(language, { count: beams, length });
      const [found] = beamSearch(model, prompt, { beams, length });
      expect(found.tokens).toEqual(all[best]);
      expect(found.score).toBeCloseTo(scores[best], 11);
    }
  });

  it('a token that is withheld never comes, and the best text without it is found', () => {
    const [k, length, withheld] = [3, 5, 1];
    const table = Array.from({ length: k * k * k }, (_, i) => (i % k === withheld ? 3 : Math.sin(i)));
    const language = tableLanguage(table, k);
    const prompt = promptsOf([[0, 2]]);
    const all = Array.from({ length: 2 ** length }, (_, code) =>
      Uint32Array.from({ length }, (_, i) => 2 * (Math.floor(code / 2 ** i) % 2)),
    );
    const scores = all.map((text) => logProbabilityOf(language, prompt, text));
    const best = scores.indexOf(Math.max(...scores));
    const beams = 16;
    for (const model of [
      candidatesOf(language, { count: beams, length, withheld }),
      withoutToken(candidatesOf(language, { count: beams + 1, length }), withheld),
    ]) {
      const [found] = beamSearch(model, prompt, { beams, length });
      expect(found.tokens).toEqual(all[best]);
      expect(found.score).toBeCloseTo(scores[best], 11);
    }
    const greedy = sampleTokens(language, prompt, 20, { method: 'greedy', withheld }, []);
    expect(greedy.includes(withheld)).toBe(false);
  });

  it('one beam is greedy, and prompts do not see each other', () => {
    const { table, k } = fixture.beams[0];
    const language = tableLanguage(table, k);
    const prompts = promptsOf([
      [0, 1],
      [4, 2],
      [3, 3],
    ]);
    const search = (some: Prompts): number[][] =>
      beamSearch(candidatesOf(language, { count: 1, length: 9 }), some, { beams: 1, length: 9 }).map(
        ({ tokens }) => Array.from(tokens),
      );
    const together = search(prompts);
    const greedy = sampleTokens(language, prompts, 9, { method: 'greedy' }, []);
    expect(together.flat()).toEqual(Array.from(greedy));
    expect(search(promptsOf([[4, 2]]))[0]).toEqual(together[1]);
  });
});

describe('sampleTokens', () => {
  it('a text depends on its own stream alone, and on all of its past where repetition costs', () => {
    const { table, k } = fixture.beams[2];
    const language = tableLanguage(table, k);
    const choice = { method: 'sample', repetitionPenalty: 1.5, topP: 0.9 } as const;
    const stream = Stream.fromPath(['sample tokens']);
    const together = sampleTokens(
      language,
      promptsOf([
        [0, 1],
        [5, 2],
      ]),
      12,
      choice,
      [stream.split(0), stream.split(1)],
    );
    const alone = sampleTokens(language, promptsOf([[5, 2]]), 12, choice, [stream.split(1)]);
    expect(together.slice(12)).toEqual(alone);
    const text = [5, 2];
    const own = stream.split(1);
    while (text.length < 14) {
      const logits = language.begin(promptsOf([text])) as Float64Array;
      text.push(chooseToken(logits, text, choice, own));
    }
    expect(Array.from(alone)).toEqual(text.slice(2));
  });
});

function logProbabilityOf(language: NextLogits, prompt: Prompts, text: Uint32Array): number {
  let logits = language.begin(prompt);
  let total = 0;
  for (const token of text) {
    const normaliser = Array.from(logits).reduce((sum, logit) => sum + Math.exp(logit), 0);
    total += logits[token] - Math.log(normaliser);
    logits = language.next(Int32Array.of(0), Int32Array.of(token));
  }
  return total;
}
