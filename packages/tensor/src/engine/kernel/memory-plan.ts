// One arena for a whole module: what outlives a run (parameters, slots, buffers, inputs, constants, instructions) first, each
// in its own place; behind it the memory in which every program computes, shared by all programs since one runs at a time.
import { CollapseLabError } from '@collapse-lab/math';
import type { RecordedModule, RecordedProgram } from '../../graph/recorded-module.ts';
import { elementCount } from '../../graph/shape.ts';
import type { Node, Tensor } from '../../graph/tensor.ts';
import type { ConstantAttributes, NameAttributes } from '../../operations/leaf.ts';
import { type Block, lineWords, roundToLine } from '../../plan/block.ts';
import { layOut } from '../../plan/layout.ts';
import { encode, wordsOf } from './encode.ts';
import type { Scratch, TensorOperand } from './instruction.ts';
import { type LoweredProgram, lowerProgram, type ScratchBlock } from './lower-program.ts';

/** A tensor in the arena. */
export interface Place {
  /** In words of 4 bytes. */
  readonly offset: number;
  readonly words: number;
  readonly dtype: 'f32' | 'i32';
}

export interface ProgramPlan {
  /** Where the instructions lie. */
  readonly start: number;
  readonly instructions: Int32Array;
  /** Operation of the instruction that begins at a word of the instructions. */
  readonly operations: ReadonlyMap<number, string>;
  readonly inputs: Readonly<Record<string, Place>>;
  readonly outputs: Readonly<Record<string, Place>>;
  readonly hyper: Place | undefined;
  /** Scalars to write once. */
  readonly constants: readonly { readonly offset: number; readonly value: number }[];
}

export interface MemoryPlan {
  /** Size of the arena in words of 4 bytes. */
  readonly words: number;
  /** How many of them programs compute in; the others outlive every run. */
  readonly sharedWords: number;
  readonly parameters: Readonly<Record<string, Place>>;
  readonly slots: Readonly<Record<string, Place>>;
  readonly buffers: Readonly<Record<string, Place>>;
  readonly programs: Readonly<Record<string, ProgramPlan>>;
  /** Words that belong to nothing, with `apart`: what an engine can watch over; else none are listed. */
  readonly gaps: readonly Pick<Place, 'offset' | 'words'>[];
}

/**
 * How memory is given out: `shared`, in as little as possible; or `apart`, nothing ever in the place of anything else and
 * a gap behind every tensor, which finds kernels that touch what is not theirs.
 */
export type Arrangement = 'shared' | 'apart';

/** Offsets are 32-bit integers that count words. */
const mostWords = 0x7fffffff;

/** Words between places that lie apart: more than any vector. */
const gapWords = 4 * lineWords;

/** Hands out places one behind the other. */
class Region {
  words = 0;
  readonly gaps: { offset: number; words: number }[] = [];
  private readonly arrangement: Arrangement;

  constructor(arrangement: Arrangement) {
    this.arrangement = arrangement;
  }

  take(words: number): number {
    const offset = this.words;
    this.words += roundToLine(words);
    if (this.arrangement === 'apart') {
      this.words += gapWords;
      this.gaps.push({ offset: offset + words, words: this.words - offset - words });
    }
    return offset;
  }

  place({ shape, dtype }: Pick<Tensor, 'shape'> & Partial<Pick<Tensor, 'dtype'>>): Place {
    const words = elementCount(shape);
    return { offset: this.take(words), words, dtype: dtype ?? 'f32' };
  }
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));

/** Places of the leaves of one program. */
interface Leaves {
  readonly inputs: Readonly<Record<string, Place>>;
  readonly hyper: Place | undefined;
  readonly constants: ReadonlyMap<Node, Place>;
  readonly start: number;
}

function placeLeaves(region: Region, program: RecordedProgram, lowered: LoweredProgram): Leaves {
  const hyper = program.nodes.find(({ operation }) => operation === 'hyper');
  const constants = program.nodes.filter(({ operation }) => operation === 'constant');
  const words = lowered.steps.reduce((sum, { instruction }) => sum + wordsOf(instruction), 0);
  return {
    inputs: mapValues(program.inputs, (input) => region.place(input)),
    hyper: hyper && region.place(hyper.outputs[0]),
    constants: new Map(constants.map((node) => [node, region.place(node.outputs[0])])),
    start: region.take(words),
  };
}

type Named = Readonly<Record<string, Place>>;

/** Places of what all programs share. */
interface Shared {
  readonly parameters: Named;
  readonly slots: Named;
  readonly buffers: Named;
}

function leafOffset(node: Node, { inputs, hyper, constants }: Leaves, shared: Shared): number {
  const { name } = node.attributes as NameAttributes;
  if (node.operation === 'parameter') return shared.parameters[name].offset;
  if (node.operation === 'slot') return shared.slots[name].offset;
  if (node.operation === 'buffer') return shared.buffers[name].offset;
  if (node.operation === 'input') return inputs[name].offset;
  return node.operation === 'hyper' ? hyper!.offset : constants.get(node)!.offset;
}

/** Offsets of what programs compute in, and how far behind the region it ends. */
function placeBlocks(
  region: Region,
  programs: Readonly<Record<string, LoweredProgram>>,
  arrangement: Arrangement,
): { readonly offsets: ReadonlyMap<Block, number>; readonly sharedWords: number } {
  const blocks = Object.values(programs).map((program) => program.blocks);
  if (arrangement === 'apart') {
    return {
      offsets: new Map(blocks.flat().map((block) => [block, region.take(block.words)])),
      sharedWords: 0,
    };
  }
  const layouts = blocks.map(layOut);
  const offsets = layouts.flatMap((layout) =>
    [...layout.offsets].map(([block, offset]) => [block, region.words + offset] as const),
  );
  return { offsets: new Map(offsets), sharedWords: Math.max(0, ...layouts.map(({ words }) => words)) };
}

/** Where everything lies that a program names. */
interface Places {
  readonly shared: Shared;
  readonly leaves: Leaves;
  readonly offsets: ReadonlyMap<Block, number>;
  /** Size of the arena. */
  readonly words: number;
}

function offsetOf(operand: TensorOperand | Scratch, { values }: LoweredProgram, places: Places): number {
  const { shared, leaves, offsets, words } = places;
  if ('scratch' in operand) return offsets.get(operand as ScratchBlock)!;
  const value = values.get(operand.tensor)!;
  const start = value.leaf ? leafOffset(value.leaf, leaves, shared) : offsets.get(value)!;
  if (operand.skip < value.words && start + value.words <= words) return start + operand.skip;
  throw new CollapseLabError(`plan: an operand of ${value.words} words lies outside the arena of ${words}.`);
}

function planProgram(lowered: LoweredProgram, places: Places): ProgramPlan {
  const { inputs, hyper, constants, start } = places.leaves;
  const find = (operand: TensorOperand | Scratch) => offsetOf(operand, lowered, places);
  return {
    start,
    inputs,
    hyper,
    ...encode(lowered.steps, find),
    outputs: mapValues(lowered.outputs, ({ operand, tensor: { shape, dtype } }) => {
      return { offset: find(operand), words: elementCount(shape), dtype };
    }),
    constants: [...constants].map(([{ attributes }, { offset }]) => {
      return { offset, value: (attributes as ConstantAttributes).value };
    }),
  };
}

/** Lowers every program of a module and gives everything its place; `threads` is how many run one instruction. */
export function planMemory(
  module: RecordedModule,
  arrangement: Arrangement = 'shared',
  threads = 1,
): MemoryPlan {
  const region = new Region(arrangement);
  const shared: Shared = {
    parameters: mapValues(module.parameters, (parameter) => region.place(parameter)),
    slots: mapValues(module.slots, (slot) => region.place(slot)),
    buffers: mapValues(module.buffers, (buffer) => region.place(buffer)),
  };
  const lowered = mapValues(module.programs, (program) => lowerProgram(program, threads));
  const leaves = mapValues(module.programs, (program) => placeLeaves(region, program, lowered[program.name]));
  const { offsets, sharedWords } = placeBlocks(region, lowered, arrangement);
  const words = region.words + sharedWords;
  if (words > mostWords) refuseSize(words);
  const programs = mapValues(module.programs, ({ name }) =>
    planProgram(lowered[name], { shared, leaves: leaves[name], offsets, words }),
  );
  return { words, sharedWords, ...shared, programs, gaps: region.gaps };
}

function refuseSize(words: number): never {
  throw new CollapseLabError(
    `module: it needs ${Math.ceil(words / 0x10000000)} GiB, expected less than 8 GiB, the reach of the kernels. Use a smaller batch.`,
  );
}
