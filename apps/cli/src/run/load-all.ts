/** All experiments of the workspace. One that cannot be loaded, since its data are not there, is told and keeps none of the others back. */
import { ExperimentError } from '@collapse-lab/sweep';
import { experimentArgument, experimentFiles } from '../locate/experiment-file.ts';
import { type Loaded, load } from './load.ts';
import type { ExperimentOptions } from './rerun-command.ts';

export interface Unloadable {
  readonly name: string;
  readonly file: string;
  /** Everything that is wrong with it. */
  readonly problem: string;
}

/** @throws StoreError */
export async function loadAll(
  options: ExperimentOptions,
): Promise<{ loaded: readonly Loaded[]; unloadable: readonly Unloadable[] }> {
  const loaded: Loaded[] = [];
  const unloadable: Unloadable[] = [];
  for (const file of experimentFiles()) {
    try {
      loaded.push(await load(file, options));
    } catch (error) {
      if (!(error instanceof ExperimentError)) throw error;
      unloadable.push({ name: experimentArgument(file), file, problem: error.message });
    }
  }
  return { loaded, unloadable };
}

export function printUnloadable(unloadable: readonly Unloadable[]): void {
  for (const { name, problem } of unloadable) console.log(`\n${name} cannot be run as it is: ${problem}`);
}
