/** The metrics, against closed forms and values worked out by hand. */
import { klGaussian, normalCdf, Stream, squaredW2Gaussian } from '@collapse-lab/math';
import {
  type AnyFamily,
  categoricalSource,
  dataSetSource,
  gaussianMixtureSource,
  normalSource,
  pointsOf,
  type RealSource,
  symbolsOf,
} from '@collapse-lab/models';
import { type Metrics, type Observer, observers } from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { categoricalFamily, correlated, gaussianFamily } from './support/settings.ts';
import { taggedFamily, taggedReal } from './support/tagged-family.ts';

function create(name: string, options: Record<string, unknown> = {}): Observer {
  const resolved = observers[name].resolve(options);
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return observers[name].create(resolved.options);
}

function measure(observer: Observer, family: AnyFamily, real: RealSource, model: unknown): Metrics {
  const stream = Stream.fromPath(['observers']);
  const samples = observer.needs.includes('samples')
    ? { samples: family.sample(model, { n: observer.sampleCount! }, stream.split(1)) }
    : {};
  return observer.measure({
    t: 3,
    family,
    real,
    model,
    firstModel: model,
    stream: stream.split(2),
    ...samples,
  });
}

/** Variance 4 on each diagonal, by covariance kind. */
const normalModel = (covariance: string, mean: number[], factor: number[]) => {
  const model = {
    d: mean.length,
    covariance,
    mean: Float64Array.from(mean),
    factor: Float64Array.from(factor),
  };
  return { ...model, samplingBias: 1 };
};

describe('gaussian-moments', () => {
  const observer = create('gaussian-moments');

  it('measures model t against p_0', () => {
    const real = normalSource({
      d: 2,
      mean: [1, -1],
      covariance: [
        [4, 0],
        [0, 9],
      ],
    });
    // L = [[3, 0], [1, 2]]: Σ = [[9, 3], [3, 5]], tr = 14, det = 36.
    const model = normalModel('full', [4, 3], [3, 0, 1, 2]);
    expect(measure(observer, gaussianFamily(2), real, model)).toEqual({
      meanError: 25,
      meanDistance: 5,
      variance: 7,
      standardDeviation: Math.sqrt(7),
      standardDeviationError: expect.closeTo(Math.sqrt(7) - Math.sqrt(6.5), 14),
      logVariance: expect.closeTo(Math.log(36) / 2, 14),
      secondMoment: 19.5,
    });
  });

  it.each([
    ['diagonal', [2, 3], (4 + 9) / 2, Math.log(36) / 2],
    ['spherical', [3], 9, Math.log(9)],
  ])('reads %s covariances', (covariance, factor, variance, logVariance) => {
    const family = gaussianFamily(2, { covariance });
    const metrics = measure(
      observer,
      family,
      normalSource({ d: 2 }),
      normalModel(covariance, [0, 0], factor),
    );
    expect(metrics.variance).toBe(variance);
    expect(metrics.logVariance).toBeCloseTo(logVariance, 14);
  });

  it('a singular covariance has log variance −Infinity', () => {
    const model = normalModel('full', [0, 0], [1, 0, 1, 0]);
    expect(measure(observer, gaussianFamily(2), normalSource({ d: 2 }), model).logVariance).toBe(-Infinity);
  });
});

describe('distances', () => {
  const observer = create('distances');

  it('are squared W2 and both divergences, in one dimension', () => {
    const real = normalSource({ d: 1, mean: 1, covariance: 4 });
    const metrics = measure(observer, gaussianFamily(1), real, normalModel('full', [3], [1]));
    const kl = (from: number, to: number): number =>
      Math.log(to / from) + (from ** 2 + 4) / (2 * to ** 2) - 0.5;
    expect(metrics).toEqual({
      squaredW2: 5,
      kl: expect.closeTo(kl(1, 2), 13),
      klFromReal: expect.closeTo(kl(2, 1), 13),
    });
  });

  it('are zero at p_0 itself', () => {
    const { mean, factor } = correlated.truth as { mean: Float64Array; factor: Float64Array };
    const metrics = measure(
      observer,
      gaussianFamily(2),
      correlated,
      normalModel('full', [...mean], [...factor]),
    );
    expect(metrics.squaredW2).toBeLessThan(1e-14);
    expect([metrics.kl, metrics.klFromReal]).toEqual([0, 0]);
  });

  it('compare with the Gaussian of the same moments where p_0 is not Gaussian', () => {
    const mixture = gaussianMixtureSource({
      weights: [0.5, 0.5],
      means: [[-3], [3]],
      covariances: [1, 1],
    }) as RealSource;
    const metrics = measure(observer, gaussianFamily(1), mixture, normalModel('full', [0], [1]));
    expect(metrics.squaredW2).toBeCloseTo((Math.sqrt(10) - 1) ** 2, 12);
  });

  it('of a spherical model are those of its full covariance', () => {
    const { mean, factor } = correlated.truth as { mean: Float64Array; factor: Float64Array };
    const model = normalModel('spherical', [0.5, 1], [1.5]);
    const full = Float64Array.of(1.5, 0, 0, 1.5);
    expect(measure(observer, gaussianFamily(2, { covariance: 'spherical' }), correlated, model)).toEqual({
      squaredW2: squaredW2Gaussian(model.mean, full, mean, factor, 2),
      kl: klGaussian(model.mean, full, mean, factor, 2),
      klFromReal: klGaussian(mean, factor, model.mean, full, 2),
    });
  });

  it('refuse a singular p_0', () => {
    const data = pointsOf([1, 1, 2, 2, 3, 3], 2);
    const real = dataSetSource({ identity: 'line', data }) as RealSource;
    expect(observer.refuses(gaussianFamily(2), real)).toBe(
      'the covariance of real data data-set is singular',
    );
  });
});

describe('categorical', () => {
  const observer = create('categorical');
  const family = categoricalFamily(4);
  const model = (...probabilities: number[]) => ({ k: 4, probabilities: Float64Array.from(probabilities) });

  it('measures in nats, against p_0', () => {
    const metrics = measure(
      observer,
      family,
      categoricalSource([0.5, 0.25, 0.125, 0.125]),
      model(0.5, 0.5, 0, 0),
    );
    expect(metrics).toEqual({
      entropy: expect.closeTo(Math.LN2, 14),
      supportSize: 2,
      sumOfSquares: 0.5,
      klToReal: expect.closeTo(0.5 * Math.LN2, 14),
      klFromReal: Infinity,
      totalVariation: 0.25,
      hellinger: expect.closeTo(Math.sqrt(1 - (0.5 + Math.sqrt(0.125))), 14),
    });
  });

  it('takes the frequencies of a data set for p_0', () => {
    const real = dataSetSource({ identity: 's', data: symbolsOf([0, 0, 1, 3], 4) }) as RealSource;
    expect(measure(observer, family, real, model(0.5, 0.25, 0, 0.25)).totalVariation).toBe(0);
  });

  it('divides weights that a number format has rounded by their sum', () => {
    const real = categoricalSource([0.25, 0.25, 0.25, 0.25]);
    expect(measure(observer, family, real, model(0.5, 0.5, 0.5, 0.5))).toMatchObject({
      sumOfSquares: 0.25,
      klToReal: 0,
    });
  });
});

describe('tails', () => {
  it('are those of p_0 for p_0, two-sided', () => {
    const samples = 200_000;
    const metrics = measure(
      create('tails', { samples }),
      gaussianFamily(1),
      normalSource({ d: 1 }),
      normalModel('full', [0], [1]),
    );
    // Binomial counts; 5 standard errors: false alarms 6e-7 each.
    expect(Math.abs(metrics.tailMass1 - 0.01)).toBeLessThan(5 * Math.sqrt(0.01 / samples));
    expect(Math.abs(metrics.tailMass01 - 0.001)).toBeLessThan(5 * Math.sqrt(0.001 / samples));
    // E W1 of n normal points to their own law is about 1.1/√n... far below a shift of one hundredth.
    expect(metrics.w1).toBeLessThan(0.01);
  });

  it('shrink with the model', () => {
    const observer = create('tails', { samples: 100_000 });
    const half = measure(
      observer,
      gaussianFamily(1),
      normalSource({ d: 1 }),
      normalModel('full', [0], [0.5]),
    );
    const expected = 2 * normalCdf(-2 * 2.5758293035489004);
    // Poisson count of mean 0.026: five or more with probability 1e-10.
    expect(half.tailMass1 * 100_000 - expected * 100_000).toBeLessThan(5);
    // W1 between N(0, 1/4) and N(0, 1) is ½ E|z| = ½ √(2/π); its standard error is about 0.001.
    expect(Math.abs(half.w1 - 0.5 * Math.sqrt(2 / Math.PI))).toBeLessThan(0.01);
  });

  it('look along the axis that was asked for', () => {
    const model = normalModel('diagonal', [0, 0], [1, 0]);
    const family = gaussianFamily(2, { covariance: 'diagonal' });
    const at = (axis: number) =>
      measure(create('tails', { axis, samples: 5000 }), family, normalSource({ d: 2 }), model);
    expect(at(0).tailMass1).toBeGreaterThan(0);
    expect(at(1).tailMass1).toBe(0);
    // All samples at 0 against N(0, 1): E|z|, by 5000 midpoints.
    expect(at(1).w1).toBeCloseTo(Math.sqrt(2 / Math.PI), 3);
  });

  it('of a point mass off centre are all outside', () => {
    const metrics = measure(
      create('tails', { samples: 10 }),
      gaussianFamily(1),
      normalSource({ d: 1 }),
      normalModel('full', [9], [0]),
    );
    expect([metrics.tailMass1, metrics.tailMass01]).toEqual([1, 1]);
  });
});

describe('collapsed', () => {
  it.each([
    [0.2237, 1, undefined],
    [0.2235, 0, undefined],
    [0.5, 1, 0.2],
    [0.4, 0, 0.2],
  ])('a Gaussian of standard deviation %d is above its threshold: %d', (deviation, above, threshold) => {
    const observer = create('collapsed', threshold === undefined ? {} : { threshold });
    const model = normalModel('spherical', [0, 0], [3 * deviation]);
    const family = gaussianFamily(2, { covariance: 'spherical' });
    const metrics = measure(observer, family, normalSource({ d: 2, covariance: 9 }), model);
    expect(metrics).toEqual({ collapsed: 1 - above });
  });

  it('refuses to go without a threshold', () => {
    expect(() => observers.collapsed.create({})).toThrow(
      'options.threshold: got undefined, expected a share between 0 and 1. ' +
        'observers.collapsed.resolve(options) fills in the default.',
    );
  });

  it('a categorical has collapsed when one symbol is left', () => {
    const real = categoricalSource([0.5, 0.25, 0.25]);
    const state = (...probabilities: number[]) =>
      measure(create('collapsed'), categoricalFamily(3), real, {
        k: 3,
        probabilities: Float64Array.from(probabilities),
      });
    expect(state(0, 1, 0)).toEqual({ collapsed: 1 });
    expect(state(0, 0.999, 0.001)).toEqual({ collapsed: 0 });
  });
});

describe('the registry', () => {
  it('holds every observer under its name, with a line on each metric', () => {
    for (const [name, definition] of Object.entries(observers)) {
      const observer = create(name);
      expect([definition.name, observer.name, observer.version]).toEqual([name, name, definition.version]);
      expect(observer.metrics).toEqual(definition.metrics);
    }
  });

  it('never uses one metric name for two things: the definition before the first , ; or : is the same', () => {
    const seen = new Map<string, string>();
    for (const { metrics } of Object.values(observers)) {
      for (const [metric, text] of Object.entries(metrics)) {
        const definition = text.split(/[,;:]/)[0];
        expect(seen.get(metric) ?? definition).toBe(definition);
        seen.set(metric, definition);
      }
    }
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['distances', { axis: 1 }, 'axis: no option: this observer has none'],
    ['tails', { axis: -1 }, 'axis: a coordinate, that is a non-negative integer'],
    ['tails', { samples: 0.5 }, 'samples: a positive integer'],
    ['tails', { sample: 5 }, 'sample: no such option, only axis, samples'],
    ['collapsed', { threshold: 1 }, 'threshold: a share between 0 and 1'],
  ])('%s refuses %j', (name, options, expected) => {
    const resolved = observers[name].resolve(options);
    const problems = 'problems' in resolved ? resolved.problems : [];
    expect(problems.map((problem) => `${problem.path.join('.')}: ${problem.expected}`)).toEqual([expected]);
  });

  it.each<[string, AnyFamily, RealSource, string | undefined]>([
    ['gaussian-moments', gaussianFamily(2), correlated, undefined],
    [
      'gaussian-moments',
      categoricalFamily(3),
      correlated,
      'it reads the parameters of a gaussian, and the family is categorical',
    ],
    [
      'gaussian-moments',
      gaussianFamily(1),
      { ...taggedReal, truth: undefined } as unknown as RealSource,
      'mean and covariance of real data tagged are not known',
    ],
    [
      'distances',
      categoricalFamily(3),
      correlated,
      'it reads the parameters of a gaussian, and the family is categorical',
    ],
    [
      'categorical',
      gaussianFamily(2),
      correlated,
      'it reads the probabilities of a categorical, and the family is gaussian',
    ],
    ['categorical', categoricalFamily(3), taggedReal, 'probabilities of real data tagged are not known'],
    ['tails', categoricalFamily(3), taggedReal, 'it measures points, and family categorical makes symbols'],
    ['tails', gaussianFamily(1), taggedReal, 'quantiles of real data tagged are not known'],
    [
      'collapsed',
      taggedFamily().family,
      taggedReal,
      'it knows when a gaussian, a mixture or a categorical has collapsed, and the family is tagged',
    ],
  ])('%s says what it cannot observe', (name, family, real, expected) => {
    expect(create(name).refuses(family, real)).toBe(expected);
  });

  it('tails refuses a coordinate that is not there', () => {
    expect(create('tails', { axis: 2 }).refuses(gaussianFamily(2), correlated)).toBe(
      'there is no coordinate 2 in d = 2',
    );
  });
});
