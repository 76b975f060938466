/** A spiral in the plane: the swiss roll seen from its end. */
import { cos, type Stream, sin } from '@collapse-lab/math';
import type { Points } from '../../data/data.ts';
import { checkOptions } from '../check-options.ts';
import type { RealSource } from '../real-source.ts';
import { curveSource, type NoiseOptions } from './curve-source.ts';

export type SwissRollOptions = NoiseOptions;

const pi = 3.141592653589793;

/**
 * (s cos s, s sin s) with s uniform on (1.5 π, 4.5 π). d = 2. The points lie within about 14 of the origin.
 *
 * @throws InvalidArgumentError
 */
export function swissRollSource(options: SwissRollOptions): RealSource<Points> {
  checkOptions(options);
  const { noise } = options;
  return curveSource({ name: 'swiss-roll', options: { noise }, place, ...moments() });
}

function place(stream: Stream, out: Float64Array, offset: number): void {
  const s = 1.5 * pi * (1 + 2 * stream.uniform());
  out[offset] = s * cos(s);
  out[offset + 1] = s * sin(s);
}

/**
 * By parts, over (1.5 π, 4.5 π) of length 3π: ∫ s cos s = 6π, ∫ s sin s = 2, ∫ s² = 29.25 π³,
 * ∫ s² cos 2s = −1.5 π, ∫ s² sin 2s = 9 π².
 */
function moments(): { mean: [number, number]; covariance: [number, number, number] } {
  const mean: [number, number] = [2, 2 / (3 * pi)];
  const halfSquare = (29.25 * pi * pi) / 6;
  const [xx, yy, xy] = [halfSquare - 0.25, halfSquare + 0.25, 1.5 * pi];
  return {
    mean,
    covariance: [xx - mean[0] * mean[0], xy - mean[0] * mean[1], yy - mean[1] * mean[1]],
  };
}
