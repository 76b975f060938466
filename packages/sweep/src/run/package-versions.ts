/** The installed versions of the packages that numbers depend on, for the journal. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const ours = ['math', 'models', 'process', 'theory', 'sweep'].map((name) => `@collapse-lab/${name}`);
const names = [...ours, 'ml-matrix', 'seedrandom'];

/** name → version; without those that cannot be found from here. */
export async function packageVersions(): Promise<Record<string, string>> {
  const found = await Promise.all(names.map(async (name) => [name, await versionOf(name)] as const));
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Reads the package.json itself: the `exports` of a package need not let it be imported. */
async function versionOf(name: string): Promise<string | undefined> {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const folder of folders) {
    const text = await readFile(join(folder, name, 'package.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) return JSON.parse(text).version;
  }
  return undefined;
}
