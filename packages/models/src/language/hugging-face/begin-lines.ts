import { InvalidArgumentError } from '@collapse-lab/math';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import type { PretrainedTokenizer } from './load-tokenizer.ts';

/**
 * The tokenizer with its beginning token before every line, as scripts do that tokenise a data set of lines; a line of
 * spaces is that token alone.
 *
 * @throws InvalidArgumentError where it has no such token
 */
export function beginLines(tokenizer: PretrainedTokenizer): Tokenizer {
  const { identity, beginning } = tokenizer;
  if (beginning === undefined)
    throw new InvalidArgumentError({
      argument: 'tokenizer.beginning',
      got: 'lines',
      expected: 'none: the tokenizer puts no token before a text',
    });
  return {
    identity: `${identity} lines`,
    vocabularySize: tokenizer.vocabularySize,
    encode: (text) => {
      const tokens: number[] = [];
      for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
        tokens.push(beginning);
        if (line.trim() !== '') for (const token of tokenizer.encode(line)) tokens.push(token);
      }
      return Uint32Array.from(tokens);
    },
    decode: tokenizer.decode,
  };
}
