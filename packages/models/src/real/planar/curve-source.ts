/**
 * p_0 on a curve in the plane, blurred: a random point of the curve, plus N(0, noise² I). Every point is drawn by
 * itself from the stream, so that points are i.i.d. (scikit-learn's generators of the same names space the points of
 * some curves evenly, which gives other laws of samples).
 */
import { InvalidArgumentError, normal, type Stream } from '@collapse-lab/math';
import type { Points } from '../../data/data.ts';
import { isNonNegative } from '../../data/is-number.ts';
import { checkSize } from '../../data/make-data.ts';
import type { RealSource } from '../real-source.ts';

export interface NoiseOptions {
  /** Standard deviation of the normal noise on each coordinate, ≥ 0. */
  readonly noise: number;
}

export interface Curve<Options> {
  readonly name: string;
  /** What distinguishes one curve of this name from another, in the order they are written to the identity. */
  readonly options: Options;
  /** A random point of the curve, written to out[offset] and out[offset + 1]. */
  place(stream: Stream, out: Float64Array, offset: number): void;
  /** Mean (x, y) and second central moments (xx, xy, yy) of that point. */
  readonly mean: readonly [number, number];
  readonly covariance: readonly [number, number, number];
}

/** @throws InvalidArgumentError where the noise is not a non-negative number. */
export function curveSource<Options extends NoiseOptions>(curve: Curve<Options>): RealSource<Points> {
  const { name, options, mean, covariance } = curve;
  const { noise } = options;
  if (!isNonNegative(noise))
    throw new InvalidArgumentError({
      argument: 'noise',
      got: noise,
      expected: 'a non-negative number, the standard deviation of the noise',
    });
  const [xx, xy, yy] = covariance;
  return {
    name,
    shape: { kind: 'points', d: 2 },
    identity: `${name} ${JSON.stringify(options)}`,
    draw: (n, stream) => drawCurve(curve, n, stream),
    moments: {
      mean: Float64Array.from(mean),
      covariance: Float64Array.of(xx + noise * noise, xy, xy, yy + noise * noise),
    },
  };
}

function drawCurve({ place, options }: Curve<NoiseOptions>, n: number, stream: Stream): Points {
  checkSize('n', n);
  const { noise } = options;
  const values = new Float64Array(2 * n);
  for (let offset = 0; offset < values.length; offset += 2) {
    place(stream, values, offset);
    if (noise === 0) continue;
    values[offset] += noise * normal(stream);
    values[offset + 1] += noise * normal(stream);
  }
  return { kind: 'points', n, d: 2, values };
}
