/** `collapse status`: how much is done, and what failed. */
import { exitCodes, parsePart, type SweepStatus, sweepStatus } from '@collapse-lab/sweep';
import { formatDuration } from '../output/format.ts';
import { describeCell } from '../output/setting.ts';
import { formatTable } from '../output/table.ts';
import { type Loaded, load } from '../run/load.ts';
import { loadAll, printUnloadable } from '../run/load-all.ts';
import { cellCommand, type ExperimentOptions, sameCommand } from '../run/rerun-command.ts';
import { count } from '../run/sweep-printer.ts';

export interface StatusOptions extends ExperimentOptions {
  readonly part?: string;
  readonly json?: boolean;
}

interface Standing extends Loaded {
  readonly status: SweepStatus;
}

/** Failed cells printed before the rest is only counted. */
const MOST_FAILURES = 20;

export async function status(experiment: string | undefined, options: StatusOptions): Promise<number> {
  const part = options.part === undefined ? undefined : parsePart(options.part);
  const { loaded, unloadable } =
    experiment === undefined
      ? await loadAll(options)
      : { loaded: [await load(experiment, options)], unloadable: [] };
  const standings: Standing[] = [];
  for (const one of loaded)
    standings.push({ ...one, status: await sweepStatus(one.experiment, one.store, { part }) });
  if (options.json === true) {
    const rows = standings.map(statusJson);
    console.log(JSON.stringify(experiment === undefined ? [...rows, ...unloadable] : rows[0]));
  } else {
    print(standings, options);
    printUnloadable(unloadable);
  }
  return standings.some((one) => one.status.failed.length > 0) ? exitCodes.failed : exitCodes.done;
}

function print(standings: readonly Standing[], options: StatusOptions): void {
  const columns = [
    { title: 'experiment' },
    { title: 'cells', align: 'right' as const },
    { title: 'done', align: 'right' as const },
    { title: 'failed', align: 'right' as const },
    { title: 'missing', align: 'right' as const },
    { title: 'estimated' },
  ];
  const rows = standings.map(({ experiment, status: { total, done, failed, missing, seconds } }) => [
    experiment.name,
    String(total),
    String(done),
    String(failed.length),
    String(missing),
    missing === 0 ? '' : `${formatDuration(seconds)} on one core`,
  ]);
  console.log(formatTable(columns, rows));
  for (const standing of standings) {
    printFailures(standing, options);
    printLostArtifacts(standing, options);
  }
}

function printFailures({ file, status: { failed } }: Standing, options: StatusOptions): void {
  for (const { cell, failure } of failed.slice(0, MOST_FAILURES)) {
    console.log(`\nfailed (${failure.kind}): ${describeCell(cell)}`);
    console.log(failure.message.replace(/^/gm, '  '));
    console.log(`  alone again: ${cellCommand(file, options, cell)}`);
  }
  if (failed.length > MOST_FAILURES)
    console.log(`\n… and ${failed.length - MOST_FAILURES} more (--json has all)`);
}

function printLostArtifacts({ experiment, file, status }: Standing, options: StatusOptions): void {
  const { lostArtifacts: lost } = status;
  if (lost.length === 0) return;
  const cells = count(new Set(lost.map(({ cell }) => cell.key)).size, 'cell');
  console.log(
    `\n${count(lost.length, 'artifact')} of ${cells} of ${experiment.name} ${lost.length === 1 ? 'is' : 'are'} missing or damaged:`,
  );
  for (const { cell, t, observer, file: name } of lost.slice(0, MOST_FAILURES))
    console.log(`  ${observer}, t = ${t}: ${describeCell(cell)}: ${name}`);
  if (lost.length > MOST_FAILURES)
    console.log(`  … and ${lost.length - MOST_FAILURES} more (--json has all)`);
  console.log(`  computed again by: ${sameCommand(file, options, '--retry-artifacts')}`);
}

function statusJson({ experiment, store, status }: Standing) {
  const { total, done, failed, missing, lostArtifacts: lost, seconds } = status;
  return {
    experiment: experiment.name,
    total,
    done,
    missing,
    seconds,
    failed: failed.map(({ cell, failure }) => ({ ...failure, setting: cell.setting })),
    lostArtifacts: lost.map(({ cell: { key, seed, setting }, ...artifact }) => ({
      key,
      seed,
      setting,
      ...artifact,
    })),
    store: store.directory,
  };
}
