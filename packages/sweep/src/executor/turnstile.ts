import { InvalidArgumentError } from '@collapse-lab/math';

/** Lets at most `concurrency` calls through at once: an executor has no queue of its own. */
export class Turnstile {
  readonly #executor: string;
  readonly #concurrency: number;
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

  pass<T>(call: () => Promise<T>): Promise<T> {
    if (this.#inside.size >= this.#concurrency)
      throw new InvalidArgumentError({
        argument: 'run',
        got: `call ${this.#inside.size + 1}`,
        expected: `at most ${this.#concurrency} at once from the ${this.#executor} executor`,
        remedy: 'Await one of the earlier calls first.',
      });
    const result = call().finally(() => this.#inside.delete(result));
    this.#inside.add(result);
    return result;
  }

  /** Resolves when nobody is inside. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#inside);
  }
}
