/** Tokens that are whole words, separated by white space, as in the tokenised form of WikiText. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Tokenizer } from './tokenizer.ts';

export interface WordTokenizerOptions {
  /** The word that stands for all others; without it, they are refused. */
  readonly unknown?: string;
  /** The word that ends every line; without it, ends of lines are white space like other. */
  readonly endOfLine?: string;
  /** Default: the words and options themselves. */
  readonly identity?: string;
}

/**
 * Token i is words[i]. Text that is decoded has one space between words, and none at the ends of lines.
 *
 * @throws InvalidArgumentError where a word is empty, has white space in it or occurs twice, or one of the options is
 * none of them
 */
export function createWordTokenizer(
  words: readonly string[],
  { unknown, endOfLine, identity }: WordTokenizerOptions = {},
): Tokenizer {
  const tokens = indexOf(words);
  const place = (argument: string, word: string | undefined): number | undefined => {
    if (word === undefined || tokens.has(word)) return tokens.get(word as string);
    throw new InvalidArgumentError({ argument, got: word, expected: 'one of the words' });
  };
  const other = place('unknown', unknown);
  const newline = place('endOfLine', endOfLine);
  return {
    identity: identity ?? `words ${JSON.stringify({ words, unknown, endOfLine })}`,
    vocabularySize: words.length,
    encode(text) {
      const result: number[] = [];
      for (const word of wordsOf(text, endOfLine))
        result.push(tokens.get(word) ?? other ?? refuse(word, result.length));
      return Uint32Array.from(result);
    },
    decode: (encoded) => decode(words, encoded, newline),
  };
}

function indexOf(words: readonly string[]): Map<string, number> {
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
  return tokens;
}

/** The words of a text, with `endOfLine` at every end of a line. A last line that is not ended counts as one. */
export function* wordsOf(text: string, endOfLine?: string): Generator<string> {
  if (endOfLine === undefined) {
    for (const [word] of text.matchAll(/\S+/g)) yield word;
    return;
  }
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    for (const [word] of text.slice(start, end).matchAll(/\S+/g)) yield word;
    yield endOfLine;
    start = end + 1;
  }
}

function decode(words: readonly string[], encoded: ArrayLike<number>, newline: number | undefined): string {
  let text = '';
  let separator = '';
  for (let i = 0; i < encoded.length; i++) {
    const token = encoded[i];
    if (token === newline) {
      text += '\n';
      separator = '';
      continue;
    }
    text += separator + (words[token] ?? refuseToken(token, i, words.length));
    separator = ' ';
  }
  return text;
}

function refuse(word: string, i: number): never {
  throw new InvalidArgumentError({
    argument: 'text',
    got: word,
    expected: `a word of the vocabulary at place ${i}`,
  });
}

/** A token that is none of k. */
export function refuseToken(token: number, i: number, k: number): never {
  throw new InvalidArgumentError({
    argument: `tokens[${i}]`,
    got: token,
    expected: `an integer from 0 to ${k - 1}`,
  });
}
