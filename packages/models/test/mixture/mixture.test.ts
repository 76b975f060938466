import { gram, Stream, sum } from '@collapse-lab/math';
import {
  componentOf,
  DegenerateMixtureError,
  extremeDeviations,
  fitMixture,
  gaussian,
  gaussianMixtureSource,
  type MixtureCovariance,
  type MixtureFit,
  type MixtureModel,
  mixture,
  mixtureMoments,
  mixtureParameterCount,
  normalSource,
  type Points,
  pointsOf,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';
import { exampleMixture, mixtureSubject, orderOf } from './subject.ts';

const kinds: MixtureCovariance[] = ['full', 'tied', 'diagonal', 'spherical'];
const stream = (purpose: string): Stream => Stream.fromPath(['mixture', purpose]);

/** Points of the example mixture with full covariances. */
function exampleData(n: number): Points {
  const { family, model } = mixtureSubject(exampleMixture('full'));
  return family.sample(model, { n }, stream('data'));
}

function fit(train: Points, options: Partial<MixtureFit>): MixtureModel {
  const start = { kind: 'kmeans', restarts: 1 } as const;
  const defaults = { components: 2, tolerance: 1e-6, iterations: 1000, covarianceFloor: 0, start };
  return fitMixture(train, { covariance: 'full', ...defaults, ...options }, stream('fit'));
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

describe('EM', () => {
  it.each(kinds)('%s: no iteration lowers the likelihood', (covariance) => {
    const train = exampleData(200);
    let before = -Infinity;
    for (let iterations = 1; iterations <= 25; iterations++) {
      const { lowerBound } = fit(train, { covariance, components: 4, iterations, tolerance: 0 }).info!;
      expect(lowerBound).toBeGreaterThan(before - 1e-12);
      before = lowerBound;
    }
  });

  it.each([1, 2, 7])('with one component in d = %i is the Gaussian of maximum likelihood', (d) => {
    const covariance = Array.from({ length: d }, (_, i) =>
      Array.from({ length: d }, (_, j) => 0.9 ** Math.abs(i - j)),
    );
    const train = normalSource({ d, mean: 3, covariance }).draw(50, stream('one'));
    for (const kind of ['full', 'diagonal', 'spherical'] as const) {
      const single = gaussian.create({ covariance: kind, ddof: 0, samplingBias: 1 }, train);
      const expected = single.fit({ train }, stream('gaussian'));
      // The parameters stand after the first iteration, so that the likelihood before the last is theirs.
      const model = fit(train, { covariance: kind, components: 1, iterations: 3, tolerance: 0 });
      const { mean, factor } = componentOf(model, 0);
      for (let j = 0; j < d; j++) expect(mean[j]).toBeCloseTo(expected.mean[j], 13);
      for (const [at, entry] of factor.entries()) expect(entry).toBeCloseTo(expected.factor[at], 13);
      expect(model.info!.lowerBound).toBeCloseTo(sum(single.logDensity!(expected, train)) / train.n, 12);
    }
  });

  it('a tied covariance is the weighted mean of full ones', () => {
    const train = exampleData(60);
    // One iteration from a covariance that all components share has the same responsibilities for both kinds.
    const given = { components: 3, iterations: 1, start: sharedStart } as const;
    const [apart, together] = [fit(train, given), fit(train, { ...given, covariance: 'tied' })];
    const mean = new Float64Array(4);
    for (let c = 0; c < 3; c++)
      for (const [at, entry] of gram(componentOf(apart, c).factor, 2).entries())
        mean[at] += apart.weights[c] * entry;
    for (const [at, entry] of gram(together.factors, 2).entries()) expect(entry).toBeCloseTo(mean[at], 12);
  });

  it('is equivariant: data in other units give the same mixture in other units', () => {
    const train = exampleData(100);
    const scale = 2 ** -400;
    const small = fit(
      pointsOf(
        train.values.map((x) => x * scale),
        2,
      ),
      { components: 3 },
    );
    const plain = fit(train, { components: 3 });
    expect(small.info!.iterations).toBe(plain.info!.iterations);
    for (const name of ['weights', 'means', 'factors'] as const)
      for (const [at, entry] of small[name].entries())
        expect(name === 'weights' ? entry : entry / scale).toBeCloseTo(plain[name][at], 12);
  });

  it('finds clusters a million times narrower than they are apart, to full precision', () => {
    const normal = normalSource({ d: 2 }).draw(40, stream('narrow'));
    const far = normal.values.map((z, at) => 1e-6 * z + (at < 40 ? 1 : -1));
    const model = fit(pointsOf(far, 2), {});
    const [low] = orderOf(model);
    const expected = fit(pointsOf(far.slice(40), 2), { components: 1 });
    const { factor } = componentOf(model, low);
    for (const [at, entry] of factor.entries())
      expect(Math.abs(entry - expected.factors[at]) / 1e-6).toBeLessThan(1e-9);
  });

  it('stops at the cap, and says so', () => {
    const { iterations, converged } = fit(exampleData(100), { components: 5, iterations: 3 }).info!;
    expect([iterations, converged]).toEqual([3, false]);
  });

  it('keeps the likeliest of several restarts', () => {
    const train = exampleData(150);
    const bounds = [1, 2, 4, 8, 16].map(
      (restarts) => fit(train, { components: 6, start: { kind: 'kmeans', restarts } }).info!.lowerBound,
    );
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
    expect(bounds.at(-1)).toBeGreaterThan(bounds[0]);
  });
});

/** Three components of one covariance. */
const sharedStart: MixtureFit['start'] = {
  kind: 'components',
  components: [-3, 0, 4].map((x) => {
    const factor = Float64Array.of(1.5, 0, 0.5, 1);
    return { weight: 1 / 3, mean: Float64Array.of(x, 0), factor, covariance: gram(factor, 2) };
  }),
};

describe('starts', () => {
  const options = { components: 2, iterations: 1, tolerance: 0, covarianceFloor: 0 };
  const start = {
    weights: [1, 3],
    means: [
      [-1, 0],
      [1, 0],
    ],
    covariances: [
      [1, 2],
      [3, 2],
    ],
  };

  it('a warm start goes on where the generation before ended', () => {
    const train = exampleData(80);
    const { family: cold } = mixtureSubject(exampleMixture('full'), options);
    const { family: warm } = mixtureSubject(exampleMixture('full'), { ...options, warmStart: true });
    const { family: longer } = mixtureSubject(exampleMixture('full'), { ...options, iterations: 2 });
    const first = cold.fit({ train }, stream('warm'));
    expect(warm.fit({ train }, stream('warm'))).toEqual(first);
    const second = warm.fit({ train, previous: first }, stream('other'));
    expect(Array.from(second.factors)).toEqual(Array.from(longer.fit({ train }, stream('warm')).factors));
    expect(cold.fit({ train, previous: first }, stream('warm'))).toEqual(first);
  });

  it('a warm start survives standard deviations that a number format has rounded to 0', () => {
    const train = exampleData(80);
    const { family } = mixtureSubject(exampleMixture('full'), { warmStart: true, covarianceFloor: 1e-6 });
    const previous = { ...exampleMixture('full'), factors: new Float64Array(8) };
    expect(family.fit({ train, previous }, stream('rounded')).info!.converged).toBe(true);
  });

  it.each(kinds)('%s: given covariances are projected onto the kind', (covariance) => {
    const { family } = mixtureSubject(exampleMixture(covariance), { ...options, start });
    const model = family.fit({ train: exampleData(50) }, stream('given'));
    expect(model.covariance).toBe(covariance);
    expect(sum(model.weights)).toBeCloseTo(1, 14);
  });

  it('refuse what does not fit together', () => {
    const create = (more: Record<string, unknown>) => () =>
      mixtureSubject(exampleMixture('full'), { ...options, ...more });
    expect(messageOf(create({ components: 3, start }))).toBe(
      'start: got "2 components in 2 dimensions", expected 3 components in 2 dimensions.',
    );
    expect(messageOf(create({ start: { ...start, covariances: [1, -1] } }))).toBe(
      'start.covariances[1]: got -1, expected positive numbers, the variances.',
    );
    const train = exampleData(50);
    const { family } = mixtureSubject(exampleMixture('full'), { warmStart: true });
    expect(messageOf(() => family.fit({ train, previous: exampleMixture('tied') }, stream('x')))).toBe(
      'previous: got "2 components with tied covariance", expected 2 components with full covariance.',
    );
    const responsibilities = new Float64Array(100).fill(0.25);
    expect(messageOf(() => fit(train, { start: { kind: 'responsibilities', responsibilities } }))).toBe(
      'start.responsibilities[0]: got [0.25, 0.25], expected 2 non-negative numbers that sum to 1.',
    );
    expect(
      messageOf(() => fit(train, { components: 3, start: { kind: 'responsibilities', responsibilities } })),
    ).toBe(
      'start.responsibilities.length: got 100, expected 150, one for each of n = 50 points and k = 3 components.',
    );
  });

  it('refuse components that no point is near', () => {
    const far = {
      weights: [1, 1],
      means: [
        [1e200, 0],
        [0, 1e200],
      ],
    };
    const { family } = mixtureSubject(exampleMixture('full'), { start: far });
    expect(messageOf(() => family.fit({ train: exampleData(50) }, stream('far')))).toBe(
      'start: got "a log density of some point that is not finite", ' +
        'expected components that reach the data. Start with wider covariances, or from k-means.',
    );
  });

  it.each(['full', 'diagonal', 'spherical'] as const)(
    'refuse data beyond the squares of doubles, %s',
    (kind) => {
      const { family } = mixtureSubject(exampleMixture(kind));
      const train = pointsOf([0, 0, 1, 1, 2, 0, 1e308, 1, 3, 5, 4, 1], 2);
      expect(messageOf(() => family.fit({ train }, stream('beyond')))).toBe(
        'train: got "a point with a coordinate of 1e+308", expected coordinates below 1e+150 in size, whose squares can be ' +
          'summed. Rescale the data, or leave the point out.',
      );
    },
  );
});

describe('degenerate data', () => {
  /** Two clusters of one point each, many times over. */
  const clusters = pointsOf(
    Array.from({ length: 40 }, (_, at) => (at < 20 ? 0.1 : 0.7)),
    2,
  );

  it.each(kinds)('%s: clusters without spread give an error that teaches', (covariance) => {
    expect(() => fit(clusters, { covariance })).toThrow(DegenerateMixtureError);
    const tied = covariance === 'tied';
    const [subject, points] = tied
      ? ['the tied covariance of 2 components', '20.0']
      : ['component 0 of 2', '10.0'];
    expect(messageOf(() => fit(clusters, { covariance }))).toBe(
      `mixture: ${subject} became singular at the start. It holds ${points} ` +
        'points, which do not differ (beyond rounding) along some direction; a density that narrows there grows without bound, so that there is no fit of maximum ' +
        'likelihood. Set covarianceFloor (1e-6 is usual; it is a variance, in the squared units of the data), ' +
        'fit fewer components or a narrower covariance, or use more points.',
    );
  });

  it('deviations whose squares are 0 have no share of a floor that is not there', () => {
    const tiny = exampleData(100).values.map((x) => x * 1e-170);
    expect(fit(pointsOf(tiny, 2), { covariance: 'tied' }).info!.floorShare).toBe(0);
  });

  it.each(kinds)('%s: a floor cures it, and the model says that it acts', (covariance) => {
    const model = fit(clusters, { covariance, covarianceFloor: 1e-6 });
    expect(Array.from(model.weights)).toEqual([0.5, 0.5]);
    expect(extremeDeviations(model).largest).toBeCloseTo(1e-3, 12);
    expect(model.info!.floorShare).toBeCloseTo(1, 9);
    expect(fit(exampleData(100), { covariance }).info!.floorShare).toBe(0);
  });

  it.each(kinds)('%s: more components than distinct points are left empty by a floor', (covariance) => {
    const model = fit(clusters, { covariance, components: 5, covarianceFloor: 1e-6 });
    expect(Array.from(model.weights).sort()).toEqual([0, 0, 0, 0.5, 0.5]);
    expect(model.info!.lowerBound).toBeGreaterThan(5);
  });

  it('points on a line are singular for a full covariance, though no coordinate is constant', () => {
    const x = normalSource({ d: 1 }).draw(100, stream('line')).values;
    const line = pointsOf(
      Array.from(x).flatMap((value) => [value, 0.3 * value + 1]),
      2,
    );
    for (const components of [1, 2]) expect(() => fit(line, { components })).toThrow(DegenerateMixtureError);
    expect(fit(line, { components: 1, covariance: 'diagonal' }).info!.converged).toBe(true);
  });

  it('a component that closes in on one point is found in the iteration where it happens', () => {
    const train = pointsOf([...exampleData(50).values, 30, 30], 2);
    expect(() => fit(train, { components: 3 })).toThrow(
      /^mixture: component \d of 3 became singular .* holds 1\.00 points/,
    );
  });

  it('a restart that degenerates is passed over', () => {
    const normal = normalSource({ d: 2 }).draw(60, stream('outlier')).values;
    const train = pointsOf([...normal, 6, 4], 2);
    const fitOf = (seed: number, restarts: number) => (): MixtureModel => {
      const start = { kind: 'kmeans', restarts } as const;
      const options = { components: 2, covariance: 'full', tolerance: 1e-3, iterations: 50 } as const;
      return fitMixture(train, { ...options, covarianceFloor: 0, start }, stream('restarts').split(seed));
    };
    const first = Array.from({ length: 12 }, (_, seed) => seed).find((seed) => degenerates(fitOf(seed, 1)))!;
    expect(fitOf(first, 12)().k).toBe(2);
  });
});

function degenerates(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch (error) {
    return error instanceof DegenerateMixtureError;
  }
}

describe('density', () => {
  it('does not depend on the order of the components', () => {
    const { family, model } = mixtureSubject(exampleMixture('full'));
    const data = exampleData(50);
    const { means, factors } = model;
    const swapped: MixtureModel = {
      ...model,
      weights: Float64Array.of(model.weights[1], model.weights[0]),
      means: Float64Array.of(...means.slice(2), ...means.slice(0, 2)),
      factors: Float64Array.of(...factors.slice(4), ...factors.slice(0, 4)),
    };
    const [own, other] = [model, swapped].map((each) => family.logDensity!(each, data));
    for (let i = 0; i < data.n; i++) expect(other[i]).toBeCloseTo(own[i], 13);
  });

  it('is finite far out in the tails, where every exponential underflows', () => {
    const { family, model } = mixtureSubject(exampleMixture('spherical'));
    // Component 0 (deviation 1) rules there: −log 2π − (1003² + 0.5²) / 2 + log 0.35.
    const [value] = family.logDensity!(model, pointsOf([-1003 - 3, 0.5], 2));
    expect(value).toBeCloseTo(Math.log(0.35) - Math.log(2 * Math.PI) - 1003 ** 2 / 2, 8);
  });

  it('divides by the sum of weights that a number format has rounded', () => {
    const { family, model } = mixtureSubject(exampleMixture('full'));
    const doubled = { ...model, weights: model.weights.map((w) => 2 * w) };
    const data = exampleData(10);
    const [own, other] = [model, doubled].map((each) => family.logDensity!(each, data));
    for (let i = 0; i < data.n; i++) expect(other[i]).toBeCloseTo(own[i], 13);
  });
});

describe('truths', () => {
  const { family } = mixtureSubject(exampleMixture('full'));
  const source = gaussianMixtureSource({
    weights: [1, 3],
    means: [
      [0, 0],
      [4, 1],
    ],
    covariances: [1, [4, 9]],
  });

  it('a mixture belongs to the family', () => {
    const model = family.fromTruth!(source.truth!)!;
    expect(Array.from(model.weights)).toEqual([0.25, 0.75]);
    expect(Array.from(model.factors)).toEqual([1, 0, 0, 1, 2, 0, 0, 3]);
    const single = gaussian.create({ covariance: 'full', ddof: 0, samplingBias: 1 }, source.shape);
    expect(single.fromTruth!(source.truth!)).toBeUndefined();
  });

  it('a Gaussian is a mixture of one; other dimensions are not of the family', () => {
    const model = family.fromTruth!(normalSource({ d: 2, mean: 1 }).truth!)!;
    expect([model.k, ...model.weights, ...model.means]).toEqual([1, 1, 1, 1]);
    expect(family.fromTruth!(normalSource({ d: 3 }).truth!)).toBeUndefined();
  });
});

describe('mixtureMoments', () => {
  it('are those within and between components, and those that a source of the same truth states', () => {
    const source = gaussianMixtureSource({ weights: [1, 3], means: [0, 4], covariances: [1, 4] });
    const { options } = mixture.resolve({ components: 2 }) as { options: never };
    const model: MixtureModel = mixture.create(options, source.shape).fromTruth!(source.truth!);
    // Mean 3; variance (1 + 3 · 4) / 4 within and 3 · 16 / 16 between.
    expect(mixtureMoments(model)).toEqual({ mean: Float64Array.of(3), covariance: Float64Array.of(6.25) });
    expect(mixtureMoments({ ...model, weights: model.weights.map((w) => 2 * w) })).toEqual(source.moments);
  });
});

describe('extremeDeviations', () => {
  it('are the roots of the least and the greatest eigenvalue of any covariance', () => {
    const { model } = mixtureSubject(exampleMixture('full'));
    const { smallest, largest } = extremeDeviations(model);
    const roots = [0, 1].flatMap((c) => {
      const [a, b, , d] = gram(componentOf(model, c).factor, 2);
      const [half, spread] = [(a + d) / 2, Math.sqrt(((a - d) / 2) ** 2 + b * b)];
      return [Math.sqrt(half - spread), Math.sqrt(half + spread)];
    });
    expect(smallest).toBeCloseTo(Math.min(...roots), 14);
    expect(largest).toBeCloseTo(Math.max(...roots), 14);
  });
});

describe('options', () => {
  it('have the defaults of scikit-learn', () => {
    expect(mixture.resolve({ components: 2 })).toEqual({
      options: {
        components: 2,
        covariance: 'full',
        tolerance: 1e-3,
        iterations: 100,
        covarianceFloor: 1e-6,
        restarts: 1,
        start: 'kmeans',
        warmStart: false,
      },
    });
  });

  it('are all checked at once', () => {
    const wrong = { covariance: 'round', tolerance: -1, start: { means: [] }, warmStart: 1 };
    expect(mixture.resolve(wrong)).toEqual({
      problems: [
        { path: ['components'], got: undefined, expected: 'a positive integer, the number of components' },
        { path: ['covariance'], got: 'round', expected: 'one of full, tied, diagonal, spherical' },
        {
          path: ['tolerance'],
          got: -1,
          expected: 'a non-negative number, a change of the mean log likelihood of a point',
        },
        {
          path: ['start'],
          got: { means: [] },
          expected: 'kmeans, or parameters { weights, means, covariances }, one of each for every component',
        },
        { path: ['warmStart'], got: 1, expected: 'true or false' },
      ],
    });
  });

  it('symbols are refused', () => {
    const { options } = mixture.resolve({ components: 2 }) as { options: never };
    expect(messageOf(() => mixture.create(options, { kind: 'symbols', k: 5 }))).toBe(
      'shape: got "symbols with k = 5", expected points, which a mixture is fitted to.',
    );
  });

  it('make so many free parameters', () => {
    // k = 2, d = 5 by kind, counted by hand: weights 1, means 10, covariances 2, 10, 15, 30.
    const counts = (['spherical', 'diagonal', 'tied', 'full'] as const).map((covariance) =>
      mixtureParameterCount({ k: 2, d: 5, covariance }),
    );
    expect(counts).toEqual([13, 21, 26, 41]);
  });
});
