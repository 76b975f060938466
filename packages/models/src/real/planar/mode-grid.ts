/**
 * Narrow normal distributions on a square grid about the origin: with side 5 the 25 modes on which generative models
 * are tested for lost modes.
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Points } from '../../data/data.ts';
import { isPositive } from '../../data/is-number.ts';
import { checkPositiveInteger } from '../../data/make-data.ts';
import { checkOptions } from '../check-options.ts';
import type { RealSource } from '../real-source.ts';
import { roundNormals } from './blobs.ts';

export interface ModeGridOptions {
  /** Modes along each side (5). */
  readonly side?: number;
  /** Distance of neighbouring modes, positive (2). */
  readonly spacing?: number;
  /** Of every mode in every direction, positive (0.05). */
  readonly standardDeviation?: number;
}

/** Along a side: a million modes. */
const mostModes = 1000;

/** side² modes, d = 2. @throws InvalidArgumentError */
export function modeGridSource(options: ModeGridOptions = {}): RealSource<Points> {
  checkOptions(options);
  const { side = 5, spacing = 2, standardDeviation = 0.05 } = options;
  checkPositiveInteger('side', side);
  if (side > mostModes)
    throw new InvalidArgumentError({
      argument: 'side',
      got: side,
      expected: `at most ${mostModes} modes along a side`,
    });
  if (!isPositive(spacing))
    throw new InvalidArgumentError({ argument: 'spacing', got: spacing, expected: 'a positive number' });
  const identity = `mode-grid ${JSON.stringify({ side, spacing, standardDeviation })}`;
  return {
    ...roundNormals(gridCentres(side, spacing), standardDeviation),
    name: 'mode-grid',
    identity,
  };
}

/** Row by row from the lower left. */
function gridCentres(side: number, spacing: number): number[][] {
  const ticks = Array.from({ length: side }, (_, i) => (i - (side - 1) / 2) * spacing);
  return ticks.flatMap((y) => ticks.map((x) => [x, y]));
}
