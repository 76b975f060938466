/** Prints what happens while a sweep runs. */
import type { Experiment, SweepEvent } from '@collapse-lab/sweep';
import type { ProgressView } from '../output/progress.ts';
import { describeCell } from '../output/setting.ts';
import { cellCommand, type ExperimentOptions } from './rerun-command.ts';

interface Printing {
  readonly view: ProgressView;
  readonly file: string;
  readonly options: ExperimentOptions & { readonly quiet?: boolean; readonly maxFirstFailures?: number };
  readonly experiment: Experiment;
}

export function createSweepPrinter(printing: Printing): (event: SweepEvent) => void {
  const { view, options } = printing;
  return (event) => {
    if (event.kind === 'planning') {
      if (options.quiet !== true) view.print(`${printing.experiment.name}: planning`);
      return;
    }
    if (event.kind === 'planned' && options.quiet !== true) view.print(announce(printing.experiment, event));
    if (event.kind === 'failed') view.print(describeFailure(event, printing));
    if (event.kind === 'stopping' && event.reason === 'first-failures')
      view.print('The first cells all failed, so the sweep stops here (--max-first-failures).');
    if (event.kind === 'stopping' && event.reason === 'fail-fast')
      view.print('A cell failed, so the sweep stops here (--fail-fast).');
    view.update(event.progress);
  };
}

/** `wright-fisher: 2800 cells, 300 done before, 2500 to compute on 2 workers`. */
function announce(
  experiment: Experiment,
  { plan, concurrency }: Extract<SweepEvent, { kind: 'planned' }>,
): string {
  const { cells, done, failed, missing, extending } = plan;
  const { name, duplicates } = experiment;
  return [
    `${name}: ${count(cells.length, 'cell')}`,
    ...(duplicates.length > 0
      ? [`${count(duplicates.length, 'setting')} of the sweep left out as repeated`]
      : []),
    ...(done.length > 0 ? [`${done.length} done before`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed before`] : []),
    missing === 0 ? 'nothing to compute' : `${missing} to compute on ${count(concurrency, 'worker')}`,
    ...(extending > 0 ? [`${extending} of them may continue shorter runs`] : []),
  ].join(', ');
}

function describeFailure(
  { cell, failure, attempt, retried }: Extract<SweepEvent, { kind: 'failed' }>,
  { file, options }: Printing,
): string {
  const head = `failed (${failure.kind}): ${describeCell(cell)}`;
  const message = failure.message.split('\n').map((line) => `  ${line}`);
  const next = retried
    ? `  attempt ${attempt}; it is tried again`
    : `  alone again: ${cellCommand(file, options, cell)}`;
  return [head, ...message, next].join('\n');
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
