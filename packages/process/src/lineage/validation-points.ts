/** Points of p_0 that no model is trained on, which fits choose the best of their checkpoints by. */
import type { Stream } from '@collapse-lab/math';
import { type Data, firstRows, type RealSource } from '@collapse-lab/models';
import type { Problem } from '../workflow/problem.ts';
import { isExhaustible } from './real-supply.ts';
import type { LineageSpec } from './spec.ts';

/** `count` of them: the first of those that were set apart, or draws of the distribution. */
export function validationPoints(real: RealSource, count: number, stream: Stream): Data {
  const { validation } = real;
  return validation === undefined ? real.draw(count, stream) : firstRows(validation, count);
}

/** Real data that have not as many as the family wants. */
export function validationProblems({ family, real }: LineageSpec): Problem[] {
  const { validationSize = 0 } = family;
  if (validationSize === 0) return [];
  const set = real.validation?.n ?? (isExhaustible(real) ? 0 : Number.POSITIVE_INFINITY);
  if (set >= validationSize) return [];
  return [
    {
      path: ['real'],
      got: real.name,
      expected: `data with ${validationSize} points set apart for validation, by which family ${family.name} chooses its checkpoint, and ${set} are`,
      remedy: `Set the validation of the family to ${set === 0 ? 0 : `${set} or less`}, or take real data with more.`,
    },
  ];
}
