/** Text in blocks: divisions, limits, messages. */
import { Stream } from '@collapse-lab/math';
import { createWordTokenizer, type TextSourceOptions, textSource } from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

const tokenizer = createWordTokenizer([...'abcdefghijklmnopqrstuvwxyz']);
const letters = [...'abcdefghijklmnopqrstuvwxyz'].join(' ');
const options: TextSourceOptions = { identity: 'test', texts: { train: letters }, tokenizer, length: 5 };
const text = (data: { values: Uint32Array } | undefined): string | undefined =>
  data && tokenizer.decode(data.values).replaceAll(' ', '');

describe('text in blocks', () => {
  it('are consecutive and disjoint, and the rest is dropped', () => {
    const source = textSource(options);
    expect(source.shape).toEqual({ kind: 'sequences', length: 5, k: 26 });
    expect(text(source.points)).toBe('abcdefghijklmnopqrstuvwxy');
    expect([source.points!.n, source.heldOut, source.validation, source.pretraining]).toEqual([
      5,
      ...Array(3).fill(undefined),
    ]);
    expect(source.tokenizer).toBe(tokenizer);
  });

  it('draws with replacement, where that is asked for', () => {
    const blocks = new Set(['abcde', 'fghij', 'klmno', 'pqrst', 'uvwxy']);
    const { values } = textSource({ ...options, bootstrap: true }).draw(20, Stream.fromPath(['draw']));
    for (let i = 0; i < 20; i++)
      expect(blocks).toContain(text({ values: values.subarray(5 * i, 5 * i + 5) }));
  });

  it('keeps the original division', () => {
    const texts = {
      train: letters,
      validation: 'f e d c b a',
      test: 'z z z z z y y y y y',
      pretraining: 'o o o o o p p p p p q q q',
    };
    const source = textSource({ ...options, texts });
    const { validation, heldOut, pretraining } = source;
    expect([validation, heldOut, pretraining!.points].map(text)).toEqual([
      'fedcb',
      'zzzzzyyyyy',
      'oooooppppp',
    ]);
    expect(pretraining!.shape).toEqual({ ...source.shape, length: 10 });
  });

  it('divides one text by shares, tests last', () => {
    const source = textSource({ ...options, shares: { validation: 0.2, test: 0.4 } });
    expect([source.points, source.validation, source.heldOut].map(text)).toEqual([
      'abcdefghij',
      'klmno',
      'pqrstuvwxy',
    ]);
  });

  it('takes the first blocks of each part', () => {
    const limits = { train: 1, validation: 7, test: 1 };
    const source = textSource({ ...options, shares: { validation: 0.2, test: 0.4 }, limits });
    expect([source.points, source.validation, source.heldOut].map(text)).toEqual(['abcde', 'klmno', 'pqrst']);
  });

  it.each<[Partial<TextSourceOptions>, string]>([
    [{ texts: { train: 'a b' } }, 'texts.train: got "2 tokens", expected at least 5, one block.'],
    [{ texts: { train: letters, test: '' } }, 'texts.test: got "0 tokens", expected at least 5, one block.'],
    [
      { texts: { train: letters, test: letters }, shares: { test: 0.5 } },
      'shares.test: got 0.5, expected nothing, since there is a text for test.',
    ],
    [
      { shares: { validation: 0.05 } },
      'shares.validation: got 0.05, expected a number between 0 and 1 that is at least one of the 5 blocks.',
    ],
    [
      { shares: { validation: 0.5, test: 0.5 } },
      'shares: got {"validation":0.5,"test":0.5}, expected shares that leave one of the 5 blocks to train on.',
    ],
    [{ limits: { train: 0 } }, 'limits.train: got 0, expected a positive integer.'],
    [{ length: 0 }, 'length: got 0, expected a positive integer.'],
  ])('refuses %j', (wrong, message) => {
    expect(() => textSource({ ...options, ...wrong })).toThrow(message);
  });
});
