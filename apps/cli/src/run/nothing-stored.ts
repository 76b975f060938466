/** What to say where the store has nothing of what is asked for: it was never run, or with other options. */
import { NothingStoredError } from '../output/usage-error.ts';
import type { Loaded } from './load.ts';
import { commandOf, type ExperimentOptions, optionsOf, sameCommand } from './rerun-command.ts';

/** @param command that was given: `report`, `profile` or `decompose` */
export async function nothingStored(
  command: string,
  { experiment: { name }, file, store }: Loaded,
  options: ExperimentOptions,
): Promise<NothingStoredError> {
  const { optionsOfLastRun } = await import('@collapse-lab/report');
  const { store: directory, ...cells } = options;
  const asked = optionsOf(cells);
  const place = directory === undefined ? [] : optionsOf({ store: directory });
  const earlier = optionsOfLastRun(await store.notes(), name)?.filter((each) => !each.startsWith('--store '));
  const first = `Run it first: ${sameCommand(file, options)}`;
  if (earlier === undefined || [...earlier].sort().join(' ') === [...asked].sort().join(' '))
    return new NothingStoredError(`nothing of ${name} is in ${store.directory} yet. ${first}`);
  const stored = commandOf(command, file, [...earlier, ...place]);
  const had = earlier.length === 0 ? 'no such options' : earlier.join(' ');
  return new NothingStoredError(
    `nothing of ${name} with these options is in ${store.directory} yet; its last run had ${had}. ` +
      `For what that stored: ${stored}. For what is asked for: ${sameCommand(file, options)}`,
  );
}
