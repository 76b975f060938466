/** A plan made ready for a sampler: each part as an instruction, so that nothing is looked up per generation. */
import { InvalidArgumentError, multinomial, type Stream } from '@collapse-lab/math';
import type { Curation } from '../curate/curation.ts';
import type { Part, Plan } from '../workflow/plan.ts';
import { purpose } from './purpose.ts';

/** What a part asks a sampler to do. */
export type Operation =
  | 'model'
  | 'distribution'
  | 'real'
  | 'initial-whole'
  | 'initial-fixed-subset'
  | 'initial-redrawn-subset'
  | 'pool-whole'
  | 'pool-redrawn-subset';

export interface Instruction {
  readonly operation: Operation;
  readonly toPool: boolean;
  /** Which of the points go on; all where absent. */
  readonly filter?: Curation;
  /** What each point counts in the fit. */
  readonly weight: number;
}

export interface Program {
  readonly instructions: readonly Instruction[];
  /** Counts of the parts that have one, 0 for the others. */
  readonly fixedCounts: Float64Array;
  /** Room for the counts of a generation. */
  readonly counts: Float64Array;
  /** Shares of the parts that have one, 0 for the others. */
  readonly shares: Float64Array;
  /** Multinomial total of the shares; 0 where there are none. */
  readonly sharedCount: number;
  /** The shares of the last model, of p_t and of p_0. */
  readonly mixture: { readonly alpha: number; readonly beta: number; readonly gamma: number };
  /** True where some part is weighted: the fit is then to statistics. */
  readonly weighted: boolean;
  /** True where fewer points than planned may be left. */
  readonly filtered: boolean;
  /** True where the points trained on are a fixed number of fresh points of the last model and nothing else happens. */
  readonly refits: boolean;
  /** True where the points trained on are those of the pool, all of them and no others. */
  readonly trainsOnPool: boolean;
}

/**
 * @throws InvalidArgumentError for a part that no sampler executes
 */
export function compilePlan(plan: Plan): Program {
  const instructions = plan.parts.map((part, index) => compilePart(part, index, plan.makes - 1));
  const trained = instructions.filter(({ toPool }) => !toPool);
  const shares = Float64Array.from(plan.parts, ({ amount }) =>
    amount !== undefined && 'share' in amount ? amount.share : 0,
  );
  return {
    instructions,
    counts: new Float64Array(instructions.length),
    fixedCounts: Float64Array.from(plan.parts, ({ amount }) =>
      amount !== undefined && 'count' in amount ? amount.count : 0,
    ),
    shares,
    mixture: mixtureOf(instructions, shares),
    sharedCount: plan.sharedCount ?? 0,
    weighted: instructions.some(({ weight }) => weight !== 1),
    filtered: instructions.some(({ filter }) => filter !== undefined),
    refits: plan.sharedCount === undefined && instructions.length === 1 && isPlainDraw(instructions[0]),
    trainsOnPool: trained.length === 1 && trained[0].operation === 'pool-whole',
  };
}

function isPlainDraw({ operation, toPool, filter, weight }: Instruction): boolean {
  return operation === 'model' && !toPool && filter === undefined && weight === 1;
}

function compilePart(part: Part, index: number, t: number): Instruction {
  const operation = operationOf(part, t);
  const toPool = part.to === 'pool';
  const { filter, weight = 1 } = part;
  const filterable = filter === undefined || operation === 'model';
  const weighable = weight === 1 || (!toPool && (operation === 'model' || operation === 'real'));
  if (operation !== undefined && filterable && weighable && (!toPool || operation === 'model'))
    return { operation, toPool, weight, ...(filter === undefined ? {} : { filter }) };
  throw new InvalidArgumentError({
    argument: `plan.parts[${index}]`,
    got: part,
    expected:
      'fresh points of the last model, of p_t or of p_0, all or a subset of D_0, or all or a redrawn subset of the ' +
      'pool; to the pool: fresh points of the last model; filtered: points of the last model; weighted: fresh points ' +
      'of the last model or of p_0 that do not join the pool',
  });
}

function operationOf({ source, draw }: Part, t: number): Operation | undefined {
  switch (source.kind) {
    case 'model':
    case 'distribution':
      return source.t === t && draw === 'fresh' ? source.kind : undefined;
    case 'real':
      return draw === 'fresh' ? 'real' : undefined;
    case 'set':
      return source.t === 0 && draw !== 'fresh' ? `initial-${draw}` : undefined;
    case 'pool':
      return draw === 'whole' || draw === 'redrawn-subset' ? `pool-${draw}` : undefined;
  }
}

/** The counts of the parts of D_{t+1}, drawn where some are shares. */
export function countsOf(program: Program, lineage: Stream, generation: number): Float64Array {
  if (program.sharedCount === 0) return program.fixedCounts;
  return drawCounts(program, lineage.split(generation, purpose.counts));
}

/** How many points each part gives: its fixed count, or its share of one multinomial draw. Overwrites `counts`. */
export function drawCounts(program: Program, stream: Stream): Float64Array {
  const { counts, fixedCounts, shares, sharedCount } = program;
  multinomial(stream, sharedCount, shares, counts);
  for (let i = 0; i < counts.length; i++) counts[i] += fixedCounts[i];
  return counts;
}

function mixtureOf(instructions: readonly Instruction[], shares: Float64Array): Program['mixture'] {
  const shareOf = (operation: Operation): number => {
    const index = instructions.findIndex((instruction) => instruction.operation === operation);
    return index < 0 ? 0 : shares[index];
  };
  return { alpha: shareOf('model'), beta: shareOf('distribution'), gamma: shareOf('real') };
}
