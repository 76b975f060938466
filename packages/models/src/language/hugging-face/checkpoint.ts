/** The tensors of a folder: of `model.safetensors`, or of the shards that `model.safetensors.index.json` lists. */
import type { BinaryFile, FileFolder } from './binary-file.ts';
import { ModelFileError } from './model-file-error.ts';
import { brief, isObject, readJsonFile } from './read-json.ts';
import { readTensor } from './read-tensor.ts';
import { readSafetensorsHeader, type TensorEntry } from './safetensors-header.ts';

export const singleFile = 'model.safetensors';
export const indexFile = 'model.safetensors.index.json';

export interface CheckpointTensor {
  readonly file: BinaryFile;
  readonly shape: readonly number[];
  /** Its numbers, row-major. */
  read(): Float32Array;
}

/** Tensors by name, none of them read yet. */
export type Checkpoint = ReadonlyMap<string, CheckpointTensor>;

/** The names of the files that hold the tensors. @throws ModelFileError where there are none or the index is broken */
export function checkpointFiles(folder: FileFolder): readonly string[] {
  if (folder.open(singleFile) !== undefined) return [singleFile];
  return [indexFile, ...new Set(readIndex(folder).values())];
}

/** @throws ModelFileError where a file is missing or broken, or index and shards contradict each other */
export function openCheckpoint(folder: FileFolder): Checkpoint {
  const single = folder.open(singleFile);
  if (single !== undefined) return tensorsOf(single, readSafetensorsHeader(single));
  const index = readIndex(folder);
  const tensors = new Map<string, CheckpointTensor>();
  for (const name of new Set(index.values()))
    for (const [tensor, opened] of openShard(folder, name, index)) tensors.set(tensor, opened);
  return tensors;
}

function tensorsOf(file: BinaryFile, entries: ReadonlyMap<string, TensorEntry>): Checkpoint {
  return new Map(
    [...entries].map(([name, entry]) => [
      name,
      { file, shape: entry.shape, read: () => readTensor(file, entry) },
    ]),
  );
}

function openShard(folder: FileFolder, name: string, index: ReadonlyMap<string, string>): Checkpoint {
  const file = folder.open(name);
  if (file === undefined)
    throw new ModelFileError(
      `${folder.name}/${name}`,
      `no such file, but ${indexFile} lists it. Fetch it again.`,
    );
  const entries = readSafetensorsHeader(file);
  for (const tensor of entries.keys())
    if (index.get(tensor) !== name)
      throw new ModelFileError(
        file.name,
        `tensor ${brief(tensor)}: got it here, expected it in ${index.get(tensor) ?? 'no shard'} by ${indexFile}.`,
      );
  for (const [tensor, shard] of index)
    if (shard === name && !entries.has(tensor))
      throw new ModelFileError(
        file.name,
        `tensor ${brief(tensor)}: missing, but ${indexFile} says that it is here.`,
      );
  return tensorsOf(file, entries);
}

/** Tensor → shard. */
function readIndex(folder: FileFolder): ReadonlyMap<string, string> {
  const file = folder.open(indexFile);
  if (file === undefined) throw new ModelFileError(folder.name, noTensors(folder));
  const { weight_map: map } = readJsonFile(file);
  if (!isObject(map) || Object.keys(map).length === 0)
    throw new ModelFileError(file.name, `weight_map: got ${brief(map)}, expected the shard of each tensor.`);
  for (const [tensor, shard] of Object.entries(map))
    if (typeof shard !== 'string' || !/^[\w-][\w.-]*\.safetensors$/.test(shard))
      throw new ModelFileError(
        file.name,
        `weight_map, tensor ${brief(tensor)}: got ${brief(shard)}, expected the name of a safetensors file of this folder.`,
      );
  return new Map(Object.entries(map as Readonly<Record<string, string>>));
}

function noTensors(folder: FileFolder): string {
  const expected = `expected a folder with ${singleFile}, or with ${indexFile} and the files it lists.`;
  if (folder.open('pytorch_model.bin') === undefined) return `got no tensors, ${expected}`;
  return (
    `got pytorch_model.bin alone, which can run code when it is read; ${expected} ` +
    'Convert it in Python: AutoModelForCausalLM.from_pretrained(folder).save_pretrained(folder).'
  );
}
