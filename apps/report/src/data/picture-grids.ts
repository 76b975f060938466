/** Generated pictures over the generations, as the observer `pictures` kept them: for each setting one lineage. */
import { Stream } from '@collapse-lab/math';
import type { Points, RealSource } from '@collapse-lab/models';
import { type ArtifactRow, pictureGrid } from '@collapse-lab/process';
import { buildLineage, type Cell, type CellResult, type Store } from '@collapse-lab/sweep';
import type { Pixels } from '../png/encode-png.ts';

export interface PictureGrids {
  /** Index of the setting. */
  readonly setting: number;
  readonly seed: number;
  /** Lineages of the setting that are stored: this is one of them. */
  readonly lineages: number;
  /** Pictures of a grid. */
  readonly count: number;
  /** Generations whose grids were kept; some of them are in `grids`. */
  readonly kept: number;
  /** As many real pictures, the same for all settings of one p_0. */
  readonly real: Pixels;
  /** By generation. */
  readonly grids: readonly { readonly t: number; readonly image: Pixels }[];
}

/** With the real one, two rows of a figure. */
const mostGrids = 7;

/** Undefined where no grid was kept, or none can be read any more. */
export async function pictureGrids(
  cell: Cell,
  { artifacts = [] }: CellResult,
  lineages: number,
  store: Store,
): Promise<PictureGrids | undefined> {
  const rows = artifacts.filter(({ about }) => about.kind === 'pictures');
  const read = await Promise.all(evenly(rows, mostGrids).map((row) => readGrid(row, store)));
  const grids = read.flatMap((grid) => grid ?? []);
  if (grids.length === 0) return undefined;
  const { count, columns } = rows[0].about as { count: number; columns: number };
  const { real } = (await buildLineage(cell, { anyEngine: true })).spec as { real: RealSource<Points> };
  const shown = real.draw(count, Stream.fromPath(['report', real.identity]));
  return {
    setting: cell.settingIndex,
    seed: cell.seed,
    lineages,
    count,
    kept: rows.length,
    real: parseNetpbm(pictureGrid(shown, real.picture!, columns).bytes),
    grids,
  };
}

async function readGrid(
  { t, file }: ArtifactRow,
  store: Store,
): Promise<PictureGrids['grids'][number] | undefined> {
  const bytes = await store.readArtifact(file);
  return bytes === undefined ? undefined : { t, image: parseNetpbm(bytes) };
}

/** The first, the last, and evenly spaced ones between. */
function evenly<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))]);
}

/** As `pictureGrid` writes it: P5 or P6, width and height, 255, each on a line of its own. */
function parseNetpbm(bytes: Uint8Array): Pixels {
  const header = /^P([56])\n(\d+) (\d+)\n255\n/.exec(String.fromCharCode(...bytes.subarray(0, 40)))!;
  const [whole, kind, width, height] = header;
  return {
    width: Number(width),
    height: Number(height),
    channels: kind === '5' ? 1 : 3,
    values: bytes.subarray(whole.length),
  };
}
