/** Real data from files of text, in UTF-8. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { decodeUtf8, InvalidArgumentError } from '@collapse-lab/math';
import {
  beginLines,
  loadTokenizer,
  type RealSource,
  type TextParts,
  type Tokenizer,
  textSource,
  trainBytePairs,
  trainWords,
} from '@collapse-lab/models';
import { canonicalJson } from './canonical.ts';
import { DataFileError } from './data-file.ts';
import { contentHash, pathOf } from './file-content.ts';
import { openFolder } from './file-folder.ts';
import { tokenizerFolderHash } from './folder-content.ts';

/**
 * `words`, words of a vocabulary of that size, byte pairs of k tokens, or one from a folder, by the hash of its content;
 * `beginning`: where its token for the beginning of a text stands.
 */
export type TokenizerForm =
  | 'words'
  | { readonly words: number }
  | { readonly bpe: number }
  | { readonly folder: string; readonly beginning: 'none' | 'lines' };

/** The parts are content hashes. */
export interface TextFilesOptions extends TextParts<string> {
  readonly train: string;
  readonly tokenizer: TokenizerForm;
  readonly length: number;
  readonly shares: { readonly validation?: number; readonly test?: number };
  readonly limits: TextParts<number>;
  readonly bootstrap: boolean;
}

/**
 * A tokenizer learns from the text to train on and that to pretrain on, whole, whatever the limits.
 *
 * @throws DataFileError that names the file; ChangedFileError
 */
export function textFilesSource(
  { train, validation, test, pretraining, tokenizer, ...options }: TextFilesOptions,
  files: Readonly<Record<string, string>>,
): RealSource {
  const read = (hash: string): string => readText(pathOf(hash, files, contentHash));
  const others = Object.entries({ validation, test, pretraining }).filter(([, hash]) => hash !== undefined);
  const hashes: Record<string, string> = { train, ...Object.fromEntries(others) };
  const texts: TextParts<string> & { readonly train: string } = {
    train: read(train),
    ...Object.fromEntries(others.map(([part, hash]) => [part, read(hash!)])),
  };
  const learnt = ['train', 'pretraining'].filter((part) => part in hashes) as ('train' | 'pretraining')[];
  try {
    return textSource({
      ...options,
      identity: canonicalJson(hashes),
      texts,
      tokenizer: createTokenizer(
        tokenizer,
        learnt.map((part) => texts[part] as string),
        learnt.map((part) => hashes[part]).join(' '),
        files,
      ),
    });
  } catch (error) {
    throw named(error, (part) => files[hashes[part]]);
  }
}

function createTokenizer(
  form: TokenizerForm,
  texts: readonly string[],
  identity: string,
  files: Readonly<Record<string, string>>,
): Tokenizer {
  if (form === 'words') return trainWords(texts, { identity });
  if ('words' in form) return trainWords(texts, { identity, most: form.words });
  if ('bpe' in form) return trainBytePairs(texts, { identity, k: form.bpe });
  const { folder, beginning } = form;
  const tokenizer = loadTokenizer(openFolder(pathOf(folder, files, tokenizerFolderHash)), folder);
  return beginning === 'lines' ? beginLines(tokenizer) : tokenizer;
}

/** Without the mark that some editors put before a text. */
function readText(path: string): string {
  try {
    return decodeUtf8(readFileSync(path)).replace(/^\ufeff/, '');
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new DataFileError(`${basename(path)}: ${error.message}`);
  }
}

/** What is wrong with a text, by the name of its file. */
function named(error: unknown, fileOf: (part: string) => string): unknown {
  if (!(error instanceof InvalidArgumentError) || !error.argument.startsWith('texts.')) return error;
  const file = basename(fileOf(error.argument.slice('texts.'.length)));
  return new DataFileError(`${file}: got ${error.got}, expected ${error.expected}.`);
}
