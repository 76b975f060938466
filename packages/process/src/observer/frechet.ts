/**
 * How far generated points are from real ones in the eyes of a classifier of real data: the Fréchet distance between
 * Gaussians fitted to its features (Heusel et al. 2017, there with the Inception network), and precision and recall on
 * the manifolds of nearest neighbours (Kynkäänniemi et al. 2019): what is made that is not real, and what is real that
 * is not made. All three depend on the number of samples, which must be equal where values are compared.
 */
import {
  columnMeans,
  covariance,
  type NeighbourManifold,
  neighbourManifold,
  shareOn,
  squaredFrechetGaussian,
} from '@collapse-lab/math';
import { classifierOf, type Points, type RealSource, resolveOptions } from '@collapse-lab/models';
import { refusesClassifier } from './classes.ts';
import { countRule } from './count-rule.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import type { Metrics, Observer } from './observer.ts';
import { referencePoints } from './real-support.ts';

export interface FrechetOptions {
  /** Fresh samples per recorded generation; as many real points are compared with them. */
  readonly samples: number;
  /** Neighbours that the balls of the manifolds reach to. */
  readonly neighbours: number;
}

const name = 'frechet';
const version = 2;

const metrics = {
  frechetDistance:
    'squared Fréchet distance between the Gaussians with the moments of the features of samples of model t and of real ' +
    'points',
  precision:
    'share of samples of model t that lie, by their features, within the distance of a real point to its third nearest ' +
    '(`neighbours`) real one',
  recall:
    'share of real points that lie, by their features, within the distance of a sample of model t to its third nearest ' +
    '(`neighbours`) sample',
};

export const frechet: ObserverDefinition<FrechetOptions> = defineObserver({
  name,
  version,
  summary:
    'Fréchet distance, precision and recall of generated points in the features of a classifier of real data',
  options: {
    samples: 'Fresh samples per generation, more than `neighbours`. Default: 1000.',
    neighbours: 'Neighbours that a ball of the manifolds reaches to. Default: 3.',
  },
  metrics,
  resolve: resolveFrechet,
  create: createFrechet,
});

function resolveFrechet(
  options: Record<string, unknown>,
): ReturnType<ObserverDefinition<FrechetOptions>['resolve']> {
  const resolved = resolveOptions<FrechetOptions>(options, {
    samples: countRule(1000, 2),
    neighbours: countRule(3),
  });
  if ('problems' in resolved) return resolved;
  const { samples, neighbours } = resolved.options;
  if (samples > neighbours) return resolved;
  const expected = `more than ${neighbours}, the number of neighbours`;
  return { problems: [{ path: ['samples'], got: samples, expected }] };
}

interface Prepared {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  readonly manifold: NeighbourManifold;
}

function createFrechet({ samples, neighbours }: FrechetOptions): Observer {
  const prepared = new WeakMap<RealSource, Prepared>();
  const prepare = (real: RealSource, points: Points): Prepared => {
    const { d, values } = classifierOf(real).features(points);
    return {
      mean: columnMeans(values, d),
      covariance: covariance(values, d, 1),
      manifold: neighbourManifold(values, d, neighbours),
    };
  };
  return {
    name,
    version,
    metrics,
    needs: ['samples'],
    sampleCount: samples,
    refuses: (family, real) => refusesClassifier(family, real) ?? tooFew(real, neighbours),
    measure({ real, samples: made }) {
      if (!prepared.has(real))
        prepared.set(real, prepare(real, referencePoints(real as RealSource<Points>, samples)));
      return compare(prepare(real, made as Points), prepared.get(real)!);
    },
  };
}

function tooFew({ name: real, points }: RealSource, neighbours: number): string | undefined {
  if (points === undefined || points.n > neighbours) return undefined;
  return `it needs more than ${neighbours} real points, and real data ${real} have ${points.n}`;
}

function compare(made: Prepared, real: Prepared): Metrics {
  const d = real.mean.length;
  return {
    frechetDistance: squaredFrechetGaussian(made.mean, made.covariance, real.mean, real.covariance, d),
    precision: shareOn(real.manifold, made.manifold.points),
    recall: shareOn(made.manifold, real.manifold.points),
  };
}
