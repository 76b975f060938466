/** Errors as a user should see them: what is wrong and what to do. A stack only when asked for, or for a bug. */
import { exitCodes } from '@collapse-lab/sweep';

/** Errors that were thrown on purpose, with a message written for the user. */
const expectedNames = new Set([
  'CollapseLabError',
  'InvalidArgumentError',
  'InvalidSpecError',
  'ExperimentError',
  'StoreError',
  'UsageError',
]);

export function reportError(error: unknown, { debug }: { debug: boolean }): void {
  if (!(error instanceof Error)) {
    console.error(`collapse: ${String(error)}`);
    return;
  }
  const expected = expectedNames.has(error.name) || 'code' in error;
  if (debug) console.error(error);
  else if (expected) console.error(`collapse: ${error.message}`);
  else
    console.error(
      `collapse: ${error.name}: ${error.message}\n  This is a defect of collapse-lab. With --debug the stack is printed.`,
    );
}

export function exitCodeOfError(error: unknown): number {
  const name = error instanceof Error ? error.name : '';
  if (name === 'StoreError') return exitCodes.store;
  return expectedNames.has(name) ? exitCodes.usage : exitCodes.failed;
}
