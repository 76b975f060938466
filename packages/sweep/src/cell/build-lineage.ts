/** What a worker runs for a cell. Real data and families are made once per worker and setting. */
import { Stream } from '@collapse-lab/math';
import type { AnyFamily, RealSource } from '@collapse-lab/models';
import { type Observer, observers, type RecordPolicy, type RunRequest } from '@collapse-lab/process';
import { openEngine } from '../engine/engines.ts';
import { canonicalJson } from './canonical.ts';
import type { Cell, CellParameters } from './cell.ts';
import { createRealSource } from './create-real-source.ts';
import { loadFamily } from './load-family.ts';

interface SettingParts {
  readonly real: RealSource;
  readonly family: AnyFamily;
  readonly observers: readonly Observer[];
}

const mostCached = 64;
const cache = new Map<string, Promise<SettingParts>>();

/** Throws DataFileError, ChangedFileError and FamilyModuleError where a file is no longer what it was; EngineError. */
export async function buildLineage(cell: Cell): Promise<RunRequest> {
  const { parameters, seed, lineageKey } = cell;
  const { real, family, observers } = await partsOf(cell);
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

function partsOf({ parameters, files }: Cell): Promise<SettingParts> {
  const { real, family, observers, engine = null } = parameters;
  const name = canonicalJson({ real, family, observers, engine });
  const known = cache.get(name);
  if (known !== undefined) return known;
  const parts = createParts(parameters, files);
  if (cache.size >= mostCached) cache.delete(cache.keys().next().value as string);
  cache.set(name, parts);
  parts.catch(() => cache.delete(name));
  return parts;
}

async function createParts(parameters: CellParameters, files: Cell['files']): Promise<SettingParts> {
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
      engine === undefined ? undefined : openEngine(engine),
    ),
    observers: parameters.observers.map(({ kind, ...options }) => observers[kind].create(options)),
  };
}
