/** The law-exact shortcut of the Gaussian: statistics are drawn, pooled, fitted and split without points. */
import { CollapseLabError, InvalidArgumentError, type Stream } from '@collapse-lab/math';
import { checkData } from '../data/check-data.ts';
import type { Points } from '../data/data.ts';
import { checkSize } from '../data/make-data.ts';
import type { SufficientLaw } from '../family/law.ts';
import { createDraw, isForeign } from './draw.ts';
import { factorLength, type GaussianModel } from './gaussian-model.ts';
import type { GaussianOptions } from './gaussian-options.ts';
import {
  clearGaussianStatistics,
  createGaussianStatistics,
  decodeGaussianStatistics,
  encodeGaussianStatistics,
  type GaussianStatistics,
  scaleGaussianStatistics,
} from './gaussian-statistics.ts';
import { reducePoints } from './points-statistics.ts';
import { createPool } from './pool.ts';
import { splitGaussian } from './split.ts';
import { addUnivariateDraw } from './univariate.ts';

export type GaussianLaw = SufficientLaw<GaussianModel, Points, GaussianStatistics>;

/** The parameters left the range of their numbers: λ > 1 for long, or a number format of few exponent bits. */
export class DivergedError extends CollapseLabError {
  override readonly name: string = 'DivergedError';
  constructor(what: 'parameters' | 'statistics of a draw') {
    super(
      `gaussian: the ${what} are not finite, expected finite numbers. ` +
        'The parameters have grown out of range (of doubles, or of the number format they are rounded to); ' +
        'run fewer generations or a smaller samplingBias.',
    );
  }
}

export function createGaussianLaw(d: number, options: GaussianOptions): GaussianLaw {
  const { covariance } = options;
  const draw = createDraw(covariance, d);
  const pool = createPool(covariance, d);
  const scratch = createGaussianStatistics(covariance, d);

  function addDraw(statistics: GaussianStatistics, model: GaussianModel, n: number, stream: Stream): void {
    if (n === 0) return;
    checkSize('n', n);
    if (d === 1) addUnivariateDraw(statistics, model, n, stream);
    else if (statistics.n === 0) draw(statistics, model, n, stream);
    else {
      draw(scratch, model, n, stream);
      pool(statistics, scratch);
    }
    if (!allFinite(statistics.mean) || !allFinite(statistics.scatter))
      throw new DivergedError('statistics of a draw');
  }

  function addData(statistics: GaussianStatistics, data: Points): void {
    checkData('data', data, { kind: 'points', d }, 0);
    if (data.n === 0) return;
    const target = statistics.n === 0 ? statistics : scratch;
    reducePoints(target, data, covariance);
    if (target === scratch) pool(statistics, scratch);
  }

  return {
    lossless: false,
    create: () => createGaussianStatistics(covariance, d),
    clear: clearGaussianStatistics,
    count: (statistics) => statistics.n,
    addDraw,
    addData,
    addStatistics: pool,
    scale: scaleGaussianStatistics,
    fit: (statistics, into) => fitGaussian(statistics, d, options, into),
    split: (statistics, n, stream) => splitGaussian(statistics, n, stream, covariance),
    splitsDrawsOf: (model) => !isForeign(covariance, model.covariance),
    encode: encodeGaussianStatistics,
    decode: (encoded) => decodeGaussianStatistics(encoded, covariance, d),
  };
}

export function allFinite(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!(Math.abs(values[i]) < Infinity)) return false;
  return true;
}

/**
 * L = F / √(n − ddof · b), b = Σ w² / Σ w; for `spherical` the variance is pooled over the d coordinates. Of points of
 * variance σ² with weights w, the mean Σ w x / n has variance σ² Σ w² / n², so that E Σ w (x − mean)² = σ² (n − b): the
 * divisor that is unbiased. Without weights b is 1.
 */
function fitGaussian(
  statistics: GaussianStatistics,
  d: number,
  options: GaussianOptions,
  into: GaussianModel | undefined,
): GaussianModel {
  const { mean, scatter } = statistics;
  const { covariance, ddof } = options;
  const divisor = divisorOf(statistics, ddof);
  const model = into === undefined ? createModel(d, options) : into;
  if (into !== undefined) checkInto(into, d, options);
  const root = Math.sqrt(covariance === 'spherical' ? divisor * d : divisor);
  for (let i = 0; i < d; i++) model.mean[i] = mean[i];
  for (let i = 0; i < scatter.length; i++) model.factor[i] = scatter[i] / root;
  return model;
}

function createModel(d: number, { covariance, samplingBias }: GaussianOptions): GaussianModel {
  const factor = new Float64Array(factorLength(covariance, d));
  return { d, covariance, mean: new Float64Array(d), factor, samplingBias };
}

function checkInto(into: GaussianModel, d: number, { covariance, samplingBias }: GaussianOptions): void {
  if (into.d !== d || into.covariance !== covariance || into.samplingBias !== samplingBias)
    throw new InvalidArgumentError({
      argument: 'into',
      got: { d: into.d, covariance: into.covariance, samplingBias: into.samplingBias },
      expected: `a fit of this family: d = ${d}, covariance = ${covariance}, samplingBias = ${samplingBias}`,
    });
}

/** What rounding may leave of a divisor that is zero, as a share of the count. */
const negligibleShare = 1e-13;

function divisorOf({ n, weightExcess }: GaussianStatistics, ddof: number): number {
  if (weightExcess === 0) {
    if (n <= ddof) throw tooFewPoints(n, ddof);
    return n - ddof;
  }
  const divisor = n - ddof * (1 + weightExcess / n);
  if (divisor > negligibleShare * n) return divisor;
  throw new InvalidArgumentError({
    argument: 'statistics',
    got: 'points of which one has all the weight',
    expected: `weight on at least ${ddof + 1} points (ddof = ${ddof})`,
  });
}

export function tooFewPoints(n: number, ddof: number): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: 'statistics.n',
    got: n,
    expected: `at least ${ddof + 1} points (ddof = ${ddof})`,
  });
}
