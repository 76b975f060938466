/** A model that was kept as a snapshot, as files that other tools load. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { CollapseLabError, InvalidArgumentError } from '@collapse-lab/math';
import {
  type BinaryFile,
  type Blobs,
  type Json,
  type LanguageFamily,
  type OutputFile,
  tokenizerFiles,
} from '@collapse-lab/models';
import { buildLineage } from '../cell/build-lineage.ts';
import type { Cell } from '../cell/cell.ts';
import { pathOf } from '../cell/file-content.ts';
import { openFolder, writeOutputFile } from '../cell/file-folder.ts';
import { tokenizerFolderHash } from '../cell/folder-content.ts';
import { blobNamesIn } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';

/** What cannot be exported, and why. */
export class ExportError extends CollapseLabError {
  override readonly name: string = 'ExportError';
}

export interface Exported {
  /** The generation. */
  readonly t: number;
  /** Names of the files, in the order written. */
  readonly files: readonly string[];
  /** Whether the files of a pretrained tokenizer are among them. */
  readonly tokenizer: boolean;
}

/**
 * Writes model `t` of a published cell into a folder that must not be there, or be empty; the folder appears whole or not
 * at all.
 *
 * @throws ExportError where the cell is not published, has no such snapshot or a family without such files; StoreError,
 * ChangedFileError
 */
export async function exportModel(cell: Cell, store: Store, t: number, folder: string): Promise<Exported> {
  checkFree(folder);
  const parameters = await snapshotOf(cell, store, t);
  const { spec } = await buildLineage(cell, { anyEngine: true });
  const family = spec.family as unknown as LanguageFamily;
  if (family.files === undefined)
    throw new ExportError(`Models of the family ${family.name} cannot be exported; those of opt can.`);
  const model = family.decode(parameters, await blobsOf(parameters, store));
  const tokenizer = tokenizerOf(cell);
  writeFolder(folder, [...family.files(model), ...tokenizer]);
  const files = readdirSync(folder).sort();
  return { t, files, tokenizer: tokenizer.length > 0 };
}

async function snapshotOf(cell: Cell, store: Store, t: number): Promise<Json> {
  const result = await store.read(cell.key);
  if (result === undefined) throw new ExportError('The cell is not in the store yet: run it first.');
  const found = result.snapshots.find((one) => one.t === t);
  if (found !== undefined) return found.parameters;
  const kept = result.snapshots.map((one) => one.t).join(', ');
  throw new ExportError(
    `No model of generation ${t} was kept; ${kept === '' ? 'none was' : `those of ${kept} were`}. ` +
      `Write snapshots: [${t}] in the experiment and run it again.`,
  );
}

/** Those that the snapshot names, read before: a family asks for them at once. */
async function blobsOf(parameters: Json, store: Store): Promise<Blobs> {
  const read = new Map<string, Uint8Array>();
  for (const name of blobNamesIn(JSON.stringify(parameters))) {
    const bytes = await store.readBlob(name);
    if (bytes === undefined) throw new ExportError(`Blob ${name} of the store is missing or damaged.`);
    read.set(name, bytes);
  }
  const refuse = (got: string | undefined): never => {
    throw new InvalidArgumentError({ argument: 'blob', got, expected: 'one that the snapshot names' });
  };
  return { put: () => refuse(undefined), get: (name) => read.get(name) ?? refuse(name) };
}

/** The files of the pretrained tokenizer that made the tokens, where it was one. */
function tokenizerOf({ parameters, files }: Cell): OutputFile[] {
  const { tokenizer } = parameters.real as { tokenizer?: Json };
  const hash = (tokenizer as { folder?: string } | undefined)?.folder;
  if (hash === undefined) return [];
  const folder = openFolder(pathOf(hash, files, tokenizerFolderHash));
  return tokenizerFiles(folder).map((name) => {
    const file = folder.open(name) as BinaryFile;
    return { name, size: file.size, bytes: () => [file.read(0, file.size)] };
  });
}

/** The folder appears at once, with everything in it. */
function writeFolder(folder: string, files: readonly OutputFile[]): void {
  const part = `${folder}.${randomUUID()}.part`;
  try {
    mkdirSync(part, { recursive: true });
    for (const file of files) writeOutputFile(part, file);
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** What is there is not to be overwritten. */
function checkFree(folder: string): void {
  if (!existsSync(folder)) return;
  if (statSync(folder).isDirectory() && readdirSync(folder).length === 0) return;
  throw new ExportError(`${folder}: it is there already; expected a new folder or an empty one.`);
}
