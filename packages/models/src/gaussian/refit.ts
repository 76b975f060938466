/**
 * One generation of a univariate Gaussian, point by point, without keeping the points: they are drawn and added up in
 * one go. A lineage that draws every point consists of little else.
 */
import { normalSampleMoments, type Stream } from '@collapse-lab/math';
import type { GaussianLaw } from './gaussian-law.ts';
import type { GaussianModel } from './gaussian-model.ts';

type Refit = (
  model: GaussianModel,
  n: number,
  stream: Stream,
  into?: GaussianModel,
) => GaussianModel | undefined;

/**
 * The fit to n points of a model of full covariance (d = 1), as it is to the points themselves; undefined where those
 * would be refused, or their squares leave the range in which they are simply added.
 */
export function createUnivariateRefit(law: GaussianLaw, minimumSize: number): Refit {
  const statistics = law.create();
  const moments = new Float64Array(2);
  return (model, n, stream, into) => {
    const bias = model.samplingBias;
    const mean = model.mean[0];
    const deviation = bias === 1 ? model.factor[0] : model.factor[0] * Math.sqrt(bias);
    if (n < minimumSize || !Number.isFinite(mean) || !(deviation >= 0 && deviation < Infinity))
      return undefined;
    normalSampleMoments(stream, n, mean, deviation, moments);
    if (!(moments[1] > 1e-280 && moments[1] < 1e280)) return undefined;
    statistics.n = n;
    statistics.mean[0] = moments[0];
    statistics.scatter[0] = Math.sqrt(moments[1]);
    return law.fit(statistics, into);
  };
}
