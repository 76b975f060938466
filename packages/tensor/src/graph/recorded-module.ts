// What recording leaves behind: plain data that every engine can load, send to a thread, or lower to instructions.
import type { Optimiser } from '../optimiser/optimiser.ts';
import type { Shape } from './shape.ts';
import type { Node, Tensor, TensorType } from './tensor.ts';

/** A value that the caller passes at every run. */
export interface InputType extends TensorType {
  /** For i32: every element is in [0, below), since it picks rows or elements; absent where it does not matter. */
  readonly below?: number;
}

export interface RecordedProgram {
  readonly name: string;
  /**
   * In topological order, ids 0, 1, …: leaves as they are needed, then values, updates of the optimiser last. Only
   * what outputs and updates need, and every declared input.
   */
  readonly nodes: readonly Node[];
  /** By name; the node of each is the `input` of that name. */
  readonly inputs: Readonly<Record<string, InputType>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** The optimiser of a training program, whose hyperparameters the session writes before every run. */
  readonly optimiser?: Optimiser;
}

export interface RecordedModule {
  /** Shared by all programs. */
  readonly parameters: Readonly<Record<string, { readonly shape: Shape }>>;
  /** Memory that programs keep between runs, f32, zero when loaded; no part of the state of a session. */
  readonly buffers: Readonly<Record<string, { readonly shape: Shape }>>;
  /** State of the optimisers, zero at first: `<program>/<slot>/<parameter>`, shaped as the parameter. */
  readonly slots: Readonly<Record<string, { readonly shape: Shape }>>;
  readonly programs: Readonly<Record<string, RecordedProgram>>;
}
