import type { Shape } from '../graph/shape.ts';
import type { DType, Tensor } from '../graph/tensor.ts';
import type { Optimiser } from '../optimiser/optimiser.ts';

/** Shape of an input; numbers (f32) where only a shape is given. */
export type InputDeclaration = Shape | { readonly shape: Shape; readonly dtype?: DType };

/** How a program trains: one step of the optimiser after every run. */
export interface Training {
  /** Name of the output to make smaller, a scalar. */
  readonly loss: string;
  readonly optimiser: Optimiser;
  /** Largest Euclidean norm of all gradients together; longer ones are scaled down. No limit when left out. */
  readonly clipNorm?: number;
  /** Names of the parameters to train; all of the module when left out. */
  readonly parameters?: readonly string[];
}

/** A program as written: a function over symbolic tensors. */
export interface ProgramDefinition<I extends string = string> {
  readonly inputs?: Readonly<Record<I, InputDeclaration>>;
  /**
   * Called once, when recording: computes the named outputs from parameters, inputs and buffers. Those of a training program
   * are computed before the step.
   */
  readonly outputs: (
    parameters: Readonly<Record<string, Tensor>>,
    inputs: Readonly<Record<I, Tensor>>,
    buffers: Readonly<Record<string, Tensor>>,
  ) => Readonly<Record<string, Tensor>>;
  readonly train?: Training;
}

/** A program whose outputs another one may ask for, without buffers where it has none. */
export interface WrittenProgram extends ProgramDefinition {
  readonly outputs: (
    parameters: Readonly<Record<string, Tensor>>,
    inputs: Readonly<Record<string, Tensor>>,
    buffers?: Readonly<Record<string, Tensor>>,
  ) => Readonly<Record<string, Tensor>>;
}

/** A program of `record`; gives the function of the outputs its types. */
export function program<I extends string = never>(definition: ProgramDefinition<I>): WrittenProgram {
  return definition as unknown as WrittenProgram;
}
