/**
 * Tokenizers as Hugging Face saves them: `tokenizer.json`, or `vocab.json` and `merges.txt`, the byte-level BPE of GPT-2
 * (Radford et al. 2019) that OPT has. The work is that of @huggingface/tokenizers; files are checked before it sees them.
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import { Tokenizer as Library } from '@huggingface/tokenizers';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import type { FileFolder } from './binary-file.ts';
import { gpt2Tokenizer, mergesFile, vocabularyFile } from './gpt2-tokenizer.ts';
import { ModelFileError } from './model-file-error.ts';
import { brief, isObject, type JsonObject, readJsonFile } from './read-json.ts';

export interface PretrainedTokenizer extends Tokenizer {
  /** The token that the model expects before every text, which `encode` leaves out: OPT's `</s>`, which is 2. */
  readonly beginning?: number;
}

const tokenizerFile = 'tokenizer.json';
const configFile = 'tokenizer_config.json';
const specialFile = 'special_tokens_map.json';

/** The names of the files of this folder that say how text becomes tokens. @throws ModelFileError where there are none */
export function tokenizerFiles(folder: FileFolder): readonly string[] {
  const has = (name: string): boolean => folder.open(name) !== undefined;
  const beside = [configFile, specialFile].filter(has);
  if (has(tokenizerFile)) return [tokenizerFile, ...beside];
  if (has(vocabularyFile) && has(mergesFile)) return [vocabularyFile, mergesFile, ...beside];
  throw new ModelFileError(
    folder.name,
    `got no tokenizer, expected a folder with ${tokenizerFile}, or with ${vocabularyFile} and ${mergesFile}.`,
  );
}

/**
 * @param identity what names it: a hash of the files, say
 * @throws ModelFileError where the folder has no tokenizer, or a broken one
 */
export function loadTokenizer(folder: FileFolder, identity: string): PretrainedTokenizer {
  const [name, ...rest] = tokenizerFiles(folder);
  const path = `${folder.name}/${name}`;
  const read = (file: string): JsonObject => {
    const opened = rest.includes(file) || file === name ? folder.open(file) : undefined;
    return opened === undefined ? {} : readJsonFile(opened);
  };
  const { json, beginning } =
    name === tokenizerFile
      ? { json: read(tokenizerFile), beginning: undefined }
      : gpt2Tokenizer(folder, { ...read(specialFile), ...read(configFile) });
  const tokens = vocabularyOf(json, path);
  const library = build(json, path);
  return wrap(library, identity, tokens, beginning ?? beginningOf(library));
}

/** The most tokens that a vocabulary may have: the largest known have a quarter of a million. */
const mostTokens = 10e6;

/** One past the largest token. */
function vocabularyOf({ model, added_tokens: added = [] }: JsonObject, file: string): number {
  const vocabulary = isObject(model) ? model.vocab : undefined;
  const listed = Array.isArray(vocabulary) ? vocabulary.map((_, i) => i) : undefined;
  const inModel = listed ?? (isObject(vocabulary) ? Object.values(vocabulary) : []);
  if (inModel.length === 0) throw new ModelFileError(file, 'model.vocab: got no tokens, expected some.');
  if (!Array.isArray(added) || !added.every(isAddedToken))
    throw new ModelFileError(
      file,
      `added_tokens: got ${brief(added)}, expected a list of tokens with id and content.`,
    );
  const ids = [...inModel, ...added.map(({ id }) => id)];
  const wrong = ids.find(
    (id) => !Number.isSafeInteger(id) || (id as number) < 0 || (id as number) >= mostTokens,
  );
  if (wrong !== undefined)
    throw new ModelFileError(file, `token ${brief(wrong)}: expected an integer from 0 to ${mostTokens - 1}.`);
  return (ids as number[]).reduce((most, id) => Math.max(most, id), 0) + 1;
}

function isAddedToken(value: unknown): value is { id: number; content: string } {
  return isObject(value) && typeof value.content === 'string' && value.content !== '' && 'id' in value;
}

/** The part of the library that is used. */
interface Encoder {
  encode(text: string, options: { add_special_tokens: boolean }): { ids: (number | undefined)[] };
  decode(
    tokens: number[],
    options: { skip_special_tokens: boolean; clean_up_tokenization_spaces: boolean },
  ): string;
  id_to_token(token: number): string | undefined;
}

function build(json: JsonObject, file: string): Encoder {
  const refuse = (why: string): never => {
    throw new ModelFileError(file, `a tokenizer could not be made of it: ${why}.`);
  };
  try {
    // A tokenizer that fails on the first text is as broken as one that cannot be made.
    const library = new Library({ added_tokens: [], ...json }, {}) as Encoder;
    if (library.encode('a b', { add_special_tokens: true }).ids.includes(undefined))
      return refuse('it has text without tokens, and no token for what is unknown');
    return library;
  } catch (error) {
    if (error instanceof ModelFileError) throw error;
    return refuse((error as Error).message);
  }
}

/** What it puts before every text, where that is a single token. */
function beginningOf(library: Encoder): number | undefined {
  const ids = (special: boolean): (number | undefined)[] =>
    library.encode('a', { add_special_tokens: special }).ids;
  const [first, second] = ids(true);
  return ids(true).length > ids(false).length && second === ids(false)[0] ? first : undefined;
}

function wrap(
  library: Encoder,
  identity: string,
  vocabularySize: number,
  beginning: number | undefined,
): PretrainedTokenizer {
  return {
    identity,
    vocabularySize,
    ...(beginning !== undefined && { beginning }),
    encode: (text) => {
      const { ids } = library.encode(text, { add_special_tokens: false });
      const unknown = ids.indexOf(undefined);
      if (unknown < 0) return Uint32Array.from(ids as number[]);
      throw new InvalidArgumentError({
        argument: 'text',
        got: text,
        expected: `text that the tokenizer knows; it has no token for part ${unknown} of it`,
      });
    },
    decode: (tokens) => {
      const list = Array.from(tokens, (token, i) => {
        if (library.id_to_token(token) !== undefined) return token;
        throw new InvalidArgumentError({
          argument: `tokens[${i}]`,
          got: token,
          expected: `a token of a vocabulary of ${vocabularySize}`,
        });
      });
      if (list.length === 0) return '';
      // As it was written: other tools take spaces before punctuation out.
      return library.decode(list, { skip_special_tokens: false, clean_up_tokenization_spaces: false });
    },
  };
}
