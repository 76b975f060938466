/** Model families by name, and users' own from a module whose default export is `defineModel({…})`. */
import { pathToFileURL } from 'node:url';
import { CollapseLabError } from '@collapse-lab/math';
import { type FamilyResources, families, type ModelDefinition } from '@collapse-lab/models';
import { moduleHash, pathOf } from './file-content.ts';
import { openFolder } from './file-folder.ts';
import { modelFolderHash } from './folder-content.ts';

/** A module that does not give a model family. */
export class FamilyModuleError extends CollapseLabError {
  override readonly name: string = 'FamilyModuleError';
}

const loaded = new Map<string, Promise<ModelDefinition>>();

export interface FamilyReference {
  readonly kind: string;
  /** Hash of the module, for a user's own family. */
  readonly module?: string;
}

/** Throws FamilyModuleError and ChangedFileError. */
export async function loadFamily(
  { kind, module }: FamilyReference,
  files: Readonly<Record<string, string>>,
): Promise<ModelDefinition> {
  if (module === undefined) return families[kind] as ModelDefinition;
  return loadFamilyModule(pathOf(module, files, moduleHash), module);
}

/** `files`: content hash → path. */
export function familyResources(files: Readonly<Record<string, string>>): FamilyResources {
  return { modelFolder: (hash) => openFolder(pathOf(hash, files, modelFolderHash)) };
}

/** Loaded once per content: the hash in the address keeps an edited module from being served as it was. */
export function loadFamilyModule(path: string, hash: string): Promise<ModelDefinition> {
  const known = loaded.get(hash);
  if (known !== undefined) return known;
  const definition = importFamily(path, hash);
  loaded.set(hash, definition);
  return definition;
}

async function importFamily(path: string, hash: string): Promise<ModelDefinition> {
  const exported = await importModule(path, hash);
  const definition = exported.default as Partial<ModelDefinition> | undefined;
  const isDefinition =
    typeof definition?.name === 'string' &&
    Number.isInteger(definition.lawVersion) &&
    typeof definition.resolve === 'function' &&
    typeof definition.create === 'function';
  if (isDefinition) return definition as ModelDefinition;
  const got = Object.keys(exported).join(', ') || 'nothing';
  throw new FamilyModuleError(
    `${path}: it exports ${got}; expected a default export made by defineModel({ name, lawVersion, resolve, create, … })`,
  );
}

async function importModule(path: string, hash: string): Promise<Record<string, unknown>> {
  try {
    return await withoutExit(() => import(`${pathToFileURL(path).href}?content=${hash}`));
  } catch (error) {
    throw new FamilyModuleError(`${path}: could not be loaded: ${String(error)}`, { cause: error });
  }
}

let importing = 0;
let exit: typeof process.exit = process.exit;

/** A module that ends the process while it is loaded would end a run without a word, and with its own exit code. */
async function withoutExit<T>(load: () => Promise<T>): Promise<T> {
  if (importing === 0) {
    exit = process.exit;
    process.exit = refuseExit;
  }
  importing++;
  try {
    return await load();
  } finally {
    importing--;
    if (importing === 0) process.exit = exit;
  }
}

function refuseExit(code?: number | string | null): never {
  throw new Error(`it calls process.exit(${code ?? ''}) while it is loaded`);
}
