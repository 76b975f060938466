/**
 * Real data of text: it is made tokens of, and cut into consecutive, disjoint blocks of one length; what is left at the end
 * is dropped, nothing is padded. The original division into text to train on, to choose checkpoints by and to test on is kept.
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Sequences } from '../../data/data.ts';
import { checkPositiveInteger } from '../../data/make-data.ts';
import { checkOptions } from '../../real/check-options.ts';
import { dataSetSource } from '../../real/data-set.ts';
import type { RealSource } from '../../real/real-source.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';

/** A number for each part of the text, where it is given. */
export interface TextParts<T> {
  readonly train?: T;
  readonly validation?: T;
  readonly test?: T;
  /** Other text, to pretrain on, in blocks of twice the length: prompt and continuation. */
  readonly pretraining?: T;
}

export interface TextSourceOptions {
  /** A content hash of the texts: what makes two of them the same. */
  readonly identity: string;
  readonly texts: TextParts<string> & { readonly train: string };
  readonly tokenizer: Tokenizer;
  /** Tokens of a block (64). */
  readonly length?: number;
  /**
   * Where there is no text of that part: this share of the blocks of `train`, which then have no part in training. The last
   * blocks are for tests, those before them for validation.
   */
  readonly shares?: { readonly validation?: number; readonly test?: number };
  /** At most so many blocks of each part, the first ones. */
  readonly limits?: TextParts<number>;
  /** Fresh draws are made with replacement instead of in disjoint slices (false). */
  readonly bootstrap?: boolean;
}

/**
 * `heldOut` are the blocks for tests.
 *
 * @throws InvalidArgumentError where a part has no block, or is both given and a share
 */
export function textSource(options: TextSourceOptions): RealSource<Sequences> {
  checkOptions(options);
  const { identity, texts, tokenizer, length = 64, shares = {}, limits = {}, bootstrap = false } = options;
  checkPositiveInteger('length', length);
  const cut = (part: keyof TextParts<string>): Sequences | undefined => {
    const text = texts[part];
    if (text === undefined) return undefined;
    return blocksOf(part, text, tokenizer, part === 'pretraining' ? 2 * length : length);
  };
  const own = divide(cut('train') as Sequences, shares, texts);
  const limited = (part: keyof TextParts<string>, blocks: Sequences | undefined): Sequences | undefined =>
    blocks === undefined ? undefined : first(part, blocks, limits[part]);
  const name = JSON.stringify({ identity, tokenizer: tokenizer.identity, length, shares, limits });
  const train = limited('train', own.train) as Sequences;
  const validation = limited('validation', own.validation ?? cut('validation'));
  const heldOut = limited('test', own.test ?? cut('test'));
  const other = limited('pretraining', cut('pretraining'));
  const pretraining = other && dataSetSource({ identity: `${name} pretraining`, data: other });
  return {
    ...dataSetSource({ identity: name, data: train, bootstrap }),
    name: 'text',
    identity: `text ${name} ${bootstrap}`,
    tokenizer,
    ...(validation && { validation }),
    ...(heldOut && { heldOut }),
    ...(pretraining && { pretraining: { ...pretraining, name: 'text', tokenizer } }),
  };
}

function blocksOf(part: string, text: string, tokenizer: Tokenizer, length: number): Sequences {
  const tokens = tokenizer.encode(text);
  const n = Math.floor(tokens.length / length);
  if (n === 0)
    throw new InvalidArgumentError({
      argument: `texts.${part}`,
      got: `${tokens.length} tokens`,
      expected: `at least ${length}, one block`,
    });
  return rows({ kind: 'sequences', n, length, k: tokenizer.vocabularySize, values: tokens }, 0, n);
}

type Division = TextParts<Sequences> & { readonly train: Sequences };

function divide(
  blocks: Sequences,
  shares: NonNullable<TextSourceOptions['shares']>,
  texts: TextParts<string>,
): Division {
  const size = (part: 'validation' | 'test'): number => {
    const share = shares[part];
    if (share === undefined) return 0;
    if (texts[part] !== undefined)
      throw new InvalidArgumentError({
        argument: `shares.${part}`,
        got: share,
        expected: `nothing, since there is a text for ${part}`,
      });
    const count = Math.round(share * blocks.n);
    if (share > 0 && share < 1 && count > 0) return count;
    throw new InvalidArgumentError({
      argument: `shares.${part}`,
      got: share,
      expected: `a number between 0 and 1 that is at least one of the ${blocks.n} blocks`,
    });
  };
  const [validation, test] = [size('validation'), size('test')];
  const left = blocks.n - validation - test;
  if (left < 1)
    throw new InvalidArgumentError({
      argument: 'shares',
      got: shares,
      expected: `shares that leave one of the ${blocks.n} blocks to train on`,
    });
  return {
    train: rows(blocks, 0, left),
    ...(validation > 0 && { validation: rows(blocks, left, left + validation) }),
    ...(test > 0 && { test: rows(blocks, left + validation, blocks.n) }),
  };
}

function first(part: string, blocks: Sequences, limit: number | undefined): Sequences {
  if (limit === undefined) return blocks;
  checkPositiveInteger(`limits.${part}`, limit);
  return rows(blocks, 0, Math.min(limit, blocks.n));
}

function rows({ length, k, values }: Sequences, start: number, end: number): Sequences {
  return { kind: 'sequences', n: end - start, length, k, values: values.slice(start * length, end * length) };
}
