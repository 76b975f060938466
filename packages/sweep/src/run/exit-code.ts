/** How a run tells its caller how it ended. */
export const exitCodes = {
  /** Everything asked for is done. */
  done: 0,
  /** Some cells failed. */
  failed: 1,
  /** Wrong usage or a wrong experiment file; nothing was run. */
  usage: 2,
  /** The store cannot be read or written (EX_IOERR). What was published is kept. */
  store: 74,
  /** Stopped by a signal with work left (EX_TEMPFAIL); the same command goes on. */
  stopped: 75,
} as const;

export function exitCodeOf(outcome: {
  readonly stopped?: string;
  readonly left: number;
  readonly failed: readonly unknown[];
}): number {
  if (outcome.stopped === 'store') return exitCodes.store;
  if (outcome.stopped === 'signal' && outcome.left > 0) return exitCodes.stopped;
  return outcome.failed.length > 0 || outcome.left > 0 ? exitCodes.failed : exitCodes.done;
}
