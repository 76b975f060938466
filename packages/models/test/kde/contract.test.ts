import { normalCdf } from '@collapse-lab/math';
import { type KdeModel, kde, type Points } from '@collapse-lab/models';
import { describeFamily, type FamilySubject } from '@collapse-lab/models/testing';
import { describe, it } from 'vitest';

/** Mean (d) and second moments (d × d) of the mixture of N(x_i, L Lᵀ). */
function momentsOf({ d, points, factor }: KdeModel): number[] {
  const n = points.length / d;
  const mean = new Array<number>(d).fill(0);
  const products = Array.from({ length: d * d }, (_, index) => {
    const [j, k] = [Math.floor(index / d), index % d];
    if (factor.length === 1) return j === k ? factor[0] ** 2 : 0;
    let entry = 0;
    for (let l = 0; l < d; l++) entry += factor[j * d + l] * factor[k * d + l];
    return entry;
  });
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++) {
      mean[j] += points[i * d + j] / n;
      for (let k = 0; k < d; k++) products[j * d + k] += (points[i * d + j] * points[i * d + k]) / n;
    }
  return [...mean, ...products];
}

function kdeSubject(
  d: number,
  points: readonly number[],
  bandwidth: number,
): FamilySubject<KdeModel, Points> {
  const family = kde.create({ bandwidth, scaling: 'none' }, { kind: 'points', d });
  const model = { d, points: Float64Array.from(points), factor: Float64Array.of(bandwidth) };
  const expected = momentsOf(model);
  return {
    name: `kde d = ${d}`,
    family,
    model,
    parameters: (each) => [...each.factor, ...each.points],
    estimates: momentsOf,
    // A fit to points of the model blurs them once more.
    limit: expected.map((value, i) => (i >= d && (i - d) % (d + 1) === 0 ? value + bandwidth ** 2 : value)),
    moments: {
      expected,
      of: ({ n, values }) =>
        Array.from({ length: n }, (_, i) => {
          const x = Array.from(values.subarray(i * d, (i + 1) * d));
          return [...x, ...x.flatMap((a) => x.map((b) => a * b))];
        }).flat(),
    },
    ...(d === 1
      ? {
          uniforms: ({ values }: Points) =>
            values.map(
              (x) => points.reduce((sum, p) => sum + normalCdf((x - p) / bandwidth), 0) / points.length,
            ),
        }
      : {}),
    // The ratio of densities of the contract costs n · 1000 kernels for each of 8 models.
    effort: 0.06,
  };
}

// Statistical assertions allow 5 standard errors; about 40 of them, on fixed seeds (laws.ts).
describeFamily({ describe, it }, () => kdeSubject(1, [-2, 0, 0.5, 3], 0.8));
describeFamily({ describe, it }, () => kdeSubject(2, [0, 0, 2, 1, -1, 3], 1));

describeFamily({ describe, it }, () => {
  const d = 2;
  const family = kde.create({ bandwidth: 0.7, scaling: 'covariance' }, { kind: 'points', d });
  const model = {
    d,
    points: Float64Array.of(0, 0, 2, 1, -1, 3),
    factor: Float64Array.of(1.2, 0, -0.4, 0.8),
  };
  const [x, y, xx, xy, , yy] = momentsOf(model);
  // The kernel of a fit is 0.49 of the covariance of what it is fitted to.
  const widen = (second: number, product: number): number => second + 0.49 * (second - product);
  return {
    name: 'kde scaled by covariance',
    family,
    model,
    parameters: (each) => [...each.factor, ...each.points],
    estimates: momentsOf,
    limit: [x, y, widen(xx, x * x), widen(xy, x * y), widen(xy, x * y), widen(yy, y * y)],
    moments: {
      expected: [x, y, xx, xy, yy],
      of: ({ n, values }) =>
        Array.from({ length: n }, (_, i) => {
          const [a, b] = values.subarray(2 * i);
          return [a, b, a * a, a * b, b * b];
        }).flat(),
    },
    effort: 0.06,
  };
});
