/** `vocab.json` and `merges.txt` of GPT-2's byte-level BPE as the one file that newer tools write. */
import { decodeUtf8 } from '@collapse-lab/math';
import type { BinaryFile, FileFolder } from './binary-file.ts';
import { ModelFileError } from './model-file-error.ts';
import { brief, isObject, type JsonObject, readJsonFile } from './read-json.ts';

export const vocabularyFile = 'vocab.json';
export const mergesFile = 'merges.txt';

/** Tokens with a meaning of their own, under their names in the settings. */
const specialNames = [
  'bos_token',
  'eos_token',
  'unk_token',
  'pad_token',
  'sep_token',
  'cls_token',
  'mask_token',
];

export interface Gpt2Tokenizer {
  readonly json: JsonObject;
  readonly beginning?: number;
}

/** @throws ModelFileError. `settings`: of `special_tokens_map.json` and `tokenizer_config.json`. */
export function gpt2Tokenizer(folder: FileFolder, settings: JsonObject): Gpt2Tokenizer {
  const file = folder.open(vocabularyFile) as BinaryFile;
  const vocab = readJsonFile(file);
  const seen = new Set<unknown>();
  for (const [token, id] of Object.entries(vocab)) {
    if (!Number.isSafeInteger(id) || (id as number) < 0 || seen.has(id))
      throw new ModelFileError(
        file.name,
        `${brief(token)}: got ${brief(id)}, expected an integer of its own.`,
      );
    seen.add(id);
  }
  const special = new Set(
    specialNames.map((name) => contentOf(settings[name])).filter((one) => one !== undefined),
  );
  const added = [...special].map((content) => addedToken(content, vocab, file.name));
  const beginning = settings.add_bos_token === true ? contentOf(settings.bos_token) : undefined;
  const byteLevel = {
    type: 'ByteLevel',
    add_prefix_space: settings.add_prefix_space === true,
    trim_offsets: true,
  };
  const json = {
    version: '1.0',
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: { ...byteLevel, use_regex: true },
    post_processor: null,
    decoder: byteLevel,
    model: { type: 'BPE', vocab, merges: readMerges(folder.open(mergesFile) as BinaryFile, vocab) },
  };
  return { json, ...(beginning !== undefined && { beginning: vocab[beginning] as number }) };
}

/** A token is written as its text, or as an object with it. */
function contentOf(token: unknown): string | undefined {
  const content = isObject(token) ? token.content : token;
  return typeof content === 'string' && content !== '' ? content : undefined;
}

function addedToken(content: string, vocab: JsonObject, file: string): JsonObject {
  if (!Object.hasOwn(vocab, content))
    throw new ModelFileError(file, `${brief(content)}: missing, but the settings of the tokenizer name it.`);
  return {
    id: vocab[content],
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  };
}

function readMerges(file: BinaryFile, vocab: JsonObject): [string, string][] {
  const lines = decode(file).split(/\r?\n/);
  // The first line says which version of the format it is.
  const first = lines[0].startsWith('#version') ? 1 : 0;
  return lines.flatMap((line, i) => {
    if (i < first || line === '') return [];
    const pair = line.split(' ');
    if (pair.length === 2 && [...pair, pair.join('')].every((token) => Object.hasOwn(vocab, token)))
      return [pair as [string, string]];
    throw new ModelFileError(
      file.name,
      `line ${i + 1}: got ${brief(line)}, expected two tokens of ${vocabularyFile} that make a third.`,
    );
  });
}

function decode(file: BinaryFile): string {
  try {
    return decodeUtf8(file.read(0, file.size));
  } catch {
    throw new ModelFileError(file.name, 'got bytes that are not UTF-8, expected text.');
  }
}
