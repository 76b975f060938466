/** Observers of autoencoders and of pictures: closed forms, and models whose weights were set by hand. */
import {
  columnMeans,
  covariance,
  neighbourManifold,
  Stream,
  shareOn,
  squaredFrechetGaussian,
} from '@collapse-lab/math';
import {
  type AnyFamily,
  classifierOf,
  glyphsSource,
  normalSource,
  type Points,
  pictureSetSource,
  pointsOf,
  type RealSource,
  type VaeFamily,
  type VaeModel,
  vae,
} from '@collapse-lab/models';
import { type Metrics, type Observer, observers, type RunRequest, runLineage } from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { gaussianFamily } from './support/settings.ts';

const real = glyphsSource({ side: 8 });
const stream = Stream.fromPath(['picture observers']);

function small(options: Record<string, unknown> = {}): VaeFamily {
  const resolved = vae.resolve({ hidden: [6], latent: 3, epochs: 5, batch: 16, ...options });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return vae.create(resolved.options, real.shape, real) as unknown as VaeFamily;
}

const family = small();

function create(name: string, options: Record<string, unknown> = {}): Observer {
  const resolved = observers[name].resolve(options);
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return observers[name].create(resolved.options);
}

/** No weight but the given ones. */
function withWeights(given: Record<string, readonly number[]>): VaeModel {
  const { parameters } = family.fit({ train: real.draw(4, stream) as Points }, stream);
  const entries = Object.entries(parameters).map(([name, floats]) => {
    return [name, given[name] === undefined ? floats.map(() => 0) : Float32Array.from(given[name])] as const;
  });
  return { parameters: Object.fromEntries(entries) };
}

function measure(observer: Observer, model: unknown, data: { samples?: Points; test?: Points }): Metrics {
  return observer.measure({
    t: 1,
    family: family as unknown as AnyFamily,
    real,
    model,
    firstModel: model,
    stream,
    ...data,
  });
}

const mean = [0.5, -1, 2];
const logVariance = [0, 0.25, -0.5];

describe('elbo', () => {
  const observer = create('elbo', { points: 20 });

  it('is the closed form of a model that looks at nothing', () => {
    const bias = Array.from({ length: 64 }, (_, i) => (i - 32) / 16);
    const model = withWeights({ 'mean.bias': mean, 'logVariance.bias': logVariance, 'output.bias': bias });
    const test = real.draw(20, stream) as Points;
    const kl = mean.reduce(
      (sum, m, i) => sum + (m * m + Math.exp(logVariance[i]) - 1 - logVariance[i]) / 2,
      0,
    );
    const perPixel = (x: number, logit: number): number => Math.log(1 + Math.exp(logit)) - logit * x;
    const reconstruction = test.values.reduce((sum, x, i) => sum + perPixel(x, bias[i % 64]), 0) / 20;
    const { negativeElbo, reconstructionError, klToPrior } = measure(observer, model, { test });
    // Sums of 1280 numbers in single precision.
    expect(Math.abs(reconstructionError / reconstruction - 1)).toBeLessThan(1e-5);
    expect(Math.abs(klToPrior / kl - 1)).toBeLessThan(1e-5);
    expect(negativeElbo).toBe(reconstructionError + klToPrior);
  });

  it('refuses other families and data sets without points to spare', () => {
    expect(observer.refuses(gaussianFamily(2), real)).toBe('it scores a vae, and the family is gaussian');
    const of = (options: Record<string, unknown>): RealSource =>
      pictureSetSource({
        identity: 'set',
        picture: { height: 8, width: 8, channels: 1 },
        intensities: new Uint8Array(64 * 100),
        ...options,
      });
    const subject = family as unknown as AnyFamily;
    expect(observer.refuses(subject, of({}))).toBe(
      'test points of pictures would be points that models are trained on, since it is a finite set that is used ' +
        'up in slices; with heldOut: 20 as many are set apart, with bootstrap: true it is the distribution p_0',
    );
    expect(observer.refuses(subject, of({ heldOut: 19 }))).toBe(
      '20 test points are asked for, and 19 of real data pictures are set apart: set heldOut: 20',
    );
    expect(observer.refuses(subject, of({ heldOut: 20 }))).toBeUndefined();
    expect(observer.refuses(subject, of({ bootstrap: true }))).toBeUndefined();
  });

  it('tests on the points held out, which no lineage is trained on', () => {
    const seen: Points[] = [];
    const spy: Observer = {
      ...observer,
      measure({ test }) {
        seen.push(test as Points);
        return {};
      },
    };
    const glyphs = real.draw(60, stream).values as Float64Array;
    const set = pictureSetSource({
      identity: 'set',
      picture: { height: 8, width: 8, channels: 1 },
      intensities: Uint8Array.from(glyphs, (value) => Math.round(255 * value)),
      heldOut: 25,
    });
    const request: RunRequest = {
      spec: {
        real: set,
        family: small({ epochs: 1 }) as unknown as AnyFamily,
        workflow: { kind: 'fresh-real' },
        sizes: { initial: 20, new: 5, real: 15 },
        sampler: 'auto',
        numberFormat: 'f64',
      },
      streams: { real: stream.split(1), lineage: stream.split(2) },
      generations: 1,
      observers: [spy, { ...spy, name: 'trained', metrics: {}, needs: ['train'], measure: () => ({}) }],
    };
    runLineage(request);
    expect(seen).toHaveLength(2);
    expect(seen[0].values).toEqual(set.heldOut!.values.slice(0, 20 * 64));
    expect(seen[1]).toBe(seen[0]);
    expect(() => runLineage({ ...request, generations: 2 })).toThrow('at most the 35 points');
  });
});

describe('latent-spread', () => {
  const observer = create('latent-spread', { samples: 50 });

  it('is the standard deviation of all latent means together', () => {
    const model = withWeights({ 'mean.bias': [1, 2, 3] });
    const { latentSpread, latentMean } = measure(observer, model, {
      samples: real.draw(50, stream) as Points,
    });
    expect(latentMean).toBe(2);
    expect(Math.abs(latentSpread - Math.sqrt(100 / 149))).toBeLessThan(1e-15);
  });

  it('asks the encoder of model 0', () => {
    const samples = real.draw(50, stream) as Points;
    const [first, model] = [withWeights({ 'mean.bias': mean }), withWeights({ 'mean.bias': [9, 9, 9] })];
    const metrics = observer.measure({
      t: 4,
      family: family as unknown as AnyFamily,
      real,
      model,
      firstModel: first,
      stream,
      samples,
    });
    expect(metrics.latentMean).toBe(0.5);
  });

  it('refuses other families and a single sample', () => {
    expect(observer.refuses(gaussianFamily(2), real)).toBe(
      'it asks the encoder of a vae, and the family is gaussian',
    );
    expect(observers['latent-spread'].resolve({ samples: 1 })).toEqual({
      problems: [{ path: ['samples'], got: 1, expected: 'an integer of at least 2' }],
    });
  });
});

describe('pixels', () => {
  const observer = create('pixels');

  it('is the mean variance of a pixel, and the mean intensity', () => {
    const samples = pointsOf(Float64Array.of(0, 0.5, 1, 0.5, 0.5, 0.5), 2);
    // The first pixel is 0, 1 and ½: variance ¼; the second is always ½.
    expect(measure(observer, undefined, { samples })).toEqual({ pixelVariance: 0.125, meanInk: 0.5 });
  });

  it('refuses what is no picture', () => {
    const plane = normalSource({ d: 2 });
    expect(observer.refuses(gaussianFamily(2), plane)).toBe(
      'it looks at pictures, and real data normal are none',
    );
    expect(observer.refuses(family as unknown as AnyFamily, real)).toBeUndefined();
  });
});

/** The points with these rows. */
function rowsOf(points: Points, rows: readonly number[]): Points {
  const values = rows.flatMap((row) => [...points.values.subarray(64 * row, 64 * (row + 1))]);
  return pointsOf(Float64Array.from(values), 64);
}

const drawn = real.labels!.draw(2000, stream.split(7));
const every = Array.from({ length: 2000 }, (_, i) => i);

describe('classes', () => {
  const observer = create('classes');

  it('finds the shares that real points have', () => {
    const found = measure(observer, undefined, { samples: drawn.points });
    ['crossed', 'framed', 'underlined'].forEach((style, i) => {
      const share = drawn.styles.filter((label) => label === i + 1).length / 2000;
      expect(Math.abs(found[`${style}Share`] - share)).toBeLessThanOrEqual(0.01);
    });
    const { crossedShare, framedShare, underlinedShare, rareStyleShare } = found;
    expect(rareStyleShare).toBeCloseTo(crossedShare + framedShare + underlinedShare, 12);
    const apart = found.realCrossedShare + found.realFramedShare + found.realUnderlinedShare;
    expect(found.realRareStyleShare).toBeCloseTo(apart, 12);
    expect(Object.keys(found).sort()).toEqual(Object.keys(observer.metrics).sort());
  });

  it('sees classes and styles go', () => {
    const whole = measure(observer, undefined, { samples: drawn.points });
    // Ten classes, equally likely but for the draw.
    expect(Math.abs(whole.classEntropy - Math.log(10))).toBeLessThan(0.02);
    const sevens = every.filter((i) => drawn.classes[i] === 7 && drawn.styles[i] === 0);
    const few = measure(observer, undefined, { samples: rowsOf(drawn.points, sevens) });
    expect(few.classEntropy).toBeLessThan(0.3);
    expect(few.rareStyleShare).toBeLessThan(0.02);
    expect(few.classAccuracy).toBe(whole.classAccuracy);
  });

  it('counts smears as unclear, not as rare', () => {
    const values = drawn.points.values.map((value) => 0.1 * value + 0.3);
    const veiled = measure(observer, undefined, { samples: { ...drawn.points, values } });
    expect(veiled.unclearShare).toBeGreaterThan(0.9);
    expect(veiled.rareStyleShare).toBeLessThan(0.01);
    const sharp = measure(observer, undefined, { samples: drawn.points });
    expect(Math.abs(sharp.unclearShare - sharp.realUnclearShare)).toBeLessThan(0.01);
    expect(sharp.falseRareShare).toBeLessThan(0.002);
  });

  it('has no metrics of styles where all points are written alike', () => {
    const classes = Uint8Array.from({ length: 60 }, (_, i) => i % 2);
    const intensities = Uint8Array.from({ length: 60 * 4 }, (_, i) => 200 * classes[i >> 2]);
    const picture = { height: 2, width: 2, channels: 1 };
    const set = pictureSetSource({ identity: 'black and white', picture, intensities, classes });
    const observation = { t: 0, family: family as unknown as AnyFamily, real: set, stream };
    const samples = set.points!;
    expect(observer.measure({ ...observation, model: 0, firstModel: 0, samples })).toEqual({
      classEntropy: Math.log(2),
      unclearShare: 0,
      realUnclearShare: 0,
      classAccuracy: 1,
      styleAccuracy: 1,
    });
  });

  it('refuses real data without labels, and styles without a metric', () => {
    const subject = family as unknown as AnyFamily;
    expect(observer.refuses(gaussianFamily(2), normalSource({ d: 2 }))).toBe(
      'it trains a classifier on labelled real data, and those of normal have no labels',
    );
    const styles = [...real.labels!.styles, { name: 'dotted', probability: 0 }];
    expect(observer.refuses(subject, { ...real, labels: { ...real.labels!, styles } })).toBe(
      'it has metrics of the styles crossed, framed, underlined, and real data glyphs have dotted',
    );
    expect(observer.refuses(subject, real)).toBeUndefined();
  });

  it('refuses a data set that no classifier can learn from', () => {
    const subject = family as unknown as AnyFamily;
    const set = (classes: readonly number[]): RealSource =>
      pictureSetSource({
        identity: 'few',
        picture: { height: 8, width: 8, channels: 1 },
        intensities: new Uint8Array(64 * classes.length),
        classes: Uint8Array.from(classes),
      });
    expect(observer.refuses(subject, set([3]))).toBe(
      'it trains a classifier on some points and tests it on others, and real data pictures have 1',
    );
    const alike = 'it tells classes apart, and all 3 points of real data pictures are of class 3';
    expect(observer.refuses(subject, set([3, 3, 3]))).toBe(alike);
    expect(create('frechet').refuses(subject, set([3, 3, 3]))).toBe(alike);
    expect(observer.refuses(subject, set([3, 2]))).toBeUndefined();
  });
});

describe('frechet', () => {
  const observer = create('frechet', { samples: 500 });
  const samplesOf = (rows: readonly number[]) => ({ samples: rowsOf(drawn.points, rows) });

  it('finds real points near, precise and complete', () => {
    const { frechetDistance, precision, recall } = measure(
      observer,
      undefined,
      samplesOf(every.slice(0, 500)),
    );
    expect(precision).toBeGreaterThan(0.85);
    expect(recall).toBeGreaterThan(0.85);
    expect(frechetDistance).toBeGreaterThan(0);
    const sevens = every.filter((i) => drawn.classes[i] === 7);
    const few = measure(observer, undefined, samplesOf(sevens));
    expect(few.frechetDistance).toBeGreaterThan(20 * frechetDistance);
    expect(few.precision).toBeGreaterThan(0.85);
    expect(few.recall).toBeLessThan(0.2);
  });

  it('is that of the features, against as many real points as samples', () => {
    const rows = every.slice(0, 500);
    const { d, values } = classifierOf(real).features(rowsOf(drawn.points, rows));
    const other = classifierOf(real).features(
      real.draw(500, Stream.fromPath(['support', real.identity])) as Points,
    );
    const moments = (x: Float64Array) => [columnMeans(x, d), covariance(x, d, 1)] as const;
    expect(measure(observer, undefined, samplesOf(rows))).toEqual({
      frechetDistance: squaredFrechetGaussian(...moments(values), ...moments(other.values), d),
      precision: shareOn(neighbourManifold(other.values, d, 3), values),
      recall: shareOn(neighbourManifold(values, d, 3), other.values),
    });
  });

  it('finds nothing but itself in a single picture', () => {
    // One of the real points that it compares with, which lies on their manifold.
    const reference = real.draw(500, Stream.fromPath(['support', real.identity])) as Points;
    const one = measure(observer, undefined, { samples: rowsOf(reference, new Array(500).fill(0)) });
    expect(one.precision).toBe(1);
    expect(one.recall).toBe(1 / 500);
  });

  it('refuses real data without labels, and too few points', () => {
    expect(observer.refuses(gaussianFamily(2), normalSource({ d: 2 }))).toBe(
      'it trains a classifier on labelled real data, and those of normal have no labels',
    );
    const set = { ...real, points: real.draw(3, stream) } as RealSource;
    expect(observer.refuses(family as unknown as AnyFamily, set)).toBe(
      'it needs more than 3 real points, and real data glyphs have 3',
    );
    expect(observers.frechet.resolve({ samples: 5, neighbours: 5 })).toEqual({
      problems: [{ path: ['samples'], got: 5, expected: 'more than 5, the number of neighbours' }],
    });
  });
});
