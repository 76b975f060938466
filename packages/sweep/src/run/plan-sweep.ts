/** What is to do: the cells of an experiment, minus what is stored. */
import type { Cell } from '../cell/cell.ts';
import { chunkCells, chunksOf, type Share } from '../cell/chunk-cells.ts';
import { estimate } from '../cell/estimate.ts';
import { cellsOf } from '../cell/expand.ts';
import type { Chunk } from '../executor/executor.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { FailureRecord, Store } from '../store/store.ts';
import { lostArtifacts } from './lost-artifacts.ts';
import { Pace } from './pace.ts';

export interface PlanOptions {
  /** Only this share of the chunks. */
  readonly part?: Share | undefined;
  /** Cells that failed before are tried again. */
  readonly retryFailed?: boolean | undefined;
  /** Published cells whose artifacts are missing or damaged are computed again, from the start. */
  readonly retryArtifacts?: boolean | undefined;
  /** Only the cells whose key starts with this; they are tried whether or not they failed before. */
  readonly onlyCell?: string | undefined;
  /** Stops the planning of a large sweep, which takes seconds: `planSweep` then throws StoppedError. */
  readonly signal?: AbortSignal | undefined;
}

export interface SweepPlan {
  /** All cells asked for. */
  readonly cells: readonly Cell[];
  /** Those that are published. */
  readonly done: readonly Cell[];
  /** Those that failed before and are not tried again. */
  readonly failed: readonly { readonly cell: Cell; readonly failure: FailureRecord }[];
  /** Those to compute, by chunk. */
  readonly chunks: readonly Chunk[];
  /** How many are to compute. */
  readonly missing: number;
  /** Of these, how many continue a stored shorter run. */
  readonly extending: number;
  /** Estimated seconds of computation on one core for the missing cells: an order of magnitude. */
  readonly seconds: number;
  /** Estimated bytes of the largest missing cell. */
  readonly memory: number;
}

/** @throws StoreError where the store cannot be read; StoppedError after the signal. */
export async function planSweep(
  experiment: Experiment,
  store: Store,
  options: PlanOptions = {},
): Promise<SweepPlan> {
  const stored = await store.keys();
  const failures = await store.failures();
  const retry = options.retryFailed === true || options.onlyCell !== undefined;
  const skipped = ({ key }: Cell): boolean => !retry && failures.has(key);
  const pace = new Pace(options.signal);
  const asked = askedFor(await expandPaced(experiment, pace), options);
  const cells = asked.flatMap((chunk) => chunk.cells);
  const published = cells.filter(({ key }) => stored.has(key));
  const lost = options.retryArtifacts === true ? await lostArtifacts(published, store) : [];
  const again = new Set(lost.map(({ cell }) => cell));
  const open = cells.filter((cell) => !stored.has(cell.key) || again.has(cell));
  const missing = open.filter((cell) => !skipped(cell));
  const chunks: Chunk[] = [];
  for (const chunk of keepCells(asked, new Set(missing))) {
    chunks.push(await withExtensions(chunk, store, again));
    if (pace.isDue) await pace.rest();
  }
  const estimates = missing.map((cell) => estimate(cell.parameters));
  return {
    cells,
    done: published.filter((cell) => !again.has(cell)),
    failed: open.filter(skipped).map((cell) => ({ cell, failure: failures.get(cell.key)! })),
    chunks,
    missing: missing.length,
    extending: chunks.reduce((count, { extend }) => count + Object.keys(extend ?? {}).length, 0),
    seconds: estimates.reduce((total, { seconds }) => total + seconds, 0),
    memory: estimates.reduce((largest, { bytes }) => Math.max(largest, bytes), 0),
  };
}

async function expandPaced(experiment: Experiment, pace: Pace): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const cell of cellsOf(experiment)) {
    cells.push(cell);
    // Kept for what follows, which does not rest.
    estimate(cell.parameters);
    if (pace.isDue) await pace.rest();
  }
  return cells;
}

/**
 * The division into chunks is that of the whole experiment, whatever is stored or asked for: so an interrupted and
 * an uninterrupted run publish the same segments.
 */
function askedFor(cells: readonly Cell[], { part, onlyCell }: PlanOptions): Chunk[] {
  const all = chunkCells(cells);
  const share = part === undefined ? all : chunksOf(all, part);
  if (onlyCell === undefined) return share;
  return keepCells(
    share,
    new Set(share.flatMap(({ cells }) => cells.filter(({ key }) => key.startsWith(onlyCell)))),
  );
}

/** Without the others, and without chunks that are then empty. */
function keepCells(chunks: readonly Chunk[], kept: ReadonlySet<Cell>): Chunk[] {
  return chunks
    .map((chunk) => ({ ...chunk, cells: chunk.cells.filter((cell) => kept.has(cell)) }))
    .filter((chunk) => chunk.cells.length > 0);
}

/**
 * Finds for each cell the longest stored run of its lineage that is shorter than itself; not for `again`, of which a
 * shorter run refers to the same artifacts.
 */
async function withExtensions(chunk: Chunk, store: Store, again: ReadonlySet<Cell>): Promise<Chunk> {
  const extend: Record<string, string> = {};
  for (const { key, rowsKey, parameters } of chunk.cells.filter((cell) => !again.has(cell))) {
    const shorter = [...(await store.siblings(rowsKey))].filter(([t]) => t < parameters.generations);
    const longest = shorter.sort(([a], [b]) => b - a)[0];
    if (longest !== undefined) extend[key] = longest[1];
  }
  return Object.keys(extend).length === 0 ? chunk : { ...chunk, extend };
}
