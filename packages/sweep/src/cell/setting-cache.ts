/** What was made for the settings of a worker, the last ones used: neural families hold networks, so fewer of them. */
import type { AnyFamily } from '@collapse-lab/models';

interface Entry<Parts> {
  readonly neural: boolean;
  readonly parts: Promise<Parts>;
}

export class SettingCache<Parts extends { readonly family: AnyFamily }> {
  readonly #most: number;
  readonly #mostNeural: number;
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry<Parts>>();

  /** @param mostNeural how many of them may be neural */
  constructor(most: number, mostNeural: number) {
    this.#most = most;
    this.#mostNeural = mostNeural;
  }

  /** What is kept under this name, else what `create` makes, which is forgotten where it fails. */
  get(name: string, neural: boolean, create: () => Promise<Parts>): Promise<Parts> {
    const entry = this.#entries.get(name) ?? this.#add(name, { neural, parts: create() });
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    return entry.parts;
  }

  #add(name: string, entry: Entry<Parts>): Entry<Parts> {
    if (entry.neural) this.#makeRoom(this.#mostNeural, true);
    this.#makeRoom(this.#most, false);
    entry.parts.catch(() => {
      if (this.#entries.get(name) === entry) this.#entries.delete(name);
    });
    return entry;
  }

  #makeRoom(most: number, neuralOnly: boolean): void {
    const candidates = [...this.#entries].filter(([, { neural }]) => neural || !neuralOnly);
    for (const [name, { parts }] of candidates.slice(0, Math.max(0, candidates.length - most + 1))) {
      this.#entries.delete(name);
      parts.then(
        ({ family }) => family.dispose?.(),
        () => {}, // It was never made: whoever asked for it was told.
      );
    }
  }
}
