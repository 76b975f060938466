import type { Instruction, Operand, Scratch, TensorOperand } from './instruction.ts';
import type { Step } from './lower-program.ts';
import { opcodeNumbers } from './opcode.ts';

/** Words before the operands: opcode and length. */
const headerWords = 2;

const realView = new Float32Array(1);
const bitsView = new Int32Array(realView.buffer);

function bitsOf(value: number): number {
  realView[0] = value;
  return bitsView[0];
}

/** Words of an instruction. */
export function wordsOf({ operands }: Instruction): number {
  return headerWords + operands.length;
}

/** The words that the interpreter (kernel/program.h) reads; `offsetOf` gives memory its place. */
export function encode(
  steps: readonly Step[],
  offsetOf: (operand: TensorOperand | Scratch) => number,
): { readonly instructions: Int32Array; readonly operations: ReadonlyMap<number, string> } {
  const words: number[] = [];
  const operations = new Map<number, string>();
  const word = (operand: Operand): number => {
    if (operand === undefined) return -1;
    if (typeof operand === 'number') return operand;
    return 'real' in operand ? bitsOf(operand.real) : offsetOf(operand);
  };
  for (const { operation, instruction } of steps) {
    operations.set(words.length, operation);
    words.push(opcodeNumbers[instruction.opcode], wordsOf(instruction), ...instruction.operands.map(word));
  }
  return { instructions: Int32Array.from(words), operations };
}
