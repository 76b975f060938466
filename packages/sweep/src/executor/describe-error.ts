import type { CellFailure } from './executor.ts';

/** Whatever was thrown, as a failure; `context` goes before the message. The stack includes those of the causes. */
export function describeError(error: unknown, context = ''): CellFailure {
  if (!(error instanceof Error)) return { kind: 'error', message: `${context}threw ${String(error)}` };
  const stack = stacksOf(error).join('\ncaused by: ');
  return { kind: 'error', message: `${context}${error.message}`, ...(stack === '' ? {} : { stack }) };
}

function stacksOf(error: Error): string[] {
  const own = error.stack === undefined ? [] : [error.stack];
  return error.cause instanceof Error ? [...own, ...stacksOf(error.cause)] : own;
}

/** For an error that no cell waited for: it ended the worker. */
export const STRAY_ERROR = 'an error outside the computation ended its worker: ';
