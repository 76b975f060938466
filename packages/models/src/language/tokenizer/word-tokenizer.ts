/** Tokens that are whole words, separated by white space. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Tokenizer } from './tokenizer.ts';

/**
 * Token i is words[i].
 *
 * @param unknown the word that stands for all others; without it, they are refused
 * @throws InvalidArgumentError where a word is empty, has white space in it or occurs twice, or `unknown` is none of them
 */
export function createWordTokenizer(words: readonly string[], unknown?: string): Tokenizer {
  const tokens = new Map<string, number>();
  for (const [i, word] of words.entries()) {
    if (word === '' || /\s/.test(word) || tokens.has(word))
      throw new InvalidArgumentError({
        argument: `words[${i}]`,
        got: word,
        expected: 'a word without white space that is none of those before',
      });
    tokens.set(word, i);
  }
  if (unknown !== undefined && !tokens.has(unknown))
    throw new InvalidArgumentError({ argument: 'unknown', got: unknown, expected: 'one of the words' });
  const other = unknown === undefined ? undefined : tokens.get(unknown);
  return {
    identity: `words ${JSON.stringify({ words, unknown })}`,
    vocabularySize: words.length,
    encode: (text) =>
      Uint32Array.from(split(text), (word, i) => tokens.get(word) ?? other ?? refuse(word, i)),
    decode: (encoded) =>
      Array.from(encoded, (token, i) => words[token] ?? refuseToken(token, i, words.length)).join(' '),
  };
}

function split(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function refuse(word: string, i: number): never {
  throw new InvalidArgumentError({
    argument: 'text',
    got: word,
    expected: `a word of the vocabulary at place ${i}`,
  });
}

function refuseToken(token: number, i: number, k: number): never {
  throw new InvalidArgumentError({
    argument: `tokens[${i}]`,
    got: token,
    expected: `an integer from 0 to ${k - 1}`,
  });
}
