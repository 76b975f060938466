/** Mass outside the real support, real mass lost, and modes: against closed forms. */
import { normalCdf, Stream } from '@collapse-lab/math';
import {
  type AnyFamily,
  categoricalSource,
  dataSetSource,
  gaussianMixtureSource,
  pointsOf,
  type RealSource,
  symbolsOf,
} from '@collapse-lab/models';
import { type Metrics, type Observer, observers } from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { categoricalFamily, correlated, gaussianFamily, skewed } from './support/settings.ts';

function create(name: string, options: Record<string, unknown> = {}): Observer {
  const resolved = observers[name].resolve(options);
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return observers[name].create(resolved.options);
}

function measure(observer: Observer, family: AnyFamily, real: RealSource, model: unknown): Metrics {
  const stream = Stream.fromPath(['support test']);
  const samples = observer.needs.includes('samples')
    ? { samples: family.sample(model, { n: observer.sampleCount! }, stream.split(1)) }
    : {};
  return observer.measure({
    t: 1,
    family,
    real,
    model,
    firstModel: model,
    stream: stream.split(2),
    ...samples,
  });
}

const normal1 = (mean: number, sd: number) => ({
  d: 1,
  covariance: 'full',
  mean: Float64Array.of(mean),
  factor: Float64Array.of(sd),
  samplingBias: 1,
});

describe('categorical-support', () => {
  const observer = create('categorical-support', { rare: 0.2 });
  const family = categoricalFamily(4);
  const symbols = (...probabilities: number[]) => ({ k: 4, probabilities: Float64Array.from(probabilities) });

  it('sums probabilities exactly', () => {
    const real = categoricalSource([0.5, 0.25, 0, 0.25]);
    expect(measure(observer, family, real, symbols(0, 0.5, 0.25, 0.25))).toEqual({
      exactOutsideSupport: 0.25,
      exactLostSupport: 0.5,
    });
  });

  it('calls rare the least likely symbols that together have at most that probability', () => {
    // 0.05 + 0.15 = 0.2 of p_0; the model gives them 0 + 0.05.
    const metrics = measure(observer, family, skewed, symbols(0.6, 0.35, 0.05, 0));
    expect(metrics.rareShare).toBeCloseTo(0.25, 14);
    expect(metrics.exactLostSupport).toBe(0.05);
    const strict = create('categorical-support', { rare: 0.049 });
    expect('rareShare' in measure(strict, family, skewed, symbols(0.6, 0.35, 0.05, 0))).toBe(false);
  });

  it('takes the frequencies of a data set for p_0', () => {
    const data = symbolsOf([0, 0, 1, 2], 4);
    const metrics = measure(
      observer,
      family,
      dataSetSource({ identity: 'four', data }),
      symbols(0, 0.5, 0, 0.5),
    );
    expect(metrics).toMatchObject({ exactOutsideSupport: 0.5, exactLostSupport: 0.75 });
  });

  it('refuses other families', () => {
    expect(observer.refuses(gaussianFamily(1), correlated)).toBe(
      'it reads the probabilities of a categorical, and the family is gaussian',
    );
  });
});

describe('support', () => {
  // Bands: 5 standard errors of a share of 10,000 samples (6e-7 each).
  const within = (p: number, n = 10_000): number => 5 * Math.sqrt((p * (1 - p)) / n);

  it('has ε on both sides where the model is p_0', () => {
    const observer = create('support', { epsilon: 0.01 });
    const { mean, factor } = correlated.truth as { mean: Float64Array; factor: Float64Array };
    const model = { d: 2, covariance: 'full', mean, factor, samplingBias: 1 };
    const { outsideSupport, lostSupport } = measure(observer, gaussianFamily(2), correlated, model);
    expect(Math.abs(outsideSupport - 0.01)).toBeLessThan(within(0.01));
    // The level of the model is itself a quantile of 10,000 samples: twice the variance.
    expect(Math.abs(lostSupport - 0.01)).toBeLessThan(Math.SQRT2 * within(0.01));
  });

  it('of a single normal fitted to two: mass between them and beyond', () => {
    const real = gaussianMixtureSource({ weights: [1, 1], means: [-4, 4], covariances: [1, 1] });
    const { outsideSupport, lostSupport } = measure(
      create('support', { epsilon: 0.01 }),
      gaussianFamily(1),
      real,
      normal1(0, Math.sqrt(17)),
    );
    // Real support: within r of either mean, r = 2.5758 (the two hardly overlap), known to about 0.02.
    const between = 2 * (normalCdf((4 - 2.5758) / Math.sqrt(17)) - 0.5);
    const beyond = 2 * (1 - normalCdf((4 + 2.5758) / Math.sqrt(17)));
    const density = Math.exp(-(1.4 ** 2) / 34) / Math.sqrt(2 * Math.PI * 17);
    expect(Math.abs(outsideSupport - between - beyond)).toBeLessThan(within(0.38) + 4 * 0.02 * density);
    expect(lostSupport).toBeLessThan(1e-3);
  });

  it('of a narrow normal: nothing outside, most of the real mass lost', () => {
    const real = gaussianMixtureSource({ weights: [1, 1], means: [-4, 4], covariances: [1, 1] });
    const metrics = measure(create('support', { epsilon: 0.01 }), gaussianFamily(1), real, normal1(4, 0.5));
    expect(metrics.outsideSupport).toBeLessThan(1e-3);
    // Left: within 2.5758 · 0.5 of 4; that radius is a sample quantile, with a standard error of about 0.01.
    const kept = 0.5 * (2 * normalCdf(2.5758 / 2) - 1);
    expect(Math.abs(metrics.lostSupport - (1 - kept))).toBeLessThan(within(kept) + 5 * 0.01 * 0.2);
  });

  it('of a point mass: all is lost', () => {
    const metrics = measure(create('support'), gaussianFamily(2), correlated, {
      ...normal1(0, 0),
      d: 2,
      mean: Float64Array.of(1, -2),
      factor: new Float64Array(4),
    });
    expect(metrics).toEqual({ outsideSupport: 0, lostSupport: 1 });
  });

  it('is the box around a data set', () => {
    const data = pointsOf([-1, 3, 0.5, 1], 1);
    const real = dataSetSource({ identity: 'box', data });
    const metrics = measure(create('support'), gaussianFamily(1), real, normal1(1, 2));
    const outside = 2 * (1 - normalCdf(1));
    expect(Math.abs(metrics.outsideSupport - outside)).toBeLessThan(within(outside));
    expect(metrics.lostSupport).toBe(0);
  });

  it('measures every lineage against the same region', () => {
    const [a, b] = [1, 2].map(() =>
      measure(
        create('support'),
        gaussianFamily(1),
        gaussianMixtureSource({ weights: [2, 1], means: [0, 3] }),
        normal1(1, 2),
      ),
    );
    expect(a).toEqual(b);
  });

  it('refuses symbols, and too few samples to see ε', () => {
    expect(create('support').refuses(categoricalFamily(4), skewed)).toBe(
      'it measures points, and family categorical makes symbols',
    );
    expect(observers.support.resolve({ samples: 1000 })).toEqual({
      problems: [
        {
          path: ['samples'],
          got: 1000,
          expected: 'at least 10000, ten samples beyond the support on average',
        },
      ],
    });
  });
});

describe('modes', () => {
  const real = gaussianMixtureSource({
    weights: [3, 1, 1],
    means: [
      [0, 0],
      [10, 0],
      [0, 10],
    ],
  });
  const observer = create('modes');
  const wide = (x: number, y: number, sd: number) => ({
    d: 2,
    covariance: 'spherical',
    mean: Float64Array.of(x, y),
    factor: Float64Array.of(sd),
    samplingBias: 1,
  });

  it('counts the components that the model still has', () => {
    const near = measure(observer, gaussianFamily(2, { covariance: 'spherical' }), real, wide(0, 0, 1));
    expect(near.modesAlive).toBe(1);
    // 1 % of a component lies outside its own ellipsoid: five standard errors of 10,000 samples.
    expect(Math.abs(near.betweenModes - 0.01)).toBeLessThan(5 * Math.sqrt(0.01 / 10_000));
    const broad = measure(observer, gaussianFamily(2, { covariance: 'spherical' }), real, wide(3, 3, 7));
    expect(broad.modesAlive).toBe(3);
    expect(broad.betweenModes).toBeGreaterThan(0.5);
    const away = measure(observer, gaussianFamily(2, { covariance: 'spherical' }), real, wide(50, 50, 1));
    expect(away).toEqual({ modesAlive: 0, betweenModes: 1 });
  });

  it('refuses real data without known modes', () => {
    expect(observer.refuses(gaussianFamily(2), correlated)).toBe(
      'it counts the components of a mixture, and real data normal are not known to be one of two or more',
    );
  });
});
