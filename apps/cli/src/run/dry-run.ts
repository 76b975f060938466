import type { SweepPlan } from '@collapse-lab/sweep';
import { formatBytes, formatDuration } from '../output/format.ts';
import type { Loaded } from './load.ts';
import { count } from './sweep-printer.ts';

/** `threads`: to tell how long it may take. */
export function printDryRun(
  { experiment, store }: Loaded,
  plan: SweepPlan,
  { threads, json }: { threads: number; json: boolean },
): void {
  const { cells, done, failed, missing, extending, seconds, memory } = plan;
  if (json) {
    const numbers = {
      total: cells.length,
      done: done.length,
      failed: failed.length,
      missing,
      extending,
      seconds,
      memory,
    };
    console.log(JSON.stringify({ experiment: experiment.name, ...numbers, store: store.directory }));
    return;
  }
  const settings = new Set(cells.map((cell) => cell.settingIndex)).size;
  console.log(`${experiment.name}: ${count(cells.length, 'cell')} (${count(settings, 'setting')})`);
  if (experiment.duplicates.length > 0)
    console.log(`  ${count(experiment.duplicates.length, 'setting')} of the sweep left out as repeated`);
  console.log(`  done     ${done.length}`);
  if (failed.length > 0) console.log(`  failed   ${failed.length} (tried again with --retry-failed)`);
  console.log(`  missing  ${missing}${extending > 0 ? `, of which ${extending} continue shorter runs` : ''}`);
  if (missing > 0) {
    const busy = Math.min(threads, missing);
    const onThreads = busy > 1 ? `, so ${formatDuration(seconds / busy)} on ${busy}` : '';
    console.log(
      `estimated: about ${formatDuration(seconds)} on one core${onThreads}; at most ${formatBytes(memory)} a cell`,
    );
  }
  console.log(`store: ${store.directory}`);
}
