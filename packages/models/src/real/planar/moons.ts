/** Two half circles of radius 1 that reach into each other, each with probability ½. */
import { cos, type Stream, sin } from '@collapse-lab/math';
import type { Points } from '../../data/data.ts';
import { checkOptions } from '../check-options.ts';
import type { RealSource } from '../real-source.ts';
import { curveSource, type NoiseOptions } from './curve-source.ts';

export type MoonsOptions = NoiseOptions;

const pi = 3.141592653589793;

/**
 * With θ uniform on (0, π): (cos θ, sin θ), or (1 − cos θ, ½ − sin θ). d = 2.
 *
 * @throws InvalidArgumentError
 */
export function moonsSource(options: MoonsOptions): RealSource<Points> {
  checkOptions(options);
  const { noise } = options;
  return curveSource({ name: 'moons', options: { noise }, place, mean: [0.5, 0.25], covariance: moments() });
}

function place(stream: Stream, out: Float64Array, offset: number): void {
  const lower = stream.uniform() < 0.5;
  const angle = pi * stream.uniform();
  out[offset] = lower ? 1 - cos(angle) : cos(angle);
  out[offset + 1] = lower ? 0.5 - sin(angle) : sin(angle);
}

/**
 * A half circle has E cos = 0, E sin = 2/π, E cos² = E sin² = ½, E cos sin = 0. The moons are it and its mirror image
 * in (½, ¼), so about that centre both have the moments of the upper one.
 */
function moments(): [number, number, number] {
  const height = 2 / pi;
  return [0.5 + 0.25, -0.5 * (height - 0.25), 0.5 - 0.5 * height + 0.0625];
}
