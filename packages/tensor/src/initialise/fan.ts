import { InvalidArgumentError } from '@collapse-lab/math';
import type { Shape } from '../graph/shape.ts';

/** How many numbers flow into and out of one element of a layer. */
export interface Fan {
  readonly in: number;
  readonly out: number;
}

/**
 * Fans of a weight: [in, out] of a matrix; kh·kw·ci and kh·kw·co of a filter [kh, kw, ci, co].
 *
 * @throws InvalidArgumentError for other ranks
 */
export function fanOf(shape: Shape): Fan {
  if (shape.length === 2) return { in: shape[0], out: shape[1] };
  if (shape.length === 4) {
    const [kh, kw, ci, co] = shape;
    return { in: kh * kw * ci, out: kh * kw * co };
  }
  throw new InvalidArgumentError({
    argument: 'shape',
    got: shape,
    expected: 'a matrix [in, out] or a filter [kh, kw, ci, co]',
    remedy: 'Use uniformInit or normalInit for other shapes.',
  });
}
