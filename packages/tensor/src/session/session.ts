import type { RecordedModule } from '../graph/recorded-module.ts';

/** Numbers that a program takes: any array of numbers; f32 inputs are rounded to f32. */
export type InputValues = Readonly<Record<string, ArrayLike<number>>>;

/** What a program gives for one output: a number for a scalar f32, else all elements, row-major. */
export type OutputValue = number | Float32Array | Int32Array;

export interface RunOptions {
  /** Of this step of a training program, in place of that of its optimiser. A finite number ≥ 0. */
  readonly learningRate?: number;
}

/** Parameters, optimiser state and programs of a module, bound to an engine. One thread's own. */
export interface Session {
  readonly module: RecordedModule;
  /**
   * Sets some or all parameters; the others keep their values, 0 at first.
   *
   * @throws InvalidArgumentError for an unknown name or another length
   */
  setParameters(values: Readonly<Record<string, ArrayLike<number>>>): void;
  /** Copies of all parameters. */
  parameters(): Record<string, Float32Array>;
  /**
   * Runs a program once: a training program makes one step of its optimiser.
   *
   * @throws InvalidArgumentError for an unknown program, missing or unknown inputs, other lengths, ids out of range, a
   * learning rate that is none or of a program that does not train
   */
  run(program: string, inputs?: InputValues, options?: RunOptions): Record<string, OutputValue>;
  /** Number of steps that a training program has made. */
  steps(program: string): number;
  /**
   * Everything that changes: parameters, slots and step counts, little-endian on every machine. `restore` continues from
   * there bit for bit.
   */
  state(): Uint8Array;
  /** @throws InvalidArgumentError where the bytes are not a state of this module */
  restore(state: Uint8Array): void;
  /** Gives back the memory; nothing else may be called after. */
  dispose(): void;
}
