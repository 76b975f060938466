/** How a sweep ended: in words, and as JSON. */
import { exitCodes, type SweepOutcome } from '@collapse-lab/sweep';
import { formatDuration } from '../output/format.ts';
import type { Loaded } from './load.ts';
import { type ExperimentOptions, sameCommand } from './rerun-command.ts';

export function printOutcome({ file, store }: Loaded, options: OutcomeOptions, outcome: SweepOutcome): void {
  console.log(
    outcome.unplanned === true ? 'stopped while it was planned; nothing was computed' : counts(outcome),
  );
  console.log(`store: ${store.directory}`);
  for (const line of advice(file, options, outcome)) console.error(line);
}

function counts({ total, done, published, failed, left, seconds }: SweepOutcome): string {
  const parts = [`${done}/${total} done`, `${published} of them now, in ${formatDuration(seconds)}`];
  if (failed.length > 0) parts.push(`${failed.length} failed`);
  if (left > 0) parts.push(`${left} left`);
  return parts.join(', ');
}

export interface OutcomeOptions extends ExperimentOptions {
  readonly part?: string;
}

function advice(file: string, options: OutcomeOptions, outcome: SweepOutcome): string[] {
  const { failed, left, storeError, exitCode } = outcome;
  const part = options.part === undefined ? [] : [`--part ${options.part}`];
  const again = sameCommand(file, options, ...part);
  const earlier = failed.filter((one) => one.earlier).length;
  return [
    ...(storeError === undefined ? [] : [`collapse: ${storeError.message}`]),
    ...(exitCode === exitCodes.stopped || (left > 0 && storeError === undefined)
      ? [`go on with: ${again}`]
      : []),
    ...(earlier > 0 ? [`${earlier} failed in an earlier run and were not tried again`] : []),
    ...(failed.length > 0 ? [`try the failed ones again: ${again} --retry-failed`] : []),
  ];
}

export function outcomeJson({ experiment, store }: Loaded, outcome: SweepOutcome): Record<string, unknown> {
  const { failed, storeError, ...rest } = outcome;
  return {
    experiment: experiment.name,
    ...rest,
    failed: failed.map(({ cell, failure, earlier }) => ({
      key: cell.key,
      seed: cell.seed,
      setting: cell.setting,
      kind: failure.kind,
      message: failure.message,
      earlier,
    })),
    ...(storeError === undefined ? {} : { storeError: storeError.message }),
    store: store.directory,
  };
}
