import type { RecordedProgram } from '../../graph/recorded-module.ts';
import { elementCount } from '../../graph/shape.ts';
import type { Node, Tensor } from '../../graph/tensor.ts';
import type { Block } from '../../plan/layout.ts';
import { type Value, valuesOf } from '../../plan/values.ts';
import { at, type Instruction, instruction, type Scratch, type TensorOperand } from './instruction.ts';
import { kernelOperations } from './lower/table.ts';

/** An instruction with the operation that it belongs to. */
export interface Step {
  readonly instruction: Instruction;
  readonly operation: string;
}

/** Scratch with the time when it is needed. */
export type ScratchBlock = Scratch & Block;

export interface Output {
  readonly tensor: Tensor;
  /** Where it lies after a run. */
  readonly operand: TensorOperand | Scratch;
}

export interface LoweredProgram {
  readonly steps: readonly Step[];
  readonly values: ReadonlyMap<Tensor, Value>;
  /** Everything that needs a place only while the program runs. */
  readonly blocks: readonly (Value | ScratchBlock)[];
  readonly outputs: Readonly<Record<string, Output>>;
}

const updates: ReadonlySet<string> = new Set(['sgd', 'momentum', 'adam']);

const isLeaf = ({ inputs }: Node) => inputs.length === 0;

/**
 * Instructions of a program, its values, and the blocks of memory they need. An output that is a parameter of a training
 * program is copied before the updates, so that it is what the outputs were computed with.
 */
export function lowerProgram(program: RecordedProgram): LoweredProgram {
  const values = valuesOf(program, ({ operation }) => kernelOperations.get(operation)?.inPlace ?? []);
  const steps: Step[] = [];
  const scratches = new Map<Scratch, Block>();

  function emit(operation: string, made: Instruction, first: number, last: number): void {
    for (const operand of made.operands) {
      if (typeof operand !== 'object' || !('scratch' in operand)) continue;
      scratches.set(operand, { words: operand.scratch, first: scratches.get(operand)?.first ?? first, last });
    }
    steps.push({ operation, instruction: made });
  }

  const firstUpdate = program.nodes.findIndex(({ operation }) => updates.has(operation));

  function output(tensor: Tensor): Output {
    const changes = firstUpdate >= 0 && values.get(tensor)!.leaf?.operation === 'parameter';
    if (!changes) return { tensor, operand: at(tensor) };
    const kept: Scratch = { scratch: elementCount(tensor.shape) };
    const size = [1, kept.scratch];
    emit('output', instruction('COPY', 2, kept, at(tensor), ...size, 0, 1, 0, 1), firstUpdate, Infinity);
    return { tensor, operand: kept };
  }

  const collect = () =>
    Object.fromEntries(Object.entries(program.outputs).map(([name, tensor]) => [name, output(tensor)]));
  let outputs: Readonly<Record<string, Output>> | undefined;
  for (const [position, node] of program.nodes.entries()) {
    if (position === firstUpdate) outputs = collect();
    if (isLeaf(node)) continue;
    for (const made of kernelOperations.get(node.operation)!.lower(node))
      emit(node.operation, made, position, position);
  }
  const own = new Set([...values.values()].filter(({ leaf }) => leaf === undefined));
  const blocks = [...own, ...[...scratches].map(([operand, block]) => Object.assign(operand, block))];
  return { steps, values, blocks, outputs: outputs ?? collect() };
}
