/** Words and byte pairs: values of tools/reference/byte_pairs.py, texts worked out by hand, round trips. */
import { encodeUtf8 } from '@collapse-lab/math';
import {
  createBytePairTokenizer,
  createWordTokenizer,
  trainBytePairs,
  trainWords,
} from '@collapse-lab/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../dist/language/tokenizer/pieces.js';
import fixture from '../fixtures/byte-pairs.json' with { type: 'json' };

describe('byte pairs', () => {
  const trained = trainBytePairs([fixture.text], { k: fixture.k, identity: 'test' });

  it('learns the merges, and writes the text with them', () => {
    expect(trained.merges).toEqual(fixture.merges);
    expect([...trained.encode(fixture.text)]).toEqual(fixture.tokens);
    expect(trained.vocabularySize).toBe(fixture.k);
  });

  it('learns the same from the text in parts, where no piece is torn', () => {
    const at = fixture.text.indexOf('\nthe other');
    const parts = [fixture.text.slice(0, at), fixture.text.slice(at)];
    expect(trainBytePairs(parts, { k: fixture.k, identity: 'test' }).merges).toEqual(fixture.merges);
  });

  it('any bytes come back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(trained.decodeBytes(trained.encodeBytes(bytes))).toEqual(bytes);
      }),
    );
  });

  it('any text comes back, also where it is much like what was learnt', () => {
    const word = fc.constantFrom('the', ' the', 'cat', '  ', '\n', 'naïve', '…', '日本', '12', "'s");
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, (each) => {
        expect(trained.decode(trained.encode(each))).toBe(each);
      }),
    );
  });

  it('pieces are the whole text, in order, none above 65 bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const pieces = [...piecesOf(bytes)];
        expect(pieces.join('')).toBe(String.fromCharCode(...bytes));
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(65);
      }),
    );
    expect([...piecesOf(encodeUtf8("the  cats' 12\n\nx"))]).toEqual([
      'the',
      ' ',
      ' cats',
      "'",
      ' 12',
      '\n',
      '\n',
      'x',
    ]);
  });

  it('tokens that are no text become replacement characters', () => {
    expect(trained.decode([0x61, 0xff, 0x62])).toBe('a\ufffdb');
    expect(() => trained.decode([300])).toThrow('tokens[0]: got 300, expected an integer from 0 to 299.');
  });

  it('has as many tokens as can be learnt, where they are fewer than asked', () => {
    expect(trainBytePairs(['aaaa aaaa'], { k: 1000, identity: 'test' }).merges).toEqual([
      [97, 97],
      [256, 256],
    ]);
    expect(createBytePairTokenizer([]).encode('aé')).toEqual(Uint32Array.of(97, 195, 169));
  });

  it.each([255, 65537, 300.5])('refuses k = %d', (k) => {
    expect(() => trainBytePairs(['a'], { k, identity: 'test' })).toThrow(
      `bpe: got ${k}, expected an integer from 256 to 65536.`,
    );
  });
});

describe('words', () => {
  const text = ' = A <unk> = \n\nb b A .\nb c';

  it('are in the order of their frequency, with the ends of lines and the unknown word among them', () => {
    const words = trainWords([text], { identity: 'test' });
    // <eos> four times, b three times, then =, A twice, <unk>, ., c once.
    expect(words.decode([0, 1, 2, 3, 4, 5, 6])).toBe('\nb = A <unk> . c');
    expect(words.vocabularySize).toBe(7);
    expect([...words.encode('A zebra\n')]).toEqual([3, 4, 0]);
    expect(words.decode(words.encode(text))).toBe('= A <unk> =\n\nb b A .\nb c\n');
  });

  it('the rarest become the unknown word', () => {
    const words = trainWords([text], { most: 4, identity: 'test' });
    expect(words.vocabularySize).toBe(4);
    expect(words.decode(words.encode(text))).toBe('= <unk> <unk> =\n\nb b <unk> <unk>\nb <unk>\n');
  });

  it('every text of their own words comes back', () => {
    const words = ['a', 'b', '<eos>', '日本'];
    const tokenizer = createWordTokenizer(words, { endOfLine: '<eos>' });
    const line = fc.array(fc.constantFrom('a', 'b', '日本')).map((each) => `${each.join(' ')}\n`);
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(tokenizer.decode(tokenizer.encode(lines.join('')))).toBe(lines.join(''));
      }),
    );
  });

  it.each([
    [
      () => createWordTokenizer(['a', 'a']),
      'words[1]: got "a", expected a word without white space that is none of those before.',
    ],
    [
      () => createWordTokenizer(['a b']),
      'words[0]: got "a b", expected a word without white space that is none of those before.',
    ],
    [() => createWordTokenizer(['a'], { unknown: 'b' }), 'unknown: got "b", expected one of the words.'],
    [
      () => trainWords(['a'], { most: 2, identity: 'test' }),
      'words: got 2, expected an integer of 3 or more.',
    ],
  ])('refuses %s', (action, message) => {
    expect(action).toThrow(message);
  });
});
