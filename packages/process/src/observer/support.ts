/**
 * The two faults of a model that Shumailov et al. (2024) name under functional expressivity, for points and from fresh
 * samples: mass where the real distribution has none, and none where it has some. Both sides use one rule: the support
 * of a distribution is the region of highest density that holds all but ε of it (for real data without a known density,
 * the box around them), so a model equal to p_0 has ε of each. This is the pair of α-precision and β-recall of Alaa et
 * al. (ICML 2022), taken to 1 − ε and counted from the other end.
 */
import {
  type AnyFamily,
  type OptionProblem,
  type Points,
  type RealSource,
  resolveOptions,
} from '@collapse-lab/models';
import { countRule } from './count-rule.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import type { Metrics, Observation, Observer } from './observer.ts';
import {
  countBelow,
  levelLeavingOut,
  type RealSupport,
  realSupport,
  referencePoints,
} from './real-support.ts';

export interface SupportOptions {
  /** Mass that the support of a distribution leaves out. */
  readonly epsilon: number;
  /** Fresh samples per recorded generation; as many real points are looked for in the model. */
  readonly samples: number;
}

const name = 'support';
const version = 1;

const metrics = {
  outsideSupport:
    'share of samples of model t outside the real support: the region of highest density of mass 1 − ε of p_0, where its ' +
    'density is known, else the box around the real data',
  lostSupport:
    'share of real points outside the support of model t, its region of highest density of mass 1 − ε; absent for ' +
    'families without a density',
};

export const support: ObserverDefinition<SupportOptions> = defineObserver({
  name,
  version,
  summary: 'mass outside the real support and real mass outside the support of the model, from fresh samples',
  options: {
    epsilon: 'Mass that a support leaves out. Default: 0.001.',
    samples: 'Fresh samples per generation; at least 10 / epsilon. Default: 10000.',
  },
  metrics,
  resolve: resolveSupport,
  create: createSupport,
});

function resolveSupport(
  options: Record<string, unknown>,
): { options: SupportOptions } | { problems: readonly OptionProblem[] } {
  const resolved = resolveOptions<SupportOptions>(options, {
    epsilon: {
      expected: 'a number above 0, up to 0.5',
      accepts: (value) => typeof value === 'number' && value > 0 && value <= 0.5,
      default: 0.001,
    },
    samples: countRule(10_000),
  });
  if ('problems' in resolved) return resolved;
  const { epsilon, samples } = resolved.options;
  if (samples * epsilon >= 10 * (1 - 1e-9)) return resolved;
  const expected = `at least ${Math.ceil(10 / epsilon - 1e-6)}, ten samples beyond the support on average`;
  return { problems: [{ path: ['samples'], got: samples, expected }] };
}

interface Prepared {
  readonly region: RealSupport;
  readonly points: Points;
}

function createSupport({ epsilon, samples }: SupportOptions): Observer {
  const prepared = new WeakMap<RealSource, Prepared>();
  return {
    name,
    version,
    metrics,
    needs: ['samples'],
    sampleCount: samples,
    refuses,
    measure: (observation) => {
      const real = observation.real as RealSource<Points>;
      if (!prepared.has(real)) {
        prepared.set(real, { region: realSupport(real, epsilon), points: referencePoints(real, samples) });
      }
      return measure(observation, prepared.get(real)!, epsilon);
    },
  };
}

function refuses({ name: family, shape }: AnyFamily, real: RealSource): string | undefined {
  if (shape.kind !== 'points') return `it measures points, and family ${family} makes ${shape.kind}`;
  if (real.truth?.kind === 'linear')
    return `it measures points, and family ${family} makes labels of given inputs`;
  return undefined;
}

function measure(
  { family, model, samples }: Observation,
  { region, points }: Prepared,
  epsilon: number,
): Metrics {
  const made = samples as Points;
  const outsideSupport = region.countOutside(made) / made.n;
  if (family.logDensity === undefined) return { outsideSupport };
  const level = levelLeavingOut(epsilon, family.logDensity(model, made));
  return { outsideSupport, lostSupport: countBelow(family.logDensity(model, points), level) / points.n };
}
