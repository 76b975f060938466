/** What the sources of labelled data have in common: inputs, and rows of inputs with their label. */
import { fillMultivariateNormal, normal, type Stream } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';
import { checkSize } from '../data/make-data.ts';
import type { Inputs } from './real-source.ts';

/** x ~ N(0, L Lᵀ), L = `factor`, d × d lower triangular. */
export function normalInputs(factor: Float64Array, d: number): Inputs {
  const origin = new Float64Array(d);
  const deviations = isDiagonal(factor, d) ? origin.map((_, i) => factor[i * (d + 1)]) : undefined;
  return {
    d,
    factor,
    draw(n, stream) {
      checkSize('n', n);
      const values = new Float64Array(n * d);
      if (deviations === undefined) fillMultivariateNormal(stream, origin, factor, values);
      else fillIndependent(stream, deviations, values);
      return { kind: 'points', n, d, values };
    },
  };
}

function isDiagonal(factor: Float64Array, d: number): boolean {
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) if (factor[i * d + j] !== 0) return false;
  return true;
}

function fillIndependent(stream: Stream, deviations: Float64Array, values: Float64Array): void {
  const d = deviations.length;
  for (let at = 0; at < values.length; at += d)
    for (let i = 0; i < d; i++) values[at + i] = deviations[i] * normal(stream);
}

/** x ~ ½ N(mean, L Lᵀ) + ½ N(−mean, L Lᵀ): one normal class and its mirror image. */
export function mirroredInputs(mean: Float64Array, factor: Float64Array): Inputs {
  const d = mean.length;
  const centred = normalInputs(factor, d);
  return {
    d,
    factor,
    mean,
    draw(n, stream) {
      const points = centred.draw(n, stream);
      for (let i = 0; i < n; i++) {
        const sign = stream.uniform() < 0.5 ? -1 : 1;
        for (let j = 0; j < d; j++) points.values[i * d + j] += sign * mean[j];
      }
      return points;
    },
  };
}

/** Rows (x, y), y = label(x·weights), in the order of the inputs. */
export function labelRows(
  { n, d, values: x }: Points,
  weights: Float64Array,
  label: (mean: number, stream: Stream) => number,
  stream: Stream,
): Points {
  const values = new Float64Array(n * (d + 1));
  for (let i = 0; i < n; i++) {
    let mean = 0;
    for (let j = 0; j < d; j++) {
      values[i * (d + 1) + j] = x[i * d + j];
      mean += x[i * d + j] * weights[j];
    }
    values[i * (d + 1) + d] = label(mean, stream);
  }
  return { kind: 'points', n, d: d + 1, values };
}
