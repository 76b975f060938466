/** `collapse report`: writes the report of what is stored. */
import { join, resolve } from 'node:path';
import { exitCodes, StoreError, sweepStatus } from '@collapse-lab/sweep';
import { workspaceRoot } from '../locate/workspace.ts';
import { type Loaded, load } from '../run/load.ts';
import { nothingStored } from '../run/nothing-stored.ts';
import type { ExperimentOptions } from '../run/rerun-command.ts';

export interface ReportOptions extends ExperimentOptions {
  readonly output?: string;
  readonly json?: boolean;
}

export async function report(experiment: string, options: ReportOptions): Promise<number> {
  const loaded = await load(experiment, options);
  const { total, done, failed } = await sweepStatus(loaded.experiment, loaded.store);
  if (done === 0) throw await nothingStored('report', loaded, options);
  const { html, sentences } = await writeReportOf(loaded, options.output);
  if (options.json === true) {
    console.log(JSON.stringify({ experiment: loaded.experiment.name, html, sentences, done, total }));
    return exitCodes.done;
  }
  for (const sentence of sentences) console.log(`- ${sentence}`);
  if (done < total) console.log(`(${done} of ${total} cells; ${describeRest(total - done, failed.length)})`);
  console.log(`report: ${html}`);
  return exitCodes.done;
}

function describeRest(rest: number, failed: number): string {
  if (failed === 0) return 'the rest is not computed yet';
  return failed === rest ? `${failed} failed` : `${failed} failed, the rest is not computed yet`;
}

/** `output`: default reports/<name> of the workspace. */
export async function writeReportOf(
  { experiment, store }: Loaded,
  output?: string,
): Promise<{ html: string; sentences: readonly string[] }> {
  const { writeReport } = await import('@collapse-lab/report');
  const directory =
    output === undefined ? join(workspaceRoot(), 'reports', experiment.name) : resolve(output);
  try {
    return await writeReport({ experiment, store, directory });
  } catch (error) {
    // Of the file system; anything else is a defect and must look like one.
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const remedy =
      'Free some space or give this user write permission, or choose another directory with --output.';
    throw new StoreError('io', `${directory}: could not write the report: ${error.message}. ${remedy}`, {
      cause: error,
    });
  }
}
