import type { RecordedProgram } from '../../graph/recorded-module.ts';
import { elementCount } from '../../graph/shape.ts';
import type { Node, Tensor } from '../../graph/tensor.ts';
import type { Block } from '../../plan/block.ts';
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

/** Collects the steps of one program and the times of their scratch. */
class Lowering {
  readonly steps: Step[] = [];
  readonly values: ReadonlyMap<Tensor, Value>;
  private readonly scratches = new Map<Scratch, Block>();

  private readonly threads: number;

  constructor(program: RecordedProgram, threads: number) {
    this.threads = threads;
    this.values = valuesOf(program, ({ operation }) => kernelOperations.get(operation)?.inPlace ?? []);
  }

  lower(node: Node, position: number): void {
    const { lower } = kernelOperations.get(node.operation)!;
    for (const made of lower(node)) this.emit(node.operation, made, position, position);
  }

  /** Copies a tensor to a place of its own, where it stays until the end. */
  keep(tensor: Tensor, position: number): Output {
    const kept: Scratch = { scratch: elementCount(tensor.shape) };
    const walk = [1, kept.scratch, 0, 1, 0, 1];
    this.emit('output', instruction('COPY', 2, kept, at(tensor), ...walk), position, Infinity);
    return { tensor, operand: kept };
  }

  blocks(): readonly (Value | ScratchBlock)[] {
    const own = new Set([...this.values.values()].filter(({ leaf }) => leaf === undefined));
    return [...own, ...[...this.scratches].map(([operand, block]) => Object.assign(operand, block))];
  }

  private emit(operation: string, made: Instruction, first: number, last: number): void {
    for (const operand of made.operands) {
      if (typeof operand !== 'object' || !('scratch' in operand)) continue;
      const known = this.scratches.get(operand);
      const words = operand.scratch * (operand.perThread ? this.threads : 1);
      this.scratches.set(operand, { words, first: known?.first ?? first, last });
    }
    this.steps.push({ operation, instruction: made });
  }
}

/**
 * Instructions of a program, its values, and the blocks of memory they need. An output that is a parameter of a training
 * program is copied before the updates, so that it is what the outputs were computed with. `threads` is how many may run
 * parts of an instruction, each with scratch of its own.
 */
export function lowerProgram(program: RecordedProgram, threads: number): LoweredProgram {
  const lowering = new Lowering(program, threads);
  const outputs: Record<string, Output> = {};
  const found = program.nodes.findIndex(({ operation }) => updates.has(operation));
  const firstUpdate = found < 0 ? program.nodes.length : found;
  const lowerNodes = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      if (!isLeaf(program.nodes[i])) lowering.lower(program.nodes[i], i);
    }
  };
  lowerNodes(0, firstUpdate);
  for (const [name, tensor] of Object.entries(program.outputs)) {
    const changes = found >= 0 && lowering.values.get(tensor)!.leaf?.operation === 'parameter';
    outputs[name] = changes ? lowering.keep(tensor, firstUpdate) : { tensor, operand: at(tensor) };
  }
  lowerNodes(firstUpdate, program.nodes.length);
  return { steps: lowering.steps, values: lowering.values, blocks: lowering.blocks(), outputs };
}
