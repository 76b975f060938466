import { join, resolve } from 'node:path';
import { workspaceRoot } from './workspace.ts';

/** --store, else COLLAPSE_STORE, else ./store of the workspace. */
export function storeDirectory(option: string | undefined): string {
  const chosen = option ?? process.env.COLLAPSE_STORE;
  return chosen === undefined || chosen === '' ? join(workspaceRoot(), 'store') : resolve(chosen);
}
