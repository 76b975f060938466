/**
 * What is left of the tails of p_0 in a fitted Gaussian, exactly: the probability that model t gives to the two
 * regions that p_0 leaves out beyond its quantiles, along one coordinate. No samples are drawn, so that it costs
 * little in every generation; `tails` measures the same on samples, for any family (there a sampling bias λ enters,
 * since the samples are drawn with it; here it does not).
 */
import { normalCdf } from '@collapse-lab/math';
import { type AnyFamily, type GaussianModel, type RealSource, resolveOptions } from '@collapse-lab/models';
import { axisRule, refusesCoordinate } from './coordinate.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import type { Metrics, Observer } from './observer.ts';

export interface GaussianTailsOptions {
  /** Coordinate, 0 … d-1. */
  readonly axis: number;
}

const name = 'gaussian-tails';
const version = 1;

const metrics = {
  exactTailMass1:
    'probability under model t outside the 0.5 % and 99.5 % quantiles of p_0, which itself has 0.01 there',
  exactTailMass01:
    'probability under model t outside the 0.05 % and 99.95 % quantiles of p_0, which itself has 0.001 there',
};

export const gaussianTails: ObserverDefinition<GaussianTailsOptions> = defineObserver({
  name,
  version,
  summary: 'tail masses of a fitted Gaussian along one coordinate, exact',
  options: { axis: 'A coordinate, 0 … d-1. Default: 0.' },
  metrics,
  resolve: (options) =>
    resolveOptions<GaussianTailsOptions>(options, {
      axis: axisRule,
    }),
  create: createGaussianTails,
});

function createGaussianTails({ axis }: GaussianTailsOptions): Observer {
  const bounds = new WeakMap<RealSource, readonly [number, number, number, number]>();
  return {
    name,
    version,
    metrics,
    needs: ['model'],
    refuses: (family, real) => refuses(family, real, axis),
    measure: ({ model, real }) => {
      if (!bounds.has(real)) bounds.set(real, quantilesOf(real, axis));
      return measure(model as GaussianModel, axis, bounds.get(real)!);
    },
  };
}

function quantilesOf(real: RealSource, axis: number): readonly [number, number, number, number] {
  const at = (p: number) => real.quantile!(p, axis);
  return [at(0.005), at(0.995), at(0.0005), at(0.9995)];
}

function refuses(family: AnyFamily, real: RealSource, axis: number): string | undefined {
  if (family.name !== 'gaussian')
    return `it reads the parameters of a gaussian, and the family is ${family.name}`;
  return refusesCoordinate(family, axis, real);
}

function measure(
  model: GaussianModel,
  axis: number,
  [low1, high1, low01, high01]: readonly [number, number, number, number],
): Metrics {
  const mean = model.mean[axis];
  const sd = marginalDeviation(model, axis);
  return {
    exactTailMass1: massOutside(mean, sd, low1, high1),
    exactTailMass01: massOutside(mean, sd, low01, high01),
  };
}

/** √Σ_aa: the norm of row `axis` of the factor. */
function marginalDeviation({ d, covariance, factor }: GaussianModel, axis: number): number {
  if (covariance !== 'full') return Math.abs(factor[covariance === 'spherical' ? 0 : axis]);
  let squares = 0;
  for (let j = axis * d; j <= axis * d + axis; j++) squares += factor[j] * factor[j];
  return Math.sqrt(squares);
}

/** P(X < low) + P(X > high) for X normal; a point mass at the mean where sd = 0. */
function massOutside(mean: number, sd: number, low: number, high: number): number {
  if (sd === 0) return mean < low || mean > high ? 1 : 0;
  return normalCdf((low - mean) / sd) + normalCdf((mean - high) / sd);
}
