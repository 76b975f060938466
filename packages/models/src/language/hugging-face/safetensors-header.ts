/**
 * The header of a safetensors file (https://github.com/huggingface/safetensors): 8 bytes with its length, then JSON that
 * says of each tensor its number format, shape and place; the numbers follow, little-endian, without gaps. All of it is
 * checked before a byte of the numbers is read.
 */
import type { BinaryFile } from './binary-file.ts';
import { ModelFileError } from './model-file-error.ts';
import { brief, isObject, type JsonObject, parseJsonObject } from './read-json.ts';

/** Number formats that are read, and their bytes. */
export const formatBytes = { F32: 4, F16: 2, BF16: 2 } as const;

export type TensorFormat = keyof typeof formatBytes;

/** Formats of safetensors that are not read. */
const otherFormats: Readonly<Record<string, string>> = {
  F64: 'numbers of 64 bits',
  I64: 'integers',
  I32: 'integers',
  I16: 'integers',
  I8: 'integers',
  U64: 'integers',
  U32: 'integers',
  U16: 'integers',
  U8: 'integers',
  BOOL: 'truth values',
  F8_E4M3: 'numbers of 8 bits',
  F8_E5M2: 'numbers of 8 bits',
};

export interface TensorEntry {
  readonly format: TensorFormat;
  readonly shape: readonly number[];
  /** Where its numbers begin in the file. */
  readonly offset: number;
  /** Elements. */
  readonly size: number;
}

const lengthBytes = 8;
/** As in the reference implementation. */
const longestHeader = 100e6;

/** Tensors by name, in the order of the file. @throws ModelFileError where anything is wrong */
export function readSafetensorsHeader(file: BinaryFile): ReadonlyMap<string, TensorEntry> {
  const length = headerLength(file);
  const header = parseJsonObject(file.read(lengthBytes, length), file.name, 'header');
  const start = lengthBytes + length;
  const parsed = Object.entries(header)
    .filter(([name, value]) => !isMetadata(name, value, file.name))
    .map(([name, value]) => parseTensor(name, value, file.name));
  checkPlaces(parsed, file.size - start, file.name);
  return new Map(
    parsed.map(({ name, format, shape, begin, size }) => [
      name,
      { format, shape, offset: start + begin, size },
    ]),
  );
}

function headerLength(file: BinaryFile): number {
  const { name, size } = file;
  if (size < lengthBytes)
    throw new ModelFileError(
      name,
      `got ${size} bytes, expected a safetensors file of at least 8: truncated.`,
    );
  const bytes = file.read(0, lengthBytes);
  const length = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  if (length > longestHeader)
    throw new ModelFileError(
      name,
      `got a header of ${length} bytes, expected at most ${longestHeader}: this is no safetensors file.`,
    );
  if (length > size - lengthBytes)
    throw new ModelFileError(
      name,
      `got a header of ${length} bytes in a file of ${size}: truncated, or no safetensors file.`,
    );
  return length;
}

function isMetadata(name: string, value: unknown, file: string): boolean {
  if (name !== '__metadata__') return false;
  if (isObject(value) && Object.values(value).every((one) => typeof one === 'string')) return true;
  throw new ModelFileError(file, `__metadata__: got ${brief(value)}, expected an object of texts.`);
}

interface ParsedTensor {
  readonly name: string;
  readonly format: TensorFormat;
  readonly shape: readonly number[];
  readonly size: number;
  /** Bytes after the header. */
  readonly begin: number;
  readonly end: number;
}

const members = ['dtype', 'shape', 'data_offsets'];

function parseTensor(name: string, value: unknown, file: string): ParsedTensor {
  const refuse = (problem: string): never => {
    throw new ModelFileError(file, `tensor ${brief(name)}: ${problem}`);
  };
  if (!isObject(value) || Object.keys(value).sort().join() !== [...members].sort().join())
    return refuse(
      `got ${brief(isObject(value) ? Object.keys(value) : value)}, expected ${members.join(', ')}.`,
    );
  const format = parseFormat(value, refuse);
  const shape = parseShape(value, refuse);
  const size = shape.reduce((product, one) => product * one, 1);
  const bytes = size * formatBytes[format];
  const [begin, end] = parseOffsets(value, refuse);
  if (end - begin !== bytes)
    refuse(
      `got ${end - begin} bytes (data_offsets ${begin} to ${end}), expected ${bytes} for ${describeShape(shape)} ${format}.`,
    );
  return { name, format, shape, size, begin, end };
}

type Refuse = (problem: string) => never;

function parseFormat({ dtype }: JsonObject, refuse: Refuse): TensorFormat {
  if (Object.hasOwn(formatBytes, String(dtype)) && typeof dtype === 'string') return dtype as TensorFormat;
  const expected = `expected ${Object.keys(formatBytes).join(', ')}.`;
  const other =
    typeof dtype === 'string' && Object.hasOwn(otherFormats, dtype) ? otherFormats[dtype] : undefined;
  if (other === undefined) return refuse(`got dtype ${brief(dtype)}, ${expected}`);
  return refuse(`got dtype "${dtype}" (${other}), ${expected} Convert the model, for example to float32.`);
}

function parseShape({ shape }: JsonObject, refuse: Refuse): readonly number[] {
  if (isIntegers(shape) && Number.isSafeInteger(4 * shape.reduce((product, one) => product * one, 1)))
    return shape;
  return refuse(`got shape ${brief(shape)}, expected a list of sizes.`);
}

function parseOffsets({ data_offsets: offsets }: JsonObject, refuse: Refuse): readonly [number, number] {
  if (isIntegers(offsets) && offsets.length === 2 && offsets[0] <= offsets[1])
    return [offsets[0], offsets[1]];
  return refuse(`got data_offsets ${brief(offsets)}, expected where its bytes begin and end.`);
}

function isIntegers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}

export function describeShape(shape: readonly number[]): string {
  return shape.length === 0 ? 'a single number' : shape.join(' × ');
}

/** The tensors must cover the bytes after the header: each once, all of them. */
function checkPlaces(tensors: readonly ParsedTensor[], bytes: number, file: string): void {
  const ordered = [...tensors].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  let last = 'the header';
  for (const { name, begin, end } of ordered) {
    const at = `tensor ${brief(name)}: got bytes ${begin} to ${end}`;
    if (end > bytes)
      throw new ModelFileError(
        file,
        `${at}, but only ${bytes} follow the header: truncated. Fetch it again.`,
      );
    if (begin < covered) throw new ModelFileError(file, `${at}, which overlap those of ${last}.`);
    if (begin > covered)
      throw new ModelFileError(file, `${at}, which leave a hole of ${begin - covered} after ${last}.`);
    covered = end;
    last = `tensor ${brief(name)}`;
  }
  if (covered !== bytes)
    throw new ModelFileError(file, `got ${bytes - covered} bytes after ${last}, expected none.`);
}
