/**
 * The generational loop: init fits model 0 on real data, each step makes D_{t+1} by the plan and fits model t+1.
 * States are serialisable; a decoded state continues bit for bit.
 */
import type { Blobs, Data, Json } from '@collapse-lab/models';
import type { WorkProgress } from './work.ts';

/** Opaque to callers. */
export interface LineageState {
  /** The generation of the last fitted model; −1 while model 0 is trained. */
  readonly t: number;
  /** How far model t + 1 is, where the family works in steps; undefined between generations. */
  readonly work?: WorkProgress | undefined;
  /** Model t. The next step may overwrite it, unless the lineage `keepsModels`: encode what is to be kept. */
  readonly model: unknown;
  /** D_t as points, where `createLineage` was asked to keep it; not after `decode`. */
  readonly train?: Data | undefined;
}

export interface Lineage {
  /** What `auto` was resolved to. */
  readonly sampler: 'statistics' | 'samples';
  /** Why the law-exact shortcut is not valid here; undefined where it is. */
  readonly whyNotStatistics: string | undefined;
  /** Whether every generation has a model of its own, which no step overwrites. */
  readonly keepsModels: boolean;
  /** Model 0; where the family works in steps, the state before it. */
  init(): LineageState;
  /** The state after one more generation, or after some steps towards it. May reuse the memory of `state`, which must not be used afterwards. */
  step(state: LineageState): LineageState;
  /** With `blobs`, what is large goes there. */
  encode(state: LineageState, blobs?: Blobs): Json;
  /**
   * The state that `encode` wrote for a lineage of the same specification and streams.
   *
   * @throws InvalidArgumentError where what the state holds (parts, shape of the model, points in the pool, real points
   * used) is not that of such a lineage. A specification that differs in other ways, in an estimator say, is not seen.
   */
  decode(encoded: Json, blobs?: Blobs): LineageState;
}
