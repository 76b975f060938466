// An instruction before memory is planned: operands name tensors and scratch, which become offsets when the plan is made.
// The meaning of the operands of each opcode stands beside it in kernel/program.h.
import type { Tensor } from '../../graph/tensor.ts';
import { roundToLine } from '../../plan/block.ts';
import type { Opcode } from './opcode.ts';

/** A tensor, or what lies `skip` elements behind its start; undefined for an optional one that is left out. */
export interface TensorOperand {
  readonly tensor: Tensor;
  readonly skip: number;
}

/** Memory that one node alone uses; operands with the same object are the same memory. */
export interface Scratch {
  /** In words of 4 bytes. */
  readonly scratch: number;
  /** Whether every thread that runs a part of the instruction has this much of its own, one behind the other. */
  readonly perThread?: boolean;
}

/** A number of 32 bits that is not an integer. */
export interface Real {
  readonly real: number;
}

/** An integer (a size, a stride, a flag) is itself. */
export type Operand = number | Real | TensorOperand | Scratch | undefined;

export interface Instruction {
  readonly opcode: Opcode;
  readonly operands: readonly Operand[];
}

export function real(value: number): Real {
  return { real: value };
}

export function at(tensor: Tensor, skip = 0): TensorOperand {
  return { tensor, skip };
}

export function scratch(words: number): Scratch {
  return { scratch: words };
}

/** Scratch that threads do not share, and the words that each has. */
export function ownScratch(words: number): readonly [Scratch, number] {
  const share = roundToLine(words);
  return [{ scratch: share, perThread: true }, share];
}

export function instruction(opcode: Opcode, ...operands: readonly Operand[]): Instruction {
  return { opcode, operands };
}
