/** Two circles about the origin, of radius 1 and `factor`, each with probability ½. */
import { cos, InvalidArgumentError, type Stream, sin } from '@collapse-lab/math';
import type { Points } from '../../data/data.ts';
import { isNonNegative } from '../../data/is-number.ts';
import { checkOptions } from '../check-options.ts';
import type { RealSource } from '../real-source.ts';
import { curveSource, type NoiseOptions } from './curve-source.ts';

export interface CirclesOptions extends NoiseOptions {
  /** Radius of the inner circle, from 0 to 1 (0.8). */
  readonly factor?: number;
}

const twoPi = 6.283185307179586;

/** @throws InvalidArgumentError */
export function circlesSource(options: CirclesOptions): RealSource<Points> {
  checkOptions(options);
  const { factor = 0.8, noise } = options;
  if (!(isNonNegative(factor) && factor <= 1))
    throw new InvalidArgumentError({
      argument: 'factor',
      got: factor,
      expected: 'a number from 0 to 1, the radius of the inner circle',
    });
  // A point of a circle of radius r has E x² = E y² = r² / 2.
  const spread = (1 + factor * factor) / 4;
  return curveSource({
    name: 'circles',
    options: { factor, noise },
    mean: [0, 0],
    covariance: [spread, 0, spread],
    place(stream: Stream, out: Float64Array, offset: number): void {
      const radius = stream.uniform() < 0.5 ? factor : 1;
      const angle = twoPi * stream.uniform();
      out[offset] = radius * cos(angle);
      out[offset + 1] = radius * sin(angle);
    },
  });
}
