/** Long computations on the main thread, in batches: between them signals, timers and the terminal have their turn. */
import { setImmediate } from 'node:timers/promises';

/** Milliseconds between two rests: a signal is heard well within a second. */
const batch = 50;

/** Thrown by a rest after the signal. */
export class StoppedError extends Error {
  override readonly name: string = 'StoppedError';
}

export class Pace {
  readonly #signal: AbortSignal | undefined;
  #rested: number = performance.now();

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  get isDue(): boolean {
    return performance.now() - this.#rested >= batch;
  }

  /** @throws StoppedError where the signal has come. */
  async rest(): Promise<void> {
    await setImmediate();
    if (this.#signal?.aborted === true) throw new StoppedError('stopped by a signal');
    this.#rested = performance.now();
  }
}
