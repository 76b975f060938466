/** Data files and family modules that an experiment refers to: read once, known by the hash of their content. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import type { FamilyResources, Json, ModelDefinition } from '@collapse-lab/models';
import { canonicalJson } from '../cell/canonical.ts';
import { contentHash, moduleHash } from '../cell/file-content.ts';
import { openFolder } from '../cell/file-folder.ts';
import { modelFolderHash, tokenizerFolderHash } from '../cell/folder-content.ts';
import { loadFamilyModule } from '../cell/load-family.ts';
import type { ParameterProblem } from './problem-log.ts';

type Options = Readonly<Record<string, Json>>;

/** Parameters with the file's hash in the place of its path. */
export type Located = { readonly options: Options } | { readonly problem: ParameterProblem };

export interface FamilyModule {
  readonly hash: string;
  readonly definition: ModelDefinition;
}

const textParts = ['train', 'validation', 'test', 'pretraining'];

/** As WikiText calls its files, tokenised or raw, and as others do; none for the text to pretrain on. */
function textNames(part: string): readonly string[] {
  if (part === 'pretraining') return [];
  const short = part === 'validation' ? 'valid' : part;
  return [`wiki.${short}.tokens`, `wiki.${short}.raw`, `${short}.txt`];
}

/** Of a problem with what `place` should have: that it is not there, and what to do then. */
function absence(place: string, path: readonly string[]): Pick<ParameterProblem, 'remedy' | 'absentData'> {
  if (existsSync(place)) return {};
  const remedy = `Put it there, or name where it is: --set ${path.join('.')}=/path/to/it.`;
  return { remedy, absentData: true };
}

function absent(folder: Json, expected: string): ParameterProblem {
  const remedy = 'Put the files there, or name a folder that has them: --set real.folder=/path/to/it.';
  return { path: ['real', 'folder'], got: folder, expected, remedy, absentData: true };
}

export class Resources {
  readonly #directory: string;
  /** Content hash → absolute path. */
  readonly files: Record<string, string> = {};
  /** Of folders that were located: what is in them was read a moment ago. */
  readonly family: FamilyResources = { modelFolder: (hash) => openFolder(this.files[hash]) };
  readonly #hashes = new Map<string, string>();
  readonly #located = new Map<string, Located>();
  readonly #modules = new Map<string, FamilyModule | { problem: ParameterProblem }>();

  /** Paths in the file are relative to `directory`. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** `real` with `kind: file`. */
  locate({ path, format, ...options }: Options): Located {
    const name = canonicalJson({ path, format: format ?? null, ...options });
    const known = this.#located.get(name);
    if (known !== undefined) return known;
    const located = this.#locate(String(path), format, options);
    this.#located.set(name, located);
    return located;
  }

  /** `real` with `kind: idx`: the hashes of the files of pictures and, where they are there, of labels. */
  locateIdx({ folder, part, ...options }: Options): Located {
    const path = this.#at(folder);
    const find = (name: string): string | undefined =>
      [name, `${name}.gz`].map((one) => join(path, one)).find((one) => existsSync(one));
    const images = find(`${part}-images-idx3-ubyte`);
    const labels = find(`${part}-labels-idx1-ubyte`);
    if (images === undefined) {
      const expected = `a folder with ${part}-images-idx3-ubyte or ${part}-images-idx3-ubyte.gz in it`;
      return { problem: absent(folder, expected) };
    }
    try {
      const hashes = { images: this.#hash(images), ...(labels && { labels: this.#hash(labels) }) };
      return { options: { ...options, ...hashes } };
    } catch (error) {
      const expected = `files that can be read: ${(error as Error).message}`;
      return { problem: { path: ['real', 'folder'], got: folder, expected } };
    }
  }

  /** `real` with `kind: text`: the hash of each part that is named, or that the folder has. */
  locateText({ folder, ...options }: Options): Located {
    const hashes: Record<string, Json> = {};
    for (const part of textParts) {
      const given = options[part];
      if (given !== undefined && folder !== undefined && part !== 'pretraining') {
        const expected = 'nothing beside `folder`, which has the text of each part: leave one of them out';
        return { problem: { path: ['real', part], got: given, expected } };
      }
      const path = given ?? (folder === undefined ? undefined : this.#partOf(String(folder), part));
      if (path === undefined) continue;
      try {
        hashes[part] = this.#hash(this.#at(path));
      } catch (error) {
        const expected = `a file that can be read: ${(error as Error).message}`;
        return {
          problem: { path: ['real', part], got: path, expected, ...absence(this.#at(path), ['real', part]) },
        };
      }
    }
    const tokenizer = this.#locateTokenizer(options.tokenizer);
    if ('problem' in tokenizer) return tokenizer;
    if (hashes.train !== undefined) return { options: { ...options, ...hashes, ...tokenizer } };
    const expected = `a folder with ${textNames('train').join(' or ')} in it`;
    return folder === undefined
      ? { problem: { path: ['real', 'train'], expected: 'missing; expected a file of text, or `folder`' } }
      : { problem: absent(folder, expected) };
  }

  #partOf(folder: string, part: string): string | undefined {
    const paths = textNames(part).map((name) => join(folder, name));
    return paths.find((path) => existsSync(this.#at(path)));
  }

  /** Options of a family with the hash of the content of a model's folder in the place of its path. */
  locateModels(options: Options, paths: readonly (readonly string[])[]): Located {
    let located = options;
    for (const path of paths) {
      const folder = valueAt(located, path);
      if (typeof folder !== 'string') continue;
      const found = this.#locateFolder(folder, modelFolderHash);
      if ('expected' in found) return { problem: this.#folderProblem(['family', ...path], folder, found) };
      located = withValue(located, path, found.hash);
    }
    return { options: located };
  }

  /** With the hash of the content of its folder in the place of the path, where it has one. */
  #locateTokenizer(tokenizer: Json): { readonly tokenizer: Json } | { readonly problem: ParameterProblem } {
    const folder = isOptions(tokenizer) ? tokenizer.folder : undefined;
    if (typeof folder !== 'string') return { tokenizer };
    const found = this.#locateFolder(folder, tokenizerFolderHash);
    if ('expected' in found)
      return { problem: this.#folderProblem(['real', 'tokenizer', 'folder'], folder, found) };
    return { tokenizer: { ...(tokenizer as Options), folder: found.hash } };
  }

  #folderProblem(
    path: readonly string[],
    folder: string,
    found: { readonly expected: string },
  ): ParameterProblem {
    return { path, got: folder, ...found, ...absence(this.#at(folder), path) };
  }

  #at(path: Json): string {
    return resolve(this.#directory, String(path));
  }

  #locateFolder(
    folder: string,
    hashOf: (path: string) => string,
  ): { readonly hash: string } | { readonly expected: string } {
    const absolute = this.#at(folder);
    // One folder may have a model and a tokenizer.
    const name = `${hashOf.name} ${absolute}`;
    try {
      const hash = this.#hashes.get(name) ?? hashOf(absolute);
      this.#hashes.set(name, hash);
      this.files[hash] = absolute;
      return { hash };
    } catch (error) {
      return {
        expected: `a folder as Hugging Face saves it: ${(error as Error).message.replace(/\.$/, '')}`,
      };
    }
  }

  /** Loads a module, once; afterwards `module(path)` has it. */
  async load(path: string): Promise<void> {
    if (this.#modules.has(path)) return;
    const absolute = resolve(this.#directory, path);
    try {
      readFileSync(absolute);
      const hash = moduleHash(absolute);
      const definition = await loadFamilyModule(absolute, hash);
      this.files[hash] = absolute;
      this.#modules.set(path, { hash, definition });
    } catch (error) {
      const expected = `a module with a model family as default export: ${(error as Error).message}`;
      this.#modules.set(path, { problem: { path: ['family', 'module'], got: path, expected } });
    }
  }

  module(path: string): FamilyModule | { readonly problem: ParameterProblem } {
    return this.#modules.get(path) as FamilyModule;
  }

  #locate(path: string, format: Json | undefined, options: Options): Located {
    const extension = extname(path).slice(1).replace('ndjson', 'jsonl');
    if (format === undefined && extension !== 'csv' && extension !== 'jsonl') {
      const expected = `csv or jsonl; the name ${basename(path)} does not say which`;
      return { problem: { path: ['real', 'format'], expected: `missing; expected ${expected}` } };
    }
    try {
      const hash = this.#hash(resolve(this.#directory, path));
      return { options: { ...options, format: format ?? extension, sha256: hash } };
    } catch (error) {
      const expected = `a file that can be read: ${(error as Error).message}`;
      return { problem: { path: ['real', 'path'], got: path, expected } };
    }
  }

  #hash(absolute: string): string {
    const hash = this.#hashes.get(absolute) ?? contentHash(absolute);
    this.#hashes.set(absolute, hash);
    this.files[hash] = absolute;
    return hash;
  }
}

function valueAt(options: Options, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isOptions(value) ? value[name] : undefined), options);
}

/** A copy with this value at a path that is there. */
function withValue(options: Options, [name, ...rest]: readonly string[], value: Json): Options {
  return { ...options, [name]: rest.length === 0 ? value : withValue(options[name] as Options, rest, value) };
}

function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
