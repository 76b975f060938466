import { elementCount } from '../../../graph/shape.ts';
import type { Node } from '../../../graph/tensor.ts';
import type { ReductionAttributes } from '../../../operations/reduction.ts';
import { at, type Instruction, instruction, type Operand, real, scratch } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';
import { rowsOf } from './rows.ts';

/** Numbers of the kinds in kernel/reduction.h. */
const sumKind = 0;
const maxKind = 1;

interface Group {
  size: number;
  readonly reduced: boolean;
}

/** Neighbouring axes that are all reduced, or all kept, are one. */
function groupsOf({ inputs: [x], attributes }: Node): Group[] {
  const { axes } = attributes as ReductionAttributes;
  const groups: Group[] = [];
  for (const [axis, size] of x.shape.entries()) {
    if (size === 1) continue;
    const reduced = axes.includes(axis);
    const last = groups[groups.length - 1];
    if (last?.reduced === reduced) last.size *= size;
    else groups.push({ size, reduced });
  }
  return groups;
}

const sizeOf = (groups: readonly Group[]) => groups.reduce((product, { size }) => product * size, 1);

/** One instruction per group of reduced axes, the last group first; what is between lies in scratch. */
function lowerGroups(node: Node, kind: number, scale: number): readonly Instruction[] {
  const instructions: Instruction[] = [];
  let groups = groupsOf(node);
  if (!groups.some(({ reduced }) => reduced)) groups = [{ size: 1, reduced: true }, ...groups];
  let from: Operand = at(node.inputs[0]);
  while (groups.some(({ reduced }) => reduced)) {
    const place = groups.map(({ reduced }) => reduced).lastIndexOf(true);
    const [outer, inner] = [sizeOf(groups.slice(0, place)), sizeOf(groups.slice(place + 1))];
    const n = groups[place].size;
    groups = groups.filter((_, index) => index !== place);
    const last = !groups.some(({ reduced }) => reduced);
    const to: Operand = last ? at(node.outputs[0]) : scratch(outer * inner);
    const factor = real(last ? scale : 1);
    instructions.push(instruction('REDUCE', kind, outer, n, inner, to, from, factor, inner));
    from = to;
  }
  return instructions;
}

export const reduction: Readonly<Record<string, KernelOperation>> = {
  sum: { lower: (node) => lowerGroups(node, sumKind, 1) },
  mean: {
    lower: (node) =>
      lowerGroups(node, sumKind, elementCount(node.outputs[0].shape) / elementCount(node.inputs[0].shape)),
  },
  max: { lower: (node) => lowerGroups(node, maxKind, 1) },
  argmax: {
    lower({ inputs: [x], outputs: [y] }) {
      return [instruction('ARGMAX', ...rowsOf(x.shape), at(y), at(x))];
    },
  },
};
