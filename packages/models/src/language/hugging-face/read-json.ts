import { decodeUtf8 } from '@collapse-lab/math';
import type { BinaryFile } from './binary-file.ts';
import { duplicateKey } from './duplicate-key.ts';
import { ModelFileError } from './model-file-error.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The largest file of JSON that is read: tokenizers have some ten megabytes. */
const mostBytes = 100e6;

/** @throws ModelFileError where the file is not an object in JSON, or has a key twice */
export function readJsonFile(file: BinaryFile): JsonObject {
  if (file.size > mostBytes)
    throw new ModelFileError(file.name, `got ${file.size} bytes, expected at most ${mostBytes} of JSON.`);
  return parseJsonObject(file.read(0, file.size), file.name, 'JSON');
}

/** @throws ModelFileError; `what` is what messages call the text */
export function parseJsonObject(bytes: Uint8Array, file: string, what: string): JsonObject {
  const text = decode(bytes, file, what);
  const value = parse(text, file, what);
  if (!isObject(value)) throw new ModelFileError(file, `${what}: got ${brief(value)}, expected an object.`);
  const key = duplicateKey(text);
  if (key === undefined) return value;
  throw new ModelFileError(file, `${what}: got the key ${brief(key)} twice in one object, expected it once.`);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const longest = 60;

/** A value of JSON for a message. */
export function brief(value: unknown): string {
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) && value.length <= 8 && value.every((one) => typeof one !== 'object')
      ? `[${value.map(brief).join(', ')}]`
      : `a list or object`;
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function decode(bytes: Uint8Array, file: string, what: string): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    throw new ModelFileError(file, `${what}: got bytes that are not UTF-8, expected text.`);
  }
}

function parse(text: string, file: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ModelFileError(file, `${what}: got text that is not JSON (${(error as Error).message}).`);
  }
}
