/** `collapse run`: computes what is missing of an experiment, or with --dry-run says what that is. */
import {
  type ExecutorName,
  exitCodes,
  parsePart,
  planSweep,
  requireMemory,
  runSweep,
  type SweepOutcome,
  workersThatFit,
} from '@collapse-lab/sweep';
import { createProgressView } from '../output/progress.ts';
import { UsageError } from '../output/usage-error.ts';
import { printDryRun } from '../run/dry-run.ts';
import { type Loaded, load, loadToRun } from '../run/load.ts';
import { outcomeJson, printOutcome } from '../run/outcome.ts';
import type { ExperimentOptions } from '../run/rerun-command.ts';
import { listenForSignals } from '../run/signals.ts';
import { createSweepPrinter } from '../run/sweep-printer.ts';

export interface RunOptions extends ExperimentOptions {
  readonly threads?: number;
  readonly executor?: ExecutorName;
  readonly memory?: number;
  readonly part?: string;
  readonly dryRun?: boolean;
  readonly retryFailed?: boolean;
  readonly retryArtifacts?: boolean;
  readonly retries?: number;
  readonly failFast?: boolean;
  readonly maxFirstFailures?: number;
  readonly onlyCell?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

export async function run(experiment: string, options: RunOptions): Promise<number> {
  const loaded = await (options.dryRun === true ? load : loadToRun)(experiment, options);
  const part = options.part === undefined ? undefined : parsePart(options.part);
  if (options.onlyCell !== undefined) await requireOneCell(loaded, options.onlyCell);
  if (options.dryRun === true) {
    const plan = await planSweep(loaded.experiment, loaded.store, { ...options, part });
    requireMemory(plan);
    const { threadsPerCell = 1 } = loaded.experiment.execution;
    const workers = workersThatFit(plan.memory, { threadsPerCell });
    printDryRun(loaded, plan, {
      threads: options.threads ?? workers * threadsPerCell,
      json: options.json === true,
    });
    return exitCodes.done;
  }
  const outcome = await sweep(loaded, options);
  if (options.json === true) console.log(JSON.stringify(outcomeJson(loaded, outcome)));
  else printOutcome(loaded, options, outcome);
  return outcome.exitCode;
}

/** Runs with progress, listening for signals. */
export async function sweep(loaded: Loaded, options: RunOptions): Promise<SweepOutcome> {
  const { experiment, store, file } = loaded;
  const view = await createProgressView({ quiet: options.quiet === true });
  const signals = listenForSignals((count, name) => {
    view.print(
      count === 1
        ? `${name}: stopping; running cells finish or leave a checkpoint. Once more stops now.`
        : `${name}: stopping now.`,
    );
  });
  try {
    return await runSweep({
      experiment,
      store,
      executor: options.executor,
      threads: options.threads,
      memoryLimit: options.memory,
      part: options.part === undefined ? undefined : parsePart(options.part),
      onlyCell: options.onlyCell,
      retryFailed: options.retryFailed,
      retryArtifacts: options.retryArtifacts,
      retries: options.retries,
      failFast: options.failFast,
      maxFirstFailures: options.maxFirstFailures,
      signal: signals.stop,
      abort: signals.now,
      onEvent: createSweepPrinter({ view, file, options, experiment }),
    });
  } finally {
    signals.release();
    view.end();
  }
}

async function requireOneCell({ experiment, store }: Loaded, prefix: string): Promise<void> {
  const { cells } = await planSweep(experiment, store, { onlyCell: prefix });
  if (cells.length > 0) return;
  throw new UsageError(
    `--only-cell: got ${JSON.stringify(prefix)}, expected the first digits of the key of a cell of ${experiment.name}. ` +
      'Options that change the cells (--seeds, --generations, --set) must be given as they were when the cell failed.',
  );
}
