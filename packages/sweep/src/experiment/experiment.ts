/** An experiment file, checked and resolved: every setting of the sweep with its parameters, and how to run them. */
import type { Json } from '@collapse-lab/models';
import type { CellParameters } from '../cell/cell.ts';

/** One point of the sweep, before seeds. */
export interface Setting {
  /** Position in the expansion. */
  readonly index: number;
  /** Swept values: path → value. Empty for an experiment without a sweep. */
  readonly values: Readonly<Record<string, Json>>;
  readonly parameters: CellParameters;
  /** What names the random numbers beside parameters and seed: law versions of all that draws. */
  readonly laws: Json;
  /** Observers with their versions: with `record` and `snapshots` they name the rows. */
  readonly observers: Json;
}

/** Two points of the sweep with the same parameters: the later one is dropped. */
export interface DuplicateSetting {
  readonly values: Readonly<Record<string, Json>>;
  /** Index of the setting that it repeats. */
  readonly repeats: number;
}

/** What the report draws, beyond its defaults. */
export interface ReportOptions {
  /** Metrics to chart, in this order; absent: the report chooses. */
  readonly metrics?: readonly string[];
  /** Metrics drawn on a logarithmic axis. */
  readonly logY?: readonly string[];
  /** A heat map of one metric's final median over two swept paths. */
  readonly phase?: { readonly x: string; readonly y: string; readonly metric: string };
  /** The population risk that definitions of collapse are judged by; absent: the first known one that is recorded. */
  readonly risk?: string;
  /** The distance that `collapse decompose` shares out, and the swept path of each error source. */
  readonly decompose?: {
    readonly metric: string;
    readonly sources: Readonly<
      Partial<Record<'statistical' | 'expressivity' | 'approximation' | 'precision', string>>
    >;
  };
  /** Whether theory curves are drawn; true where absent. */
  readonly theory?: boolean;
}

/** How cells are run; in no key. */
export interface Execution {
  /** Seconds per cell. */
  readonly timeout?: number;
  /** Further attempts after a failed one. */
  readonly retries: number;
  /** MiB per cell, instead of the estimate. */
  readonly memory?: number;
  /** Threads inside a cell; 1 where absent. More of them only where the engine of every setting shares work among them. */
  readonly threadsPerCell?: number;
}

export interface Experiment {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  /** Absolute path of the file, where there is one. */
  readonly file?: string;
  readonly settings: readonly Setting[];
  readonly duplicates: readonly DuplicateSetting[];
  /** Swept paths, in the order of their first appearance. */
  readonly axes: readonly string[];
  readonly seeds: readonly number[];
  readonly execution: Execution;
  readonly report: ReportOptions;
  /** Where data files and family modules lie: content hash → absolute path. In no key. */
  readonly files: Readonly<Record<string, string>>;
}
