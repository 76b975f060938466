/** Errors as a user should see them: what is wrong and what to do. A stack only when asked for, or for a bug. */
import { exitCodes } from '@collapse-lab/sweep';

export function reportError(error: unknown, { debug }: { debug: boolean }): void {
  if (!(error instanceof Error)) {
    console.error(`collapse: ${String(error)}`);
    return;
  }
  if (isSkipped(error)) {
    console.log(`skipped: ${error.message}`);
    return;
  }
  const expected = isExpected(error);
  if (debug) console.error(error);
  else if (expected) console.error(`collapse: ${error.message}`);
  else
    console.error(
      `collapse: ${error.name}: ${error.message}\n  This is a defect of collapse-lab. With --debug the stack is printed.`,
    );
}

export function exitCodeOfError(error: unknown): number {
  if (isSkipped(error)) return exitCodes.done;
  if (error instanceof Error && error.name === 'StoreError') return exitCodes.store;
  return isExpected(error) ? exitCodes.usage : exitCodes.failed;
}

/**
 * An experiment with nothing wrong but that its data, which the user brings, are not there, or that nothing of it is stored
 * yet to be shown: skipped where the environment variable COLLAPSE_ABSENT_DATA is `skip`, as `nx run-many` sets it.
 */
function isSkipped(error: unknown): boolean {
  if (process.env.COLLAPSE_ABSENT_DATA !== 'skip' || !(error instanceof Error)) return false;
  const { absentData, problems } = error as { absentData?: unknown; problems?: unknown };
  if (absentData === true) return true;
  return (
    Array.isArray(problems) && problems.length > 0 && problems.every(({ absentData }) => absentData === true)
  );
}

/** Thrown on purpose, with a message written for the user. Told by name: packages may be installed twice. */
function isExpected(error: unknown): boolean {
  for (let type: object | null = Object(error); type !== null; type = Object.getPrototypeOf(type)) {
    if (['CollapseLabError', 'UsageError'].includes(type.constructor.name)) return true;
  }
  return false;
}
