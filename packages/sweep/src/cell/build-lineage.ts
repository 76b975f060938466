/** What a worker runs for a cell. Real data and families are made once per worker and setting. */
import { Stream } from '@collapse-lab/math';
import type { AnyFamily, RealSource } from '@collapse-lab/models';
import { type Observer, observers, type RecordPolicy, type RunRequest } from '@collapse-lab/process';
import type { Engine } from '@collapse-lab/tensor';
import { engineAvailability, nameOf, openEngine } from '../engine/engines.ts';
import { canonicalJson } from './canonical.ts';
import type { Cell, CellParameters } from './cell.ts';
import { createRealSource } from './create-real-source.ts';
import { familyResources, loadFamily } from './load-family.ts';
import { SettingCache } from './setting-cache.ts';

interface SettingParts {
  readonly real: RealSource;
  readonly family: AnyFamily;
  readonly observers: readonly Observer[];
}

const cache = new SettingCache<SettingParts>(64, 2);

export interface BuildOptions {
  /** To look at results rather than to compute them: where the engine of the cell is not there, another one will do. */
  readonly anyEngine?: boolean;
}

/** Throws DataFileError, ChangedFileError and FamilyModuleError where a file is no longer what it was; EngineError. */
export async function buildLineage(
  cell: Cell,
  { anyEngine = false }: BuildOptions = {},
): Promise<RunRequest> {
  const { parameters, seed, lineageKey } = cell;
  const { real, family, observers } = await partsOf(cell, anyEngine);
  const { workflow, sizes, sampler, numberFormat, generations, record, snapshots } = parameters;
  return {
    spec: { real, family, workflow, sizes, sampler, numberFormat } as unknown as RunRequest['spec'],
    streams: {
      real: Stream.fromPath([seed, 'real', real.identity]),
      lineage: Stream.fromPath([lineageKey]),
    },
    generations,
    observers,
    record: record as unknown as RecordPolicy,
    snapshots,
  };
}

function partsOf(cell: Cell, anyEngine: boolean): Promise<SettingParts> {
  const { real, family, observers, engine = null } = cell.parameters;
  const { threads = 1 } = cell;
  const name = canonicalJson({ real, family, observers, engine, threads, anyEngine });
  return cache.get(name, engine !== null, () => createParts(cell, anyEngine));
}

async function createParts({ parameters, files, threads }: Cell, anyEngine: boolean): Promise<SettingParts> {
  const real = createRealSource(parameters.real, files);
  const { engine } = parameters;
  const { kind, module, ...options } = parameters.family;
  const definition = await loadFamily({ kind, ...(typeof module === 'string' && { module }) }, files);
  return {
    real,
    family: definition.create(
      options,
      real.shape,
      real,
      engineFor(engine, threads, anyEngine),
      familyResources(files),
    ),
    observers: parameters.observers.map(({ kind, ...options }) => observers[kind].create(options)),
  };
}

/** Undefined: what the family takes by itself, which runs everywhere. */
function engineFor(
  engine: CellParameters['engine'],
  threads: Cell['threads'],
  anyEngine: boolean,
): Engine | undefined {
  if (engine === undefined || (anyEngine && !engineAvailability(nameOf(engine)).available)) return undefined;
  return openEngine(engine, threads);
}
