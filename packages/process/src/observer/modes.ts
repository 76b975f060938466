/**
 * Which modes of a mixture p_0 = Σ w_c N(μ_c, Σ_c) model t still has, from fresh samples: a sample belongs to the nearest
 * component (in its own Mahalanobis distance), if it lies within the ellipsoid that holds 99 % of that component; otherwise
 * it lies between modes.
 */
import { solveLower } from '@collapse-lab/math';
import {
  type AnyFamily,
  type OptionProblem,
  type Points,
  type RealSource,
  resolveOptions,
  type Truth,
} from '@collapse-lab/models';
import { chiSquaredUpperQuantile } from './chi-squared-quantile.ts';
import { countRule } from './count-rule.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import type { Metrics, Observer } from './observer.ts';
import { referencePoints } from './real-support.ts';

export interface ModesOptions {
  /** A mode is alive while it holds this share of the mass that it has under p_0. */
  readonly share: number;
  /** Fresh samples per recorded generation. */
  readonly samples: number;
}

const name = 'modes';
const version = 1;

const metrics = {
  modesAlive:
    'components of p_0 that hold at least `share` (5 %) of the mass under model t which they hold under p_0',
  betweenModes: 'share of samples of model t in no component of p_0 (outside the 99 % ellipsoid of each)',
};

export const modes: ObserverDefinition<ModesOptions> = defineObserver({
  name,
  version,
  summary: 'modes of a mixture that the model still has, and mass between them, from fresh samples',
  options: {
    share: 'A mode is alive while it holds this share of its mass under p_0. Default: 0.05.',
    samples: 'Fresh samples per generation. Default: 10000.',
  },
  metrics,
  resolve: resolveModes,
  create: createModes,
});

function resolveModes(
  options: Record<string, unknown>,
): { options: ModesOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<ModesOptions>(options, {
    share: {
      expected: 'a share between 0 and 1',
      accepts: (value) => typeof value === 'number' && value > 0 && value < 1,
      default: 0.05,
    },
    samples: countRule(10_000),
  });
}

type MixtureTruth = Extract<Truth, { kind: 'gaussian-mixture' }>;

function createModes({ share, samples }: ModesOptions): Observer {
  const ownShares = new WeakMap<RealSource, Float64Array>();
  return {
    name,
    version,
    metrics,
    needs: ['samples'],
    sampleCount: samples,
    refuses,
    measure: ({ real, samples: made }): Metrics => {
      const truth = real.truth as MixtureTruth;
      if (!ownShares.has(real))
        ownShares.set(real, sharesOf(truth, referencePoints(real as RealSource<Points>, 100_000)));
      const own = ownShares.get(real)!;
      const shares = sharesOf(truth, made as Points);
      const alive = shares.filter((mass, c) => mass > 0 && mass >= share * own[c]).length;
      return {
        modesAlive: alive,
        betweenModes: Math.max(0, 1 - shares.reduce((sum, each) => sum + each, 0)),
      };
    },
  };
}

function refuses({ name: family, shape }: AnyFamily, { name: real, truth }: RealSource): string | undefined {
  if (shape.kind !== 'points') return `it measures points, and family ${family} makes ${shape.kind}`;
  if (truth?.kind === 'gaussian-mixture' && truth.weights.length > 1) return undefined;
  return `it counts the components of a mixture, and real data ${real} are not known to be one of two or more`;
}

/** k: the share of the points in each component. */
function sharesOf({ d, weights, means, factors }: MixtureTruth, { n, values }: Points): Float64Array {
  const k = weights.length;
  const radius = chiSquaredUpperQuantile(0.01, d);
  const counts = new Float64Array(k);
  const difference = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    let nearest = -1;
    let least = radius;
    for (let c = 0; c < k; c++) {
      for (let j = 0; j < d; j++) difference[j] = values[i * d + j] - means[c * d + j];
      const standard = solveLower(factors.subarray(c * d * d, (c + 1) * d * d), d, difference, difference);
      let squares = 0;
      for (let j = 0; j < d; j++) squares += standard[j] * standard[j];
      if (!(squares <= least)) continue;
      least = squares;
      nearest = c;
    }
    if (nearest >= 0) counts[nearest]++;
  }
  return counts.map((count) => count / n);
}
