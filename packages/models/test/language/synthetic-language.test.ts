/** The synthetic language: grammar, frequencies, entropy by enumeration, messages. */
import { exp, Stream } from '@collapse-lab/math';
import { type Sequences, sequencesOf, syntheticLanguageSource } from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';
import { estimateEntropy } from '../../dist/language/synthetic/entropy.js';
import { createScorer } from '../../dist/language/synthetic/hidden-markov.js';
import { createMarkovLanguage } from '../../dist/language/synthetic/markov-language.js';
import { defaultConstructions } from '../../dist/language/synthetic/rules.js';
import { createVocabulary } from '../../dist/language/synthetic/vocabulary.js';

const source = syntheticLanguageSource();
const law = source.language!;
const tokenizer = source.tokenizer!;
const k = tokenizer.vocabularySize;

function textOf(text: string): Sequences {
  const tokens = tokenizer.encode(text);
  return sequencesOf(tokens, tokens.length, k);
}

describe('grammar', () => {
  it.each([
    'the king near the horses helps the sailors .',
    'the king ( a guard ) sleeps .',
    'do the kings help him ?',
    'although they sleep , the king is praised by Henry whereas two horses are brave',
    'near the gate stands the horse .',
    'it is the kings who help Anna .',
    'Anna says , “ he does not help them and the horse sleeps ” .',
    'helps them under the shop . the',
  ])('knows: %s', (text) => {
    expect(law.logProbability(textOf(text))[0]).toBeGreaterThan(-Infinity);
  });

  it.each([
    'the king near the horses help the sailors .',
    'the kings near the horse helps the sailors .',
    'the king who help the sailors sleeps .',
    'does the kings help him ?',
    'does the king help him .',
    'although they sleep .',
    'near the gate stand the horse .',
    'it is the kings who helps Anna .',
    '. Anna says , “ he sleeps .',
    'the king ( a guard sleeps .',
    'these king sleeps .',
    'two horses are not',
  ])('does not know: %s', (text) => {
    expect(law.logProbability(textOf(text))[0]).toBe(-Infinity);
  });

  it('gives what it draws a probability', () => {
    for (const each of [source, source.pretraining!])
      for (const value of each.language!.logProbability(each.draw(500, Stream.fromPath(['drawn']))))
        expect(value).toBeGreaterThan(-Infinity);
  });
});

describe('frequencies', () => {
  const n = 20_000;
  const data = source.draw(n, Stream.fromPath(['frequencies']));

  // 11 constructions within 5 standard errors: a false alarm has probability 6.3e-6.
  it('constructions occur as often as stated, the most frequent first', () => {
    const counts = law.constructions.map(() => ({ sum: 0, squares: 0 }));
    for (let i = 0; i < n; i++) {
      const one = sequencesOf(data.values.subarray(i * 64, (i + 1) * 64), 64, k);
      law.countConstructions(one).forEach((count, c) => {
        counts[c].sum += count;
        counts[c].squares += count * count;
      });
    }
    for (const [c, { name, perSequence }] of law.constructions.entries()) {
      const mean = counts[c].sum / n;
      const error = Math.sqrt((counts[c].squares / n - mean * mean) / n);
      expect(Math.abs(mean - perSequence), `${name}: ${mean}, ${perSequence}`).toBeLessThan(5 * error);
    }
    const rates = law.constructions.map(({ perSequence }) => perSequence);
    expect(rates).toEqual([...rates].sort((a, b) => b - a));
  });

  it('counts in many sequences at once what it counts in each', () => {
    const texts = ['it is the king', 'does he sleep ?', 'is praised by him', 'sleeps whereas the king'];
    const counts = law.countConstructions(
      sequencesOf(
        texts.flatMap((text) => [...tokenizer.encode(text)]),
        4,
        k,
      ),
    );
    const of = (name: string): number => counts[law.constructions.findIndex((each) => each.name === name)];
    expect(['cleft', 'question', 'passive', 'whereas', 'inversion'].map(of)).toEqual([1, 1, 1, 1, 0]);
  });

  // Two shares at two places, within 5 standard errors: a false alarm has probability 2.3e-6.
  it('a sequence begins anywhere: words are as frequent at its beginning as at its end', () => {
    for (const word of ['the', '.']) {
      const [token] = tokenizer.encode(word);
      const p = exp(law.logProbability(sequencesOf([token], 1, k))[0]);
      for (const t of [0, 63]) {
        const share = Array.from({ length: n }, (_, i) => Number(data.values[i * 64 + t] === token));
        const mean = share.reduce((a, b) => a + b, 0) / n;
        expect(Math.abs(mean - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / n));
      }
    }
  });
});

describe('entropy', () => {
  const parameters = {
    constructions: defaultConstructions,
    exponent: 1.2,
    focus: 6,
    topics: [0.4, 0.3, 0.2, 0.1],
    ranks: ['test'],
  };

  // Within 5 standard errors: a false alarm has probability 5.7e-7.
  it('is that of all texts of two words, one by one', () => {
    const two = createMarkovLanguage(createVocabulary(128), parameters);
    const pairs = Uint32Array.from({ length: 2 * 128 * 128 }, (_, i) =>
      i % 2 === 0 ? Math.floor(i / 256) : Math.floor(i / 2) % 128,
    );
    let [total, entropy] = [0, 0];
    for (const value of createScorer(two)(sequencesOf(pairs, 2, 128))) {
      total += exp(value);
      if (value > -Infinity) entropy -= value * exp(value);
    }
    expect(Math.abs(total - 1)).toBeLessThan(1e-13);
    const { perToken, standardError } = estimateEntropy(two, 2, 20_000, Stream.fromPath(['two']));
    expect(Math.abs(perToken - entropy / 2)).toBeLessThan(5 * standardError);
    expect(standardError).toBeLessThan(0.006);
  });

  // Within 5 standard errors: a false alarm has probability 5.7e-7.
  it('is the mean of −log p of what is drawn', () => {
    const n = 5000;
    const logs = law.logProbability(source.draw(n, Stream.fromPath(['cross entropy'])));
    const mean = -logs.reduce((a, b) => a + b, 0) / n;
    const variance = logs.reduce((sum, value) => sum + (value + mean) * (value + mean), 0) / n;
    expect(Math.abs(mean / 64 - law.entropyPerToken)).toBeLessThan((5 * Math.sqrt(variance / n)) / 64);
  });

  it('is known to 0.0005 nats per token', () => {
    const drawn = createMarkovLanguage(createVocabulary(384), parameters);
    expect(estimateEntropy(drawn, 64, 8192, Stream.fromPath(['error'])).standardError).toBeLessThan(0.0005);
  });

  it('the text to pretrain on is another language: what it tells of this one is far from all', () => {
    const { pretraining } = source;
    expect(pretraining!.shape).toEqual({ ...source.shape, length: 128 });
    const data = source.draw(2000, Stream.fromPath(['kl']));
    const [own, other] = [law, pretraining!.language!].map((each) => each.logProbability(data));
    const divergence = own.reduce((sum, value, i) => sum + value - other[i], 0) / 2000 / 64;
    expect(divergence).toBeGreaterThan(0.4);
    expect(divergence).toBeLessThan(2);
  });
});

describe('vocabulary', () => {
  it('has as many words as asked, none of them twice', () => {
    for (let size = 128; size <= 512; size++) {
      const { words } = createVocabulary(size);
      expect([words.length, new Set(words).size]).toEqual([size, size]);
    }
  });

  it('is written and read again', () => {
    const data = source.draw(20, Stream.fromPath(['round trip']));
    expect(tokenizer.encode(tokenizer.decode(data.values))).toEqual(data.values);
    expect(() => tokenizer.encode('the kraken')).toThrow(
      'text: got "kraken", expected a word of the vocabulary at place 1.',
    );
    expect(() => tokenizer.decode([k])).toThrow(
      `tokens[0]: got ${k}, expected an integer from 0 to ${k - 1}.`,
    );
  });
});

describe('options', () => {
  it('say which language it is', () => {
    const seeds = [1, 2].map((seed) => syntheticLanguageSource({ seed }));
    expect(seeds[0].identity).toBe(source.identity);
    expect(seeds[1].identity).not.toBe(source.identity);
    const drawn = seeds.map((each) => each.draw(3, Stream.fromPath(['same'])).values);
    expect(drawn[0]).not.toEqual(drawn[1]);
  });

  it('a construction of probability 0 does not occur', () => {
    const none = syntheticLanguageSource({ constructions: { passive: 0, question: 0 } }).language!;
    expect(
      none.constructions
        .filter(({ perSequence }) => perSequence === 0)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['passive', 'question']);
  });

  it.each([
    [{ length: 0 }, 'length: got 0, expected a positive integer.'],
    [{ vocabulary: 127 }, 'vocabulary: got 127, expected an integer from 128 to 512.'],
    [{ seed: -1 }, 'seed: got -1, expected a non-negative integer.'],
    [{ exponent: Number.NaN }, 'exponent: got NaN, expected a non-negative number.'],
    [{ focus: 0.5 }, 'focus: got 0.5, expected a number of 1 or more.'],
    [
      { constructions: { passives: 0.1 } as never },
      'constructions.passives: got 0.1, expected no such construction, only passive, cleft, inversion, question, quotation, although, whereas, aside.',
    ],
    [{ constructions: { cleft: 0.6 } }, 'constructions.cleft: got 0.6, expected a number from 0 to 0.5.'],
    [
      { constructions: { cleft: 0.5, question: 0.5 } },
      'constructions: got {"cleft":0.5,"question":0.5}, expected cleft, inversion, question, quotation and although that sum to 0.9 at most: the rest is plain.',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => syntheticLanguageSource(options)).toThrow(message);
  });
});
