/** N-grams that are left: against the exact chain of one word, and against n-gram models of text. */
import { Stream } from '@collapse-lab/math';
import { type NgramModel, type NgramOptions, ngram, syntheticLanguageSource } from '@collapse-lab/models';
import { expectedSurvivingNgrams, ngramSurvival } from '@collapse-lab/theory';
import { describe, expect, it } from 'vitest';
import { transition } from '../../../dist/prediction/categorical/spectrum.js';

describe('survival of n-grams', () => {
  it('is the limit of the chain of a word among n words, within 1 % at n = 300', () => {
    const n = 300;
    const rows = transition(n, n);
    for (const c of [1, 3, 10, 30]) {
      let law = Float64Array.from({ length: n + 1 }, (_, i) => Number(i === c));
      for (let t = 1; t <= 10; t++) {
        law = law.map((_, to) => law.reduce((sum, mass, from) => sum + mass * rows[from][to], 0));
        expect(Math.abs(ngramSurvival(c, t) / (1 - law[0]) - 1)).toBeLessThan(0.01);
      }
    }
  });

  it('is certain at t = 0, and of one occurrence 1 − 1/e at t = 1', () => {
    expect(expectedSurvivingNgrams([7, 2, 0, 5], 0)).toBe(7);
    expect(expectedSurvivingNgrams([7, 2], 1)).toBeCloseTo(2 * (1 - Math.exp(-1)), 14);
  });

  const length = 20_000;
  const source = syntheticLanguageSource({ length, vocabulary: 512 });
  const { options } = ngram.resolve({ order: 2 }) as { options: NgramOptions };
  const family = ngram.create(options, source.shape);
  const stream = Stream.fromPath(['surviving']);
  const first = family.fit({ train: source.draw(1, stream) }, stream) as unknown as NgramModel;
  const lineages = 12;

  /** Words and pairs of words, each as one number. */
  const nGrams = ({ levels: [words, pairs] }: NgramModel): readonly number[][] => [
    [...words.token],
    words.token.reduce<number[]>((all, word, i) => {
      for (let j = pairs.start[i]; j < pairs.start[i + 1]; j++) all.push(word * 512 + pairs.token[j]);
      return all;
    }, []),
  ];

  // Six means within 5 standard errors and 1 %: a false alarm has probability below 2.4e-3 (Student, 12 lineages).
  it('is that of the words and pairs of words of a bigram model of one text', () => {
    const known = nGrams(first).map((each) => new Set(each));
    const times = [1, 3, 8];
    const left = times.map(() => known.map(() => [] as number[]));
    for (let r = 0; r < lineages; r++) {
      let model = first;
      for (let t = 1; t <= 8; t++) {
        const train = family.sample(model as never, { n: 1 }, stream.split(r, t));
        model = family.fit({ train }, stream) as unknown as NgramModel;
        const at = times.indexOf(t);
        if (at >= 0)
          for (const [m, made] of nGrams(model).entries())
            left[at][m].push(made.filter((one) => known[m].has(one)).length);
      }
    }
    for (const [at, t] of times.entries())
      for (const [m, { count }] of first.levels.entries()) {
        const spectrum: number[] = new Array(Math.max(...count) + 1).fill(0);
        for (const c of count) spectrum[c]++;
        const values = left[at][m];
        const mean = values.reduce((a, b) => a + b, 0) / lineages;
        const variance = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (lineages - 1);
        const expected = expectedSurvivingNgrams(spectrum, t);
        const tolerance = 5 * Math.sqrt(variance / lineages) + 0.01 * expected;
        expect(Math.abs(mean - expected), `${m + 1}-grams, t = ${t}: ${mean}, ${expected}`).toBeLessThan(
          tolerance,
        );
      }
  });
});
