/** Curation of points: which rows or symbols of a batch are kept. */
import type { Stream } from '@collapse-lab/math';
import { type Data, type Points, type RealSource, type Symbols, takeRows } from '@collapse-lab/models';
import type { Curation } from './curation.ts';

/** The rows of a batch that are accepted, in their order. */
export type Verifier = (batch: Data, stream: Stream) => Data;

type Accepts = (batch: never, row: number, stream: Stream) => boolean;

/** For a curation that `curationProblems` has nothing against. */
export function createVerifier(curation: Curation, real: RealSource): Verifier {
  const accepts = acceptanceOf(curation, real) as (batch: Data, row: number, stream: Stream) => boolean;
  return (batch, stream) => {
    const kept: number[] = [];
    for (let i = 0; i < batch.n; i++) if (accepts(batch, i, stream)) kept.push(i);
    return takeRows(batch, kept);
  };
}

function acceptanceOf(curation: Curation, { truth }: RealSource): Accepts {
  switch (curation.kind) {
    case 'label-verifier': {
      const { phi, psi } = curation;
      const weights = (truth as { weights: Float64Array }).weights;
      return (rows: Points, row, stream) => {
        const right = rows.values[row * rows.d + rows.d - 1] === (predicted(rows, row, weights) > 0 ? 1 : 0);
        return stream.uniform() < (right ? phi : psi);
      };
    }
    case 'ball-verifier': {
      const { centre, radius, slack } = curation;
      return (rows: Points, row) => {
        const d = rows.d - 1;
        const weights = typeof centre === 'number' ? new Float64Array(d).fill(centre) : centre;
        const residual = rows.values[row * rows.d + d] - predicted(rows, row, weights);
        return Math.abs(residual) <= radius * inputNorm(rows, row) + slack;
      };
    }
    case 'thinning':
      return (symbols: Symbols, row, stream) => stream.uniform() < curation.keep[symbols.values[row]];
  }
}

/** x·weights of a row (x, y). */
function predicted({ d, values }: Points, row: number, weights: ArrayLike<number>): number {
  let total = 0;
  for (let j = 0; j < d - 1; j++) total += values[row * d + j] * weights[j];
  return total;
}

function inputNorm({ d, values }: Points, row: number): number {
  let squares = 0;
  for (let j = 0; j < d - 1; j++) squares += values[row * d + j] * values[row * d + j];
  return Math.sqrt(squares);
}
