import { type Experiment, loadExperiment, openStore, type Store } from '@collapse-lab/sweep';
import { findExperimentFile } from '../locate/experiment-file.ts';
import { storeDirectory } from '../locate/store-directory.ts';
import type { ExperimentOptions } from './rerun-command.ts';

export interface Loaded {
  /** Of the experiment. */
  readonly file: string;
  readonly experiment: Experiment;
  readonly store: Store;
}

/** @throws UsageError, ExperimentError, StoreError. */
export async function load(experiment: string, options: ExperimentOptions): Promise<Loaded> {
  const file = findExperimentFile(experiment);
  return {
    file,
    experiment: await loadExperiment(file, overrides(options)),
    store: await openStore(storeDirectory(options.store)),
  };
}
