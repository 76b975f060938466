/**
 * What is left of the tails of p_0, measured on fresh samples of model t along one coordinate. Tail masses are
 * two-sided: the share of samples outside the interval that leaves out half of 1 % (or 0.1 %) of p_0 on each side.
 */
import { tailMass, w1Samples } from '@collapse-lab/math';
import {
  type AnyFamily,
  type OptionProblem,
  type Points,
  type RealSource,
  resolveOptions,
} from '@collapse-lab/models';
import { axisRule, refusesCoordinate } from './coordinate.ts';
import { countRule } from './count-rule.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import type { Metrics, Observation, Observer } from './observer.ts';

export interface TailsOptions {
  /** Coordinate, 0 … d-1. */
  readonly axis: number;
  /** Fresh samples per recorded generation. */
  readonly samples: number;
}

const name = 'tails';
const version = 1;

const metrics = {
  tailMass1: 'share of samples outside the 0.5 % and 99.5 % quantiles of p_0, which itself has 0.01 there',
  tailMass01:
    'share of samples outside the 0.05 % and 99.95 % quantiles of p_0, which itself has 0.001 there',
  w1: '1-Wasserstein distance between the samples and as many evenly spaced quantiles of p_0',
};

export const tails: ObserverDefinition<TailsOptions> = defineObserver({
  name,
  version,
  summary: 'tail masses and W1 along one coordinate, from fresh samples',
  options: {
    axis: 'A coordinate, 0 … d-1. Default: 0.',
    samples: 'Fresh samples per generation. Default: 10000.',
  },
  metrics,
  resolve: resolveTails,
  create: createTails,
});

function resolveTails(
  options: Record<string, unknown>,
): { options: TailsOptions } | { problems: readonly OptionProblem[] } {
  return resolveOptions<TailsOptions>(options, {
    axis: axisRule,
    samples: countRule(10_000),
  });
}

function createTails({ axis, samples }: TailsOptions): Observer {
  const quantiles = new WeakMap<RealSource, Float64Array>();
  return {
    name,
    version,
    metrics,
    needs: ['samples'],
    sampleCount: samples,
    refuses: (family, real) => refuses(family, real, axis),
    measure: (observation) => {
      const { real } = observation;
      if (!quantiles.has(real)) quantiles.set(real, evenQuantiles(real, axis, samples));
      return measure(observation, axis, quantiles.get(real)!);
    },
  };
}

function refuses(family: AnyFamily, real: RealSource, axis: number): string | undefined {
  const { shape } = family;
  if (shape.kind !== 'points') return `it measures points, and family ${family.name} makes ${shape.kind}`;
  return refusesCoordinate(family, axis, real);
}

function measure({ samples, real }: Observation, axis: number, reference: Float64Array): Metrics {
  const x = coordinate(samples as Points, axis);
  return {
    tailMass1: tailMass(x, real.quantile!(0.005, axis), real.quantile!(0.995, axis)),
    tailMass01: tailMass(x, real.quantile!(0.0005, axis), real.quantile!(0.9995, axis)),
    w1: w1Samples(x, reference),
  };
}

function coordinate({ n, d, values }: Points, axis: number): Float64Array {
  return d === 1 ? values : Float64Array.from({ length: n }, (_, i) => values[i * d + axis]);
}

/** Quantiles at (i + ½)/n, i = 0 … n-1. */
function evenQuantiles(real: RealSource, axis: number, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => real.quantile!((i + 0.5) / n, axis));
}
