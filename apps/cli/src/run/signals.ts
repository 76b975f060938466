/** SIGINT and SIGTERM: the first asks to stop, the second stops now. */
export interface StopSignals {
  /** Aborted by the first signal. */
  readonly stop: AbortSignal;
  /** Aborted by the second. */
  readonly now: AbortSignal;
  /** Gives the signals their usual meaning back. */
  release(): void;
}

export function listenForSignals(onSignal: (count: number, name: NodeJS.Signals) => void): StopSignals {
  const stop = new AbortController();
  const now = new AbortController();
  let count = 0;
  const listen = (name: NodeJS.Signals): void => {
    count++;
    onSignal(count, name);
    (count === 1 ? stop : now).abort();
  };
  process.on('SIGINT', listen);
  process.on('SIGTERM', listen);
  return {
    stop: stop.signal,
    now: now.signal,
    release: () => {
      process.off('SIGINT', listen);
      process.off('SIGTERM', listen);
    },
  };
}
