/** The observer of Gaussian mixtures, and lineages of mixtures from beginning to end. */
import { Stream } from '@collapse-lab/math';
import {
  type AnyFamily,
  gaussianMixtureSource,
  type MixtureModel,
  mixture,
  normalSource,
  pointsOf,
  type RealSource,
  squaredL2Mixtures,
} from '@collapse-lab/models';
import {
  GenerationError,
  type Metrics,
  type Observer,
  observers,
  type RunCheckpoint,
  type RunRequest,
  runLineage,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { gaussianFamily } from './support/settings.ts';

function familyOf(d: number, options: Record<string, unknown> = {}): AnyFamily {
  const resolved = mixture.resolve({ components: 2, ...options });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return mixture.create(resolved.options, { kind: 'points', d });
}

function create(name: string, options: Record<string, unknown> = {}): Observer {
  const resolved = observers[name].resolve(options);
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return observers[name].create(resolved.options);
}

/** Weights ¼ and ¾, means (0, 0) and (4, 0), deviations 1, 2 and ½. */
const model: MixtureModel = {
  d: 2,
  k: 2,
  covariance: 'diagonal',
  weights: Float64Array.of(0.25, 0.75),
  means: Float64Array.of(0, 0, 4, 0),
  factors: Float64Array.of(1, 2, 0.5, 0.5),
  info: { iterations: 7, converged: true, lowerBound: -3, floorShare: 0.125 },
};

function measure(
  observer: Observer,
  real: RealSource,
  observed: Partial<{ model: MixtureModel }> = {},
): Metrics {
  const stream = Stream.fromPath(['mixture metrics']);
  return observer.measure({ t: 3, family: familyOf(2), real, model, firstModel: model, stream, ...observed });
}

describe('mixture', () => {
  const real = normalSource({ d: 2, mean: [1, 1] });

  it('measures a mixture against model 0 and p_0', () => {
    const truth = familyOf(2).fromTruth!(real.truth!) as MixtureModel;
    expect(measure(create('mixture'), real)).toEqual({
      squaredL2ToFirst: 0,
      log10SquaredL2ToFirst: -Infinity,
      squaredL2ToReal: squaredL2Mixtures(model, truth),
      smallestDeviation: 0.5,
      largestDeviation: 2,
      smallestWeight: 0.25,
      // ¼ (1 + 4) + ¾ (¼ + ¼) within, 3/16 · 16 between, over d = 2.
      variance: (1.25 + 0.375 + 3) / 2,
      // The mean is (3, 0).
      meanError: 5,
      iterations: 7,
      converged: 1,
      floorShare: 0.125,
    });
  });

  it('gives the squared L2 distance to model 0, and its decimal logarithm', () => {
    const narrow = { ...model, factors: model.factors.map((x) => x / 100) };
    const { squaredL2ToFirst, log10SquaredL2ToFirst } = measure(create('mixture'), real, { model: narrow });
    expect(squaredL2ToFirst).toBe(squaredL2Mixtures(narrow, model));
    expect(log10SquaredL2ToFirst).toBeCloseTo(Math.log10(squaredL2ToFirst), 14);
  });

  it('estimates the divergence from p_0 where it is asked to', () => {
    const own = gaussianMixtureSource({
      weights: [1, 3],
      means: [
        [0, 0],
        [4, 0],
      ],
      covariances: [[1, 4], 0.25],
    });
    const same = measure(create('mixture', { samples: 100 }), own);
    expect(same.klFromReal).toBeCloseTo(0, 12);
    const { klFromReal, klFromRealError } = measure(create('mixture', { samples: 4000 }), real);
    expect(klFromReal).toBeGreaterThan(5 * klFromRealError);
    expect(observers.mixture.resolve({ samples: 1 })).toEqual({
      problems: [{ path: ['samples'], got: 1, expected: '0, or an integer of at least 2' }],
    });
  });

  it('refuses other families, and a divergence from unknown densities', () => {
    const { truth: _, ...rest } = real;
    const file: RealSource = { ...rest, name: 'file' } as RealSource;
    expect(create('mixture').refuses(gaussianFamily(2), real)).toBe(
      'it reads the parameters of a mixture, and the family is gaussian',
    );
    expect(create('mixture').refuses(familyOf(2), file)).toBeUndefined();
    expect(create('mixture', { samples: 10 }).refuses(familyOf(2), file)).toBe(
      'the density of real data file is not known as a mixture, so that there is no KL (samples: 0)',
    );
  });
});

describe('collapsed', () => {
  it('a mixture has collapsed when its whole variance is below the threshold', () => {
    const observer = create('collapsed', { threshold: 0.5 });
    const at = (covariance: number): Metrics => measure(observer, normalSource({ d: 2, covariance }));
    // tr Σ is 4.625: half of 2 · 4.625 exactly, and less than half of 2 · 4.626.
    expect([at(4.625).collapsed, at(4.626).collapsed]).toEqual([0, 1]);
  });
});

describe('lineages of mixtures', () => {
  const real = normalSource({ d: 2 }) as RealSource;
  const request = (family: AnyFamily, source = real): RunRequest => ({
    spec: {
      family,
      real: source,
      workflow: { kind: 'replace' },
      sizes: { initial: 60, new: 60 },
      sampler: 'auto',
      numberFormat: 'f64',
    },
    streams: { lineage: Stream.fromPath(['mixtures']), real: Stream.fromPath(['real']) },
    generations: 30,
  });

  it('go on from a checkpoint bit for bit', () => {
    const all = { ...request(familyOf(2)), observers: [create('mixture')] };
    const whole = runLineage(all);
    let half: RunCheckpoint | undefined;
    const onStep: RunRequest['onStep'] = ({ t, checkpoint }) => {
      if (t !== 11) return undefined;
      half = checkpoint();
      return 'stop';
    };
    runLineage({ ...all, onStep });
    const resumed = runLineage({ ...all, from: structuredClone(half) });
    expect(resumed.series).toEqual(whole.series);
  });

  it('report a degenerate generation with its number', () => {
    const constant = {
      ...real,
      draw: (n: number) => pointsOf(new Float64Array(2 * n).fill(3), 2),
    };
    const act = (): unknown => runLineage(request(familyOf(2, { covarianceFloor: 0 }), constant));
    expect(act).toThrow(GenerationError);
    expect(act).toThrow(
      /^Generation 0: mixture: component 0 of 2 became singular at the start\. It holds 60\.0 points/,
    );
  });
});
