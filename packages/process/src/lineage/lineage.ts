/**
 * The generational loop: init fits model 0 on real data, each step makes D_{t+1} by the plan and fits model t+1.
 * States are serialisable; a decoded state continues bit for bit.
 */
import type { Json } from '@collapse-lab/models';

/** Opaque to callers. `t` is the generation of the last fitted model. */
export interface LineageState {
  readonly t: number;
  readonly model: unknown;
}

export interface Lineage {
  /** What `auto` was resolved to, and why the shortcut is not valid where it is not. */
  readonly sampler: 'statistics' | 'samples';
  init(): LineageState;
  /** The state after one more generation. May reuse the memory of `state`, which must not be used afterwards. */
  step(state: LineageState): LineageState;
  encode(state: LineageState): Json;
  decode(encoded: Json): LineageState;
}
