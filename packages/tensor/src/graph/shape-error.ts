import { CollapseLabError } from '@collapse-lab/math';

/** Operands that an operation cannot combine; thrown while recording, before any number exists. */
export class ShapeError extends CollapseLabError {
  override readonly name: string = 'ShapeError';
  /** Name of the operation: `matmul`. */
  readonly operation: string;

  /** @param problem operands, what was got, what was expected, what to do */
  constructor(operation: string, problem: string) {
    super(`${operation}: ${problem}`);
    this.operation = operation;
  }
}
