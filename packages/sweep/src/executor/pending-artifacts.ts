/** Artifacts that a run has made and the store has not: a run does not wait, so they are written when it pauses. */
import type { ArtifactKeeper } from '@collapse-lab/process';
import { artifactName } from '../store/artifacts.ts';
import type { Store } from '../store/store.ts';

export class PendingArtifacts {
  readonly #bytes = new Map<string, Uint8Array>();

  readonly keep: ArtifactKeeper = (bytes, format) => {
    const name = artifactName(bytes, format);
    this.#bytes.set(name, bytes);
    return name;
  };

  /** Before anything that refers to them is written. */
  async save(store: Store): Promise<void> {
    for (const [name, bytes] of this.#bytes) await store.saveArtifact(name, bytes);
    this.#bytes.clear();
  }
}
