/**
 * Diagonal and spherical statistics of points from models of another kind: drawn at once, they have the law of points
 * (the same contract, without splits, which only a family's own points allow).
 */
import { gram } from '@collapse-lab/math';
import {
  type CovarianceKind,
  type GaussianModel,
  type GaussianStatistics,
  gaussian,
  type Points,
} from '@collapse-lab/models';
import { describeFamily, type FamilySubject } from '@collapse-lab/models/testing';
import { describe, it } from 'vitest';
import { exampleModel, gaussianSubject } from './subject.ts';

function foreignSubject(
  d: number,
  covariance: CovarianceKind,
  source: CovarianceKind,
): FamilySubject<GaussianModel, Points, GaussianStatistics> {
  const options = { covariance, ddof: 0, samplingBias: 1 } as const;
  const family = gaussian.create(options, { kind: 'points', d });
  const { split: _, ...law } = family.law!;
  const sourceOptions = { ...options, covariance: source };
  const model = exampleModel(d, sourceOptions);
  return {
    ...gaussianSubject(d, sourceOptions),
    name: `${covariance} statistics of a ${source} model, d = ${d}`,
    family: { ...family, law },
    model,
    limit: limitOf(model, covariance),
    // The neighbours are fits of the narrow family, whose density ratios to the model have no variance.
    densityIsOfSamples: false,
    effort: 0.5,
  };
}

/** The parameters that narrow fits tend to. */
function limitOf(model: GaussianModel, covariance: CovarianceKind): Float64Array {
  const { d, mean, factor } = model;
  const full = model.covariance === 'full' ? gram(factor, d) : undefined;
  const variances = Float64Array.from(mean, (_, i) => full?.[i * d + i] ?? factor[i] * factor[i]);
  const total = variances.reduce((a, b) => a + b, 0);
  const deviations = covariance === 'diagonal' ? variances.map((v) => Math.sqrt(v)) : [Math.sqrt(total / d)];
  return Float64Array.of(...mean, ...deviations);
}

describeFamily({ describe, it }, () => foreignSubject(3, 'diagonal', 'full'));
describeFamily({ describe, it }, () => foreignSubject(3, 'spherical', 'full'));
describeFamily({ describe, it }, () => foreignSubject(2, 'spherical', 'diagonal'));
