/** The vocabulary of a text, in the form of WikiText: words between spaces, `<eos>` for ends of lines, `<unk>` for rare words. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Tokenizer } from './tokenizer.ts';
import { createWordTokenizer, wordsOf } from './word-tokenizer.ts';

const unknown = '<unk>';
const endOfLine = '<eos>';

export interface TrainWordsOptions {
  /** At most so many tokens, `<unk>` and `<eos>` among them; default: all words. Those that are left out are the rarest. */
  readonly most?: number;
  /** What makes two trainings the same: a content hash of the texts. */
  readonly identity: string;
}

/**
 * Tokens in the order of their frequency in the texts, equally frequent ones in that of their first occurrence.
 *
 * @throws InvalidArgumentError where there is no room for a word
 */
export function trainWords(texts: readonly string[], { most, identity }: TrainWordsOptions): Tokenizer {
  if (most !== undefined && !(Number.isInteger(most) && most >= 3))
    throw new InvalidArgumentError({ argument: 'words', got: most, expected: 'an integer of 3 or more' });
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of wordsOf(text, endOfLine)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const byFrequency = [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word);
  const special = [unknown, endOfLine];
  const kept = byFrequency
    .filter((word) => !special.includes(word))
    .slice(0, (most ?? Infinity) - special.length);
  const keep = new Set([...kept, ...special]);
  const words = [
    ...byFrequency.filter((word) => keep.has(word)),
    ...special.filter((word) => !counts.has(word)),
  ];
  return createWordTokenizer(words, { unknown, endOfLine, identity: `words ${most ?? 'all'} ${identity}` });
}
