/** Real data in the plane: laws by quadrature, i.i.d. draws, messages. */
import { gram, Stream } from '@collapse-lab/math';
import {
  blobsSource,
  circlesSource,
  gaussianMixtureSource,
  modeGridSource,
  moonsSource,
  type Points,
  type RealSource,
  swissRollSource,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

type Curve = (s: number) => [number, number];

const uniformly = (low: number, high: number) => (u: number) => low + (high - low) * u;

/** The curves with equal weights, each with its parameter u uniform on (0, 1). */
const curves: Record<string, Curve[]> = {
  moons: [
    (u) => [Math.cos(Math.PI * u), Math.sin(Math.PI * u)],
    (u) => [1 - Math.cos(Math.PI * u), 0.5 - Math.sin(Math.PI * u)],
  ],
  circles: [1, 0.3].map((r) => (u) => [r * Math.cos(2 * Math.PI * u), r * Math.sin(2 * Math.PI * u)]),
  'swiss-roll': [
    (u) => {
      const s = uniformly(1.5 * Math.PI, 4.5 * Math.PI)(u);
      return [s * Math.cos(s), s * Math.sin(s)];
    },
  ],
};

/** Expectation of f on the curves, by Simpson's rule with 2000 intervals on each. */
function expectation(parts: readonly Curve[], f: (x: number, y: number) => number): number {
  const intervals = 2000;
  let total = 0;
  for (const curve of parts)
    for (let i = 0; i <= intervals; i++) {
      const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
      total += weight * f(...curve(i / intervals));
    }
  return total / (3 * intervals * parts.length);
}

/** The sample mean of f is `expected` within 5 standard errors, 5.7e-7 each. */
function expectMean({ n, values }: Points, f: (x: number, y: number) => number, expected: number): void {
  const each = Float64Array.from({ length: n }, (_, i) => f(values[2 * i], values[2 * i + 1]));
  const mean = each.reduce((a, b) => a + b) / n;
  const error = Math.sqrt(each.reduce((a, b) => a + (b - mean) ** 2, 0) / n / (n - 1));
  expect(Math.abs(mean - expected), `${mean}, expected ${expected}, error ${error}`).toBeLessThanOrEqual(
    5 * error,
  );
}

const sources: Record<string, (noise: number) => RealSource<Points>> = {
  moons: (noise) => moonsSource({ noise }),
  circles: (noise) => circlesSource({ factor: 0.3, noise }),
  'swiss-roll': (noise) => swissRollSource({ noise }),
};

describe.each(Object.keys(sources))('%s', (name) => {
  const stream = Stream.fromPath(['planar', name]);
  const parts = curves[name];

  it('states the moments of its curve and its noise', () => {
    const { mean, covariance } = sources[name](0.25).moments!;
    const [x, y] = [expectation(parts, (a) => a), expectation(parts, (_, b) => b)];
    expect(mean[0]).toBeCloseTo(x, 9);
    expect(mean[1]).toBeCloseTo(y, 9);
    expect(covariance[0]).toBeCloseTo(expectation(parts, (a) => (a - x) ** 2) + 0.0625, 9);
    expect(covariance[1]).toBeCloseTo(
      expectation(parts, (a, b) => (a - x) * (b - y)),
      9,
    );
    expect(covariance[2]).toBe(covariance[1]);
    expect(covariance[3]).toBeCloseTo(expectation(parts, (_, b) => (b - y) ** 2) + 0.0625, 9);
  });

  it('draws points of the curve, uniform in its parameter', () => {
    const points = sources[name](0).draw(8000, stream);
    for (const f of [
      (x: number, y: number) => x + 2 * y,
      (x: number, y: number) => x * y,
      (x: number) => (x > 0.3 ? 1 : 0),
      (x: number, y: number) => (y > 0.1 && x < 0.2 ? 1 : 0),
      (x: number, y: number) => Math.cos(x - 3 * y),
    ]) {
      // Simpson's rule misses the edge of an indicator by at most one interval of 2000, well inside an error of 1/180.
      expectMean(points, f, expectation(parts, f));
    }
  });

  it('adds normal noise of the given standard deviation', () => {
    const points = sources[name](0.5).draw(8000, stream);
    const { mean, covariance } = sources[name](0.5).moments!;
    expectMean(points, (x) => (x - mean[0]) ** 2, covariance[0]);
    expectMean(points, (x, y) => (x - mean[0]) * (y - mean[1]), covariance[1]);
    expectMean(points, (_, y) => (y - mean[1]) ** 2, covariance[3]);
    // A characteristic function sees the shape of the noise, not its variance alone: E cos(u·(point + noise)).
    const blurred = Math.exp(-(0.25 * (2 ** 2 + 1)) / 2);
    const wave = (x: number, y: number): number => Math.cos(2 * x + y);
    expectMean(points, wave, blurred * expectation(parts, wave));
  });

  it('is a function of the stream, and of its options in the identity', () => {
    const again = () => sources[name](0.1).draw(5, Stream.fromPath(['again'])).values;
    expect(again()).toEqual(again());
    expect(sources[name](0.1).identity).not.toBe(sources[name](0.2).identity);
    expect(sources[name](0.1).identity).toContain('"noise":0.1');
  });

  it('refuses negative noise', () => {
    expect(() => sources[name](-1)).toThrow(
      'noise: got -1, expected a non-negative number, the standard deviation of the noise.',
    );
  });
});

describe('blobs', () => {
  it('are a mixture of equal round normal distributions at the centres given', () => {
    const centres = [
      [0, 0],
      [3, -1],
    ];
    const blobs = blobsSource({ centres, standardDeviation: 0.5 });
    const mixture = gaussianMixtureSource({ weights: [1, 1], means: centres, covariances: [0.25, 0.25] });
    expect(blobs.moments).toEqual(mixture.moments);
    expect(blobs.quantile!(0.99, 0)).toBe(mixture.quantile!(0.99, 0));
    const [a, b] = [blobs, mixture].map((source) => source.draw(10, Stream.fromPath(['blobs'])).values);
    expect(a).toEqual(b);
    expect([blobs.name, blobs.identity]).toEqual([
      'blobs',
      'blobs {"centres":[[0,0],[3,-1]],"standardDeviation":0.5}',
    ]);
  });

  it('refuse no centre and no width', () => {
    expect(() => blobsSource({ centres: [], standardDeviation: 1 })).toThrow(
      'centres: got [], expected a list of at least one centre, each a list of d numbers.',
    );
    expect(() => blobsSource({ centres: [[0, 0]], standardDeviation: 0 })).toThrow(
      'standardDeviation: got 0, expected a positive number.',
    );
  });
});

describe('mode grid', () => {
  const grid = modeGridSource();

  it('has 25 modes at even coordinates from −4 to 4, equally likely', () => {
    const { n, values } = grid.draw(5000, Stream.fromPath(['mode grid']));
    const seen = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      const [x, y] = [values[2 * i], values[2 * i + 1]];
      const mode = [2 * Math.round(x / 2), 2 * Math.round(y / 2)];
      // 5000 points in the plane: one lies 6.5 standard deviations off with probability 3e-6.
      expect(Math.hypot(x - mode[0], y - mode[1])).toBeLessThan(6.5 * 0.05);
      seen.set(mode.join(), (seen.get(mode.join()) ?? 0) + 1);
    }
    const chiSquared = [...seen.values()].reduce((total, count) => total + (count - 200) ** 2 / 200, 0);
    expect(seen.size).toBe(25);
    // χ² with 24 degrees of freedom exceeds 76 with probability 2.6e-7.
    expect(chiSquared).toBeLessThan(76);
    expect(Math.max(...[...seen.keys()].map((mode) => Math.max(...mode.split(',').map(Number))))).toBe(4);
  });

  it('states the moments of a lattice', () => {
    const { mean, covariance } = grid.moments!;
    expect(Math.abs(mean[0]) + Math.abs(mean[1])).toBeLessThan(1e-15);
    const factor = Float64Array.of(Math.sqrt(8 + 0.0025), 0, 0, Math.sqrt(8 + 0.0025));
    const expected = gram(factor, 2);
    covariance.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 13);
    });
    expect(
      modeGridSource({ side: 2, spacing: 1, standardDeviation: 0.1 }).moments!.covariance[0],
    ).toBeCloseTo(0.26, 14);
  });

  it('is known by its options, and refuses broken ones', () => {
    expect(grid.identity).toBe('mode-grid {"side":5,"spacing":2,"standardDeviation":0.05}');
    expect(() => modeGridSource({ side: 0 })).toThrow('side: got 0, expected a positive integer.');
    expect(() => modeGridSource({ spacing: -1 })).toThrow('spacing: got -1, expected a positive number.');
  });
});

it('circles refuse an inner circle larger than the outer one', () => {
  expect(() => circlesSource({ factor: 2, noise: 0 })).toThrow(
    'factor: got 2, expected a number from 0 to 1, the radius of the inner circle.',
  );
});
