/**
 * Pictures and their labels from IDX files, the format of MNIST and its successors: two zero bytes, the type of the
 * values (8: unsigned byte), the number of sizes, the sizes as 32-bit big-endian integers, the values. Gzipped or not.
 */
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { errorCode } from '../store/store-error.ts';
import { DataFileError } from './data-file.ts';

export interface IdxArray {
  readonly sizes: readonly number[];
  readonly values: Uint8Array;
}

const unsignedByte = 8;
/** 1 GiB, 8 of which the pictures are as numbers. */
const mostBytes = 1_073_741_824;

/**
 * @param rank how many sizes there must be: 3 for pictures (n, height, width), 1 for labels (n).
 * @param most bytes, unpacked, of the largest file that is read
 * @throws DataFileError that names the file and what is wrong with it
 */
export function readIdxFile(path: string, rank: 1 | 3, most: number = mostBytes): IdxArray {
  const name = basename(path);
  const { size } = statSync(path);
  if (size > most) throw tooLarge(name, `${size} bytes`, most);
  return parseIdx(gunzipped(readFileSync(path), name, most), rank, name);
}

function tooLarge(name: string, got: string, most: number): DataFileError {
  return new DataFileError(
    `${name}: got ${got}, expected at most ${most}, which are eight times as many in memory. Take fewer pictures.`,
  );
}

function gunzipped(bytes: Uint8Array, name: string, most: number): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(name, `more than ${most} bytes when unpacked`, most);
    throw new DataFileError(
      `${name}: the gzip file is truncated or corrupt (${(error as Error).message}). Fetch it again.`,
    );
  }
}

export function parseIdx(bytes: Uint8Array, rank: 1 | 3, name: string): IdxArray {
  const header = 4 + 4 * rank;
  const what = rank === 3 ? 'pictures (magic number 2051)' : 'labels (magic number 2049)';
  const start = bytes.subarray(0, 4);
  if (start.length < 4 || start[0] !== 0 || start[1] !== 0 || start[2] !== unsignedByte || start[3] !== rank)
    throw new DataFileError(
      `${name}: got a file that begins with the bytes ${[...start].join(' ') || '(none)'}, expected an IDX file of ` +
        `${what}, which begins with 0 0 ${unsignedByte} ${rank}.`,
    );
  if (bytes.length < header)
    throw new DataFileError(`${name}: got ${bytes.length} bytes, expected a header of ${header}: truncated.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const sizes = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = header + sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== expected)
    throw new DataFileError(
      `${name}: got ${bytes.length} bytes, expected ${expected} for ${sizes.join(' × ')} values: ` +
        `${bytes.length < expected ? 'truncated' : 'something follows the data'}. Fetch it again.`,
    );
  if (sizes.includes(0)) throw new DataFileError(`${name}: got ${sizes.join(' × ')} values, expected some.`);
  return { sizes, values: bytes.subarray(header) };
}
