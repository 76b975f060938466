/**
 * The generational loop: init fits model 0 on real data, each step makes D_{t+1} by the plan and fits model t+1.
 * States are serialisable; a decoded state continues bit for bit.
 */
import type { Data, Json } from '@collapse-lab/models';

/** Opaque to callers. */
export interface LineageState {
  /** The generation of the last fitted model; −1 while model 0 is trained. */
  readonly t: number;
  /** How far the training of model t + 1 is, where the family trains in steps; undefined between generations. */
  readonly training?: TrainingProgress | undefined;
  /** Model t. The next step may overwrite it: encode what is to be kept. */
  readonly model: unknown;
  /** D_t as points, where `createLineage` was asked to keep it; not after `decode`. */
  readonly train?: Data | undefined;
}

export interface TrainingProgress {
  readonly made: number;
  readonly steps: number;
}

export interface Lineage {
  /** What `auto` was resolved to. */
  readonly sampler: 'statistics' | 'samples';
  /** Why the law-exact shortcut is not valid here; undefined where it is. */
  readonly whyNotStatistics: string | undefined;
  /** Model 0, or the beginning of its training where the family trains in steps. */
  init(): LineageState;
  /** The state after one more generation, or after some more steps of its training. May reuse the memory of `state`, which must not be used afterwards. */
  step(state: LineageState): LineageState;
  encode(state: LineageState): Json;
  /**
   * The state that `encode` wrote for a lineage of the same specification and streams.
   *
   * @throws InvalidArgumentError where what the state holds (parts, shape of the model, points in the pool, real points
   * used) is not that of such a lineage. A specification that differs in other ways, in an estimator say, is not seen.
   */
  decode(encoded: Json): LineageState;
}
