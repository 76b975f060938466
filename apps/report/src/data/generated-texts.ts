/** Texts of a few generations for reading, as the observer `texts` kept them: for each setting one lineage. */
import type { TextsJson } from '@collapse-lab/process';
import type { Cell, CellResult, Store } from '@collapse-lab/sweep';
import { chosenGenerations } from './chosen-generations.ts';

export interface GeneratedTexts {
  /** Index of the setting. */
  readonly setting: number;
  readonly seed: number;
  /** Lineages of the setting that are stored: this is one of them. */
  readonly lineages: number;
  /** Generations whose texts were kept; some of them are in `generations`. */
  readonly kept: number;
  /** Ascending in t; the i-th text of each is made alike. */
  readonly generations: readonly { readonly t: number; readonly texts: TextsJson['texts'] }[];
}

const mostGenerations = 4;

/** Undefined where no texts were kept, or none can be read any more. */
export async function generatedTexts(
  cell: Cell,
  { artifacts = [] }: CellResult,
  lineages: number,
  store: Store,
): Promise<GeneratedTexts | undefined> {
  const rows = new Map(
    artifacts.filter(({ about }) => about.kind === 'texts').map((row) => [row.t, row.file]),
  );
  const chosen = chosenGenerations([...rows.keys()], mostGenerations);
  const read = await Promise.all(
    chosen.map(async (t) => ({ t, bytes: await store.readArtifact(rows.get(t)!) })),
  );
  const generations = read.flatMap(({ t, bytes }) => {
    if (bytes === undefined) return [];
    const { texts }: TextsJson = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return [{ t, texts }];
  });
  if (generations.length === 0) return undefined;
  const { settingIndex: setting, seed } = cell;
  return { setting, seed, lineages, kept: rows.size, generations };
}
