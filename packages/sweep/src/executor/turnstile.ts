import { InvalidArgumentError } from '@collapse-lab/math';
import type { RunChunkOptions } from './executor.ts';

/** Lets at most `concurrency` chunks be computed at once: an executor has no queue of its own. */
export class Turnstile {
  readonly #executor: string;
  readonly #concurrency: number;
  /** Chunks that need a worker. */
  #computing = 0;
  /** These, and those that are being published. */
  readonly #inside = new Set<Promise<unknown>>();

  constructor(executor: string, concurrency: number) {
    if (!Number.isInteger(concurrency) || concurrency < 1)
      throw new InvalidArgumentError({
        argument: 'concurrency',
        got: concurrency,
        expected: 'a positive integer',
      });
    this.#executor = executor;
    this.#concurrency = concurrency;
  }

  pass<T>(options: RunChunkOptions, call: (options: RunChunkOptions) => Promise<T>): Promise<T> {
    if (this.#computing >= this.#concurrency)
      throw new InvalidArgumentError({
        argument: 'run',
        got: `call ${this.#computing + 1}`,
        expected: `at most ${this.#concurrency} at once from the ${this.#executor} executor`,
        remedy: 'Await one of the earlier calls first.',
      });
    const leave = this.#enter();
    const onComputed = (): void => {
      leave();
      options.onComputed?.();
    };
    const result = call({ ...options, onComputed }).finally(() => {
      leave();
      this.#inside.delete(result);
    });
    this.#inside.add(result);
    return result;
  }

  /** What it returns may be called twice. */
  #enter(): () => void {
    let inside = true;
    this.#computing++;
    return () => {
      if (inside) this.#computing--;
      inside = false;
    };
  }

  /** Resolves when nobody is inside. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#inside);
  }
}
