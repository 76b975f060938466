/** Artifacts that rows of published cells refer to and that are no longer in the store as they were written. */
import { observers } from '@collapse-lab/process';
import type { Cell } from '../cell/cell.ts';
import type { Store } from '../store/store.ts';

export interface LostArtifact {
  readonly cell: Cell;
  /** Generation. */
  readonly t: number;
  /** The observer that made it. */
  readonly observer: string;
  /** Its name in the folder `artifacts` of the store. */
  readonly file: string;
}

/** Of these published cells, all that is missing or damaged. Reads only cells that have artifacts. Throws StoreError. */
export async function lostArtifacts(cells: readonly Cell[], store: Store): Promise<LostArtifact[]> {
  const lost: LostArtifact[] = [];
  for (const cell of cells.filter(makesArtifacts)) {
    const result = await store.read(cell.key);
    for (const { t, observer, file } of result?.artifacts ?? [])
      if ((await store.readArtifact(file)) === undefined) lost.push({ cell, t, observer, file });
  }
  return lost;
}

function makesArtifacts({ parameters }: Cell): boolean {
  return parameters.observers.some(
    ({ kind, ...options }) => observers[kind].create(options).artifact !== undefined,
  );
}
