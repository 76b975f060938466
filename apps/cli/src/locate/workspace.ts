import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Folder of the experiments, below the root of a workspace. */
export const experimentsFolder: string = join('apps', 'experiments');

/** The nearest folder upwards that has apps/experiments; otherwise where we are. */
export function workspaceRoot(from: string = process.cwd()): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, experimentsFolder))) return folder;
    if (folder === dirname(folder)) return resolve(from);
  }
}
