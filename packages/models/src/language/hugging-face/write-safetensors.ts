/** Tensors as safetensors files: the same tensors give the same bytes. */
import { encodeUtf8 } from '@collapse-lab/math';
import type { OutputFile } from './binary-file.ts';
import { indexFile, singleFile } from './checkpoint.ts';

export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

/** Numbers turned into bytes at once. */
const pieceSize = 1 << 18;
/** The header is filled up with spaces, so that the numbers after it can be used where they lie. */
const alignment = 8;

/** The files of a checkpoint, each of at most `mostBytes` of numbers where no tensor has more, in the order of names. */
export function safetensorsFiles(tensors: readonly TensorToWrite[], mostBytes: number): OutputFile[] {
  const shards = shardsOf([...tensors].sort(byName), mostBytes);
  if (shards.length <= 1) return [safetensorsFile(singleFile, shards[0] ?? [])];
  const digits = (n: number): string => String(n).padStart(5, '0');
  const nameOf = (i: number): string => `model-${digits(i + 1)}-of-${digits(shards.length)}.safetensors`;
  const map = shards.flatMap((shard, i) => shard.map(({ name }) => [name, nameOf(i)] as const));
  const total = shards.flat().reduce((sum, { values }) => sum + 4 * values.length, 0);
  const index = { metadata: { total_size: total }, weight_map: Object.fromEntries(map) };
  return [...shards.map((shard, i) => safetensorsFile(nameOf(i), shard)), jsonFile(indexFile, index)];
}

export function jsonFile(name: string, value: unknown): OutputFile {
  const content = encodeUtf8(`${JSON.stringify(value, null, 2)}\n`);
  return { name, size: content.length, bytes: () => [content] };
}

/** By code units, as everywhere else alike. */
function byName(a: TensorToWrite, b: TensorToWrite): number {
  return a.name < b.name ? -1 : 1;
}

function shardsOf(tensors: readonly TensorToWrite[], mostBytes: number): TensorToWrite[][] {
  const shards: TensorToWrite[][] = [];
  let bytes = Infinity;
  for (const tensor of tensors) {
    const size = 4 * tensor.values.length;
    if (bytes + size > mostBytes) {
      shards.push([]);
      bytes = 0;
    }
    (shards.at(-1) as TensorToWrite[]).push(tensor);
    bytes += size;
  }
  return shards;
}

/** One safetensors file. */
export function safetensorsFile(name: string, tensors: readonly TensorToWrite[]): OutputFile {
  const header = headerOf(tensors);
  const numbers = tensors.reduce((sum, { values }) => sum + 4 * values.length, 0);
  return {
    name,
    size: header.length + numbers,
    *bytes() {
      yield header;
      for (const { values } of tensors)
        for (let start = 0; start < values.length; start += pieceSize)
          yield bytesOf(values.subarray(start, start + pieceSize));
    },
  };
}

function headerOf(tensors: readonly TensorToWrite[]): Uint8Array {
  let offset = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const begin = offset;
    offset += 4 * values.length;
    return [name, { dtype: 'F32', shape, data_offsets: [begin, offset] }] as const;
  });
  // What other tools look for to know that tensors are stored as PyTorch stores them.
  const json = encodeUtf8(JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) }));
  const length = Math.ceil(json.length / alignment) * alignment;
  const header = new Uint8Array(8 + length).fill(0x20, 8);
  new DataView(header.buffer).setUint32(0, length, true);
  header.set(json, 8);
  return header;
}

function bytesOf(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i], true);
  return bytes;
}
