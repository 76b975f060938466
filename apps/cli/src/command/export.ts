/** `collapse export`: a model that was kept as a snapshot, as a folder that other tools load. */
import { resolve } from 'node:path';
import { type Cell, exitCodes, expand, exportModel } from '@collapse-lab/sweep';
import { describeCell } from '../output/setting.ts';
import { UsageError } from '../output/usage-error.ts';
import { type Loaded, load } from '../run/load.ts';
import { type ExperimentOptions, shortKey } from '../run/rerun-command.ts';

export interface ExportOptions extends ExperimentOptions {
  readonly cell?: string;
  readonly generation: number;
  readonly to: string;
  readonly json?: boolean;
}

/** Cells named in a message before the rest is only counted. */
const MOST_CELLS = 20;

export async function exportSnapshot(experiment: string, options: ExportOptions): Promise<number> {
  const { generation: t, to, json = false } = options;
  const loaded = await load(experiment, options);
  const cell = cellOf(loaded, options.cell);
  const folder = resolve(to);
  const { files, tokenizer } = await exportModel(cell, loaded.store, t, folder);
  if (json) console.log(JSON.stringify({ folder, cell: cell.key, generation: t, files, tokenizer }));
  else {
    console.log(`${folder}: model ${t} of ${describeCell(cell)}: ${files.join(', ')}`);
    if (!tokenizer)
      console.log(
        'No tokenizer is among them: the tokens of this experiment are not those of a pretrained one.',
      );
  }
  return exitCodes.done;
}

/** The cell whose key begins so; without a beginning the only one. */
function cellOf({ experiment }: Loaded, prefix: string | undefined): Cell {
  const cells = expand(experiment);
  const found = cells.filter(({ key }) => key.startsWith(prefix ?? ''));
  if (found.length === 1) return found[0];
  const listed = (found.length > 0 ? found : cells)
    .slice(0, MOST_CELLS)
    .map((cell) => `\n  ${shortKey(cell)}  ${describeCell(cell)}`);
  const rest = (found.length > 0 ? found : cells).length - listed.length;
  const more = rest > 0 ? `\n  … and ${rest} more` : '';
  throw new UsageError(
    `--cell: got ${prefix === undefined ? 'nothing' : JSON.stringify(prefix)}, expected the first digits of the key of one cell of ` +
      `${experiment.name}:${listed.join('')}${more}`,
  );
}
