import {
  autoEngine,
  type Experiment,
  type ExperimentChanges,
  loadExperiment,
  openStore,
  recordAutoEngine,
  type Store,
} from '@collapse-lab/sweep';
import { findExperimentFile } from '../locate/experiment-file.ts';
import { storeDirectory } from '../locate/store-directory.ts';
import { UsageError } from '../output/usage-error.ts';
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
  const directory = storeDirectory(options.store);
  const store = await openStore(directory);
  const changes = { ...changesOf(options), autoEngine: autoEngine(directory) };
  return { file, experiment: await loadExperiment(file, changes), store };
}

/**
 * To compute and publish: what `engine: auto` is must then be written down, and be for all that share the store what
 * the first of them wrote.
 */
export async function loadToRun(experiment: string, options: ExperimentOptions): Promise<Loaded> {
  const directory = storeDirectory(options.store);
  const planned = autoEngine(directory);
  const loaded = await load(experiment, options);
  if (loaded.experiment.settings.every(({ parameters }) => parameters.engine === undefined)) return loaded;
  return (await recordAutoEngine(directory)) === planned ? loaded : load(experiment, options);
}

function changesOf({ seeds, generations, set = [] }: ExperimentOptions): ExperimentChanges {
  return {
    settings: Object.fromEntries(set.map(parseAssignment)),
    ...(seeds === undefined ? {} : { seeds }),
    ...(generations === undefined ? {} : { generations }),
  };
}

function parseAssignment(text: string): [path: string, value: string] {
  const equals = text.indexOf('=');
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  throw new UsageError(`--set: got ${JSON.stringify(text)}, expected key=value, such as sizes.new=50.`);
}
