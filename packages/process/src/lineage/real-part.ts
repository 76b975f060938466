/** The parts of a training set that are real data: fresh points of p_0, D_0 or a subset of it. */
import { type Stream, sampleWithoutReplacement } from '@collapse-lab/math';
import { allocateData, type Data, takeRows } from '@collapse-lab/models';
import type { Operation } from './program.ts';
import { purpose, realPurpose } from './purpose.ts';
import type { RealSupply } from './real-supply.ts';
import type { LineageStreams } from './spec.ts';

export type RealOperation = Extract<Operation, 'real' | `initial-${string}`>;

/** What a lineage has of real data at generation t. */
export interface RealParts {
  readonly t: number;
  readonly streams: LineageStreams;
  readonly supply: RealSupply;
  /** D_0; only where plans use it after generation 0. */
  readonly initial: Data | undefined;
  /** The subset of D_0 that is kept for good, once it was drawn. */
  kept: Data | undefined;
}

/** How often fresh points were drawn for this training set. */
export interface RealDraws {
  real: number;
}

/** Part `index` of the plan for D_{t+1}. */
export function realPart(
  operation: RealOperation,
  count: number,
  index: number,
  parts: RealParts,
  draws: RealDraws,
): Data {
  const { initial, streams } = parts;
  switch (operation) {
    case 'real':
      return freshReal(count, parts, draws);
    case 'initial-whole':
      return initial!;
    case 'initial-fixed-subset':
      parts.kept ??= subset(initial!, count, streams.real.split(0, realPurpose.fixedSubset));
      return parts.kept;
    case 'initial-redrawn-subset':
      return subset(initial!, count, subsetStream(index, parts));
  }
}

export function freshReal(count: number, { supply, t }: RealParts, draws: RealDraws): Data {
  if (count === 0) return allocateData(supply.shape, 0);
  return supply.fresh(count, t + 1, draws.real++);
}

/** Of the redrawn subset of part `index`. */
export function subsetStream(index: number, { streams, t }: Pick<RealParts, 'streams' | 't'>): Stream {
  return streams.lineage.split(t + 1, purpose.subset, index);
}

function subset(data: Data, count: number, stream: Stream): Data {
  return takeRows(data, sampleWithoutReplacement(stream, data.n, count));
}
