/** A cell: one grid point with one seed. The unit of work, retry and reuse. */
import type { Json } from '@collapse-lab/models';
import type { EngineClass } from '../engine/engines.ts';

/** The resolved parameters of a cell, as plain data: what is hashed, stored, shown and sent to a worker. */
export interface CellParameters {
  readonly real: { readonly kind: string; readonly [option: string]: Json };
  readonly family: { readonly kind: string; readonly [option: string]: Json };
  readonly workflow: { readonly kind: string; readonly [option: string]: Json };
  readonly sizes: { readonly [name: string]: Json };
  readonly generations: number;
  readonly sampler: 'statistics' | 'samples';
  readonly numberFormat: string;
  /** Of neural families: what `auto` was resolved to. */
  readonly engine?: EngineClass;
  readonly observers: readonly { readonly kind: string; readonly [option: string]: Json }[];
  /** Generations whose metrics are recorded. */
  readonly record: Json;
  /** Generations whose parameters are kept. */
  readonly snapshots: readonly number[];
}

export interface Cell {
  /** 64 hex digits: rowsKey + generations. Names the result in the store. */
  readonly key: string;
  /** Family and law versions, resolved parameters, data content hash, seed: names the random numbers. */
  readonly lineageKey: string;
  /** lineageKey + observers + record + snapshots: cells that differ only in `generations` share it, so one can extend the other. */
  readonly rowsKey: string;
  readonly seed: number;
  readonly parameters: CellParameters;
  /** The swept values of this cell: path → value. What distinguishes its setting from others of the sweep. */
  readonly setting: Readonly<Record<string, Json>>;
  /** Index of the setting in the expansion: cells that differ only in seed share it. */
  readonly settingIndex: number;
  /** Law versions of all that draws, as hashed into `lineageKey`. */
  readonly laws: Json;
  /** Threads that share the work of the cell; 1 where absent. In no key. */
  readonly threads?: number;
  /** Where data files and family modules lie on this machine: content hash → absolute path. In no key. */
  readonly files: Readonly<Record<string, string>>;
}
