/** Cells of an experiment, their keys, and their partition into chunks. */
import type { Experiment, Setting } from '../experiment/experiment.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import type { Cell } from './cell.ts';

/** Seed by seed, each with all settings: more seeds append cells at the end. */
export function expand(experiment: Experiment): Cell[] {
  return [...cellsOf(experiment)];
}

/** The same, one by one: a million cells take seconds to name. */
export function* cellsOf({ seeds, settings, files, execution }: Experiment): Generator<Cell, void> {
  const { threadsPerCell: threads } = execution;
  const run = { files, ...(threads !== undefined && { threads }) };
  const names: SettingNames[] = [];
  for (const seed of seeds) {
    for (const [i, setting] of settings.entries()) {
      names[i] ??= namesOf(setting);
      yield createCell(setting, names[i], seed, run);
    }
  }
}

/** What is hashed of a setting, as canonical text: made once, not once per seed. */
interface SettingNames {
  readonly lineage: string;
  readonly rows: string;
}

/** The observers, what is recorded and how long the run is do not change the random numbers of a lineage. */
function namesOf({ parameters, laws, observers }: Setting): SettingNames {
  const { real, family, workflow, sizes, sampler, numberFormat, engine, record, snapshots } = parameters;
  // Absent where no engine trains the family: the names of such lineages must not depend on engines.
  const trained = engine === undefined ? {} : { engine };
  return {
    lineage: canonicalJson({ laws, real, family, workflow, sizes, sampler, numberFormat, ...trained }),
    rows: canonicalJson({ observers, record, snapshots }),
  };
}

function createCell(
  setting: Setting,
  names: SettingNames,
  seed: number,
  run: Pick<Cell, 'files' | 'threads'>,
): Cell {
  const { parameters, values, index, laws } = setting;
  const lineageKey = sha256(`lineage ${seed} ${names.lineage}`);
  const rowsKey = sha256(`rows ${lineageKey} ${names.rows}`);
  const key = sha256(`cell ${rowsKey} ${parameters.generations}`);
  const place = { setting: values, settingIndex: index };
  return { key, lineageKey, rowsKey, seed, parameters, ...place, laws, ...run };
}
