import type { RecordedModule } from '../graph/recorded-module.ts';
import type { Session } from '../session/session.ts';

/**
 * A way to run recorded programs. Two engines of the same class give the same bits for the same module and inputs;
 * classes differ in the last bits.
 */
export interface Engine {
  /** Class of numbers: `wasm`, `native`, `reference`, or `tfjs-` and a backend. */
  readonly name: string;
  load(module: RecordedModule): Promise<Session>;
  /** @throws where the engine can only be loaded asynchronously */
  loadSync(module: RecordedModule): Session;
}
