/** Mean and covariance of a kernel density estimate beside those of p_0: those of its points, and the kernel's. */
import type { AnyFamily, KdeModel, RealSource } from '@collapse-lab/models';
import { defineObserver, type ObserverDefinition, resolveNoOptions } from './define-observer.ts';
import { realMoments, squaredDistance } from './gaussian-reference.ts';
import type { Metrics, Observation } from './observer.ts';

const name = 'kde-moments';
const version = 1;

const metrics = {
  meanError: '|μ_t − μ_0|², squared distance of the mean of model t from the mean of p_0',
  variance: 'tr Σ_t / d, the mean variance of a coordinate under model t: of its points and its kernel',
  secondMoment: '(tr Σ_t + |μ_t − μ_0|²) / d, under model t',
  pointsSecondMoment: 'mean of |x − μ_0|² / d over the points x of D_t, without the kernel',
  kernelDeviation: '√(tr H_t / d), H_t the covariance of the kernel',
};

export const kdeMoments: ObserverDefinition<Record<string, never>> = defineObserver({
  name,
  version,
  summary: 'mean, variance and kernel width of a kernel density estimate',
  metrics,
  resolve: resolveNoOptions,
  create: () => ({ name, version, metrics, needs: ['model'], refuses, measure }),
});

function refuses(family: AnyFamily, real: RealSource): string | undefined {
  if (family.name !== 'kde') return `it reads the points of a kde, and the family is ${family.name}`;
  return realMoments(real) === undefined
    ? `mean and covariance of real data ${real.name} are not known`
    : undefined;
}

function measure({ model, real }: Observation): Metrics {
  const { d, points, factor } = model as KdeModel;
  const reference = realMoments(real)!.mean;
  const mean = new Float64Array(d);
  let squares = 0;
  for (let i = 0; i < points.length; i++) {
    const j = i % d;
    const deviation = points[i] - reference[j];
    mean[j] += deviation;
    squares += deviation * deviation;
  }
  const n = points.length / d;
  const meanError = squaredDistance(
    mean.map((total) => total / n),
    new Float64Array(d),
  );
  const kernel = kernelTrace(factor, d) / d;
  const pointsSecondMoment = squares / n / d;
  const secondMoment = pointsSecondMoment + kernel;
  return {
    meanError,
    variance: secondMoment - meanError / d,
    secondMoment,
    pointsSecondMoment,
    kernelDeviation: Math.sqrt(kernel),
  };
}

/** tr L Lᵀ of one number h (h² d) or a d × d factor. */
function kernelTrace(factor: Float64Array, d: number): number {
  let squares = 0;
  for (const entry of factor) squares += entry * entry;
  return factor.length === 1 ? squares * d : squares;
}
