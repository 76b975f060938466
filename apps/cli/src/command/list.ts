/** `collapse list`: the experiments of the workspace. */
import { sweepStatus } from '@collapse-lab/sweep';
import { experimentArgument } from '../locate/experiment-file.ts';
import { formatTable } from '../output/table.ts';
import { loadAll, printUnloadable } from '../run/load-all.ts';

export interface ListOptions {
  readonly store?: string;
  readonly json?: boolean;
}

export async function list(options: ListOptions): Promise<number> {
  const rows = [];
  const { loaded, unloadable } = await loadAll(options);
  for (const { file, experiment, store } of loaded) {
    const { total, done } = await sweepStatus(experiment, store);
    rows.push({ name: experimentArgument(file), title: experiment.title ?? '', total, done, file });
  }
  if (options.json === true) console.log(JSON.stringify([...rows, ...unloadable]));
  else if (rows.length + unloadable.length === 0)
    console.log('There are no experiments under apps/experiments.');
  else
    console.log(
      formatTable(
        [{ title: 'experiment' }, { title: 'done', align: 'right' }, { title: 'what it shows' }],
        rows.map(({ name, title, total, done }) => [name, `${done}/${total}`, title]),
      ),
    );
  if (options.json !== true) printUnloadable(unloadable);
  return 0;
}
