/** Predictions for kernel density estimates whose bandwidth does not depend on the data but for their number. */
import { type Bandwidth, bandwidthOf } from '@collapse-lab/models';
import type { LineageSpec } from '@collapse-lab/process';
import type { Prediction } from '../prediction.ts';
import { type KdeSecondMoment, kdeSecondMoment } from './kde-second-moment.ts';

export function kdePredictions({ real, family, workflow, sizes }: LineageSpec): readonly Prediction[] {
  const { bandwidth, scaling } = family.options as { bandwidth: Bandwidth; scaling: string };
  if (real.moments === undefined || scaling !== 'none') return [];
  const { mean, covariance } = real.moments;
  const d = mean.length;
  let trace = 0;
  for (let i = 0; i < d; i++) trace += covariance[i * d + i];
  const law = kdeSecondMoment({
    workflow,
    sizes,
    real: trace / d,
    kernelVariance(n) {
      const h = bandwidthOf(bandwidth, n, d);
      return h * h;
    },
  });
  if (law === undefined) return [];
  const source = 'Kazdan et al. 2024; exact: each generation adds the variance of its kernel';
  const exact = (metric: string, part: keyof KdeSecondMoment): Prediction => {
    return { metric, functional: 'mean', source, kind: 'exact', at: (t) => law(t)[part] };
  };
  return [exact('secondMoment', 'model'), exact('pointsSecondMoment', 'points')];
}
