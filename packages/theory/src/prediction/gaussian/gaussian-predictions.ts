/** Predictions for the Gaussian family. */
import { exp, InvalidArgumentError, log, logDetOfFactor } from '@collapse-lab/math';
import type { CovarianceKind } from '@collapse-lab/models';
import type { LineageSpec, Sizes, WorkflowSpec } from '@collapse-lab/process';
import { countsOf, momentLaw, replaceSize } from '../moments/moment-law.ts';
import type { MomentLaw } from '../moments/second-moments.ts';
import type { Prediction } from '../prediction.ts';
import { replaceLogDeterminant, replaceStandardDeviation } from './replace-scale.ts';
import { medianFromCumulants } from './scale-law.ts';
import { expansionLimit, expectedSquaredW2, squaredW2Slope } from './squared-w2.ts';

interface Setting {
  readonly workflow: WorkflowSpec;
  readonly sizes: Sizes;
  readonly d: number;
  readonly covariance: CovarianceKind;
  readonly ddof: 0 | 1;
  readonly samplingBias: number;
  /** Covariance of p_0, d × d row-major, and its trace. */
  readonly real: Float64Array;
  readonly trace: number;
  /** Lower factor of that covariance where p_0 is Gaussian. */
  readonly factor: Float64Array | undefined;
}

const momentSource: Readonly<Record<WorkflowSpec['kind'], string>> = {
  replace: 'Shumailov et al. 2024, SI 3.1.1 (unbiased); exact for either estimator, any sizes and λ',
  'replace-grown': 'as replace, with the sizes of accumulate',
  accumulate: 'Kazdan et al. 2024; exact product form for either estimator',
  'accumulate-subsample': 'exact recursion for finite sizes; π²/2 − 2 in the limit (Dey & Donoho 2024)',
  mixture: 'process of Shumailov et al. 2024; exact recursion in α, β, γ',
  'fresh-real': 'exact recursion for a fixed count of fresh real points; weighted: He, Xu & Cheng 2026',
  'keep-real': 'exact recursion for kept real points',
};

/** Everything known for this setting. Needs p_0's covariance; more is known where p_0 is Gaussian. */
export function gaussianPredictions(spec: LineageSpec): readonly Prediction[] {
  if (spec.real.moments === undefined) return [];
  const setting = settingOf(spec, spec.real.moments.covariance);
  const law = momentLaw(setting.workflow, setting.sizes, setting);
  return [
    ...momentPredictions(setting, law),
    ...scalePredictions(setting, law),
    ...deviationPredictions(setting),
    ...squaredW2Predictions(setting, law),
  ];
}

function settingOf({ real, family, workflow, sizes }: LineageSpec, covariance: Float64Array): Setting {
  const options = family.options;
  if (options === undefined || !('ddof' in options)) {
    throw new InvalidArgumentError({
      argument: 'spec.family.options',
      got: options,
      expected: 'the options of a gaussian: covariance, ddof, samplingBias',
    });
  }
  const d = Math.round(Math.sqrt(covariance.length));
  let trace = 0;
  for (let i = 0; i < d; i++) trace += covariance[i * d + i];
  return {
    workflow,
    sizes,
    d,
    covariance: options.covariance as CovarianceKind,
    ddof: options.ddof as 0 | 1,
    samplingBias: options.samplingBias as number,
    real: covariance,
    trace,
    factor: real.truth?.kind === 'gaussian' ? real.truth.factor : undefined,
  };
}

function momentPredictions({ workflow, trace, d }: Setting, law: MomentLaw): Prediction[] {
  const common = { functional: 'mean', source: momentSource[workflow.kind], kind: 'exact' } as const;
  return [
    { ...common, metric: 'variance', at: (t) => (law(t).variance * trace) / d },
    { ...common, metric: 'meanError', at: (t) => law(t).meanError * trace },
    {
      ...common,
      metric: 'secondMoment',
      at: (t) => ((law(t).variance + law(t).meanError) * trace) / d,
    },
  ];
}

/** Laws of the scale: replace from a Gaussian p_0. */
function scalePredictions(setting: Setting, law: MomentLaw): Prediction[] {
  const { d } = setting;
  const start = startingLogDeterminant(setting);
  if (start === undefined) return [];
  const cumulants = replaceLogDeterminant(scaleSetting(setting));
  const logVariance: LogLaw = {
    mean: (t) => (start + cumulants(t).mean) / d,
    ...(coordinatesIndependent(setting)
      ? { median: (t: number) => (start + medianFromCumulants(cumulants(t))) / d }
      : {}),
  };
  const own = logPredictions('logVariance', logVariance, ['mean', 'median'], (x) => x);
  const divergence = commutes(setting) || setting.covariance === 'full' ? [klPrediction(setting, law)] : [];
  if (d > 1) return [...own, ...divergence];
  return [
    ...own,
    ...divergence,
    ...logPredictions('variance', logVariance, ['geometricMean', 'median'], exp),
    ...logPredictions('standardDeviation', logVariance, ['geometricMean', 'median'], (x) => exp(x / 2)),
  ];
}

/** Mean and median of a logarithm. */
interface LogLaw {
  readonly mean: (t: number) => number;
  readonly median?: (t: number) => number;
}

const scaleSource = 'Wishart (Bartlett) factors; log S in one dimension: Suresh et al. 2024';

/**
 * What a log law says of a monotone function of it: under the name its mean goes by there, and of the median.
 */
function logPredictions(
  metric: string,
  law: LogLaw,
  functionals: readonly ['mean' | 'geometricMean', 'median'],
  transform: (logarithm: number) => number,
): Prediction[] {
  const { mean, median } = law;
  const [centre] = functionals;
  const exact: Prediction = {
    metric,
    functional: centre,
    source: scaleSource,
    kind: 'exact',
    at: (t) => transform(mean(t)),
  };
  if (median === undefined) return [exact];
  const source = `${scaleSource}; Cornish–Fisher`;
  const at = (t: number) => transform(median(t));
  return [exact, { metric, functional: 'median', source, kind: 'asymptotic', at }];
}

/** E KL(model t ‖ p_0) = ½ [d (variance + meanError − 1) − E log det Σ_t C⁻¹]. */
function klPrediction(setting: Setting, law: MomentLaw): Prediction {
  const cumulants = replaceLogDeterminant(scaleSetting(setting));
  const at = (t: number) => {
    const { variance, meanError } = law(t);
    return (setting.d * (variance + meanError - 1) - cumulants(t).mean) / 2;
  };
  const source = 'Wishart (Bartlett) factors and second moments';
  return { metric: 'kl', functional: 'mean', source, kind: 'exact', at };
}

function isReplace({ workflow }: Setting): boolean {
  return workflow.kind === 'replace' || workflow.kind === 'replace-grown';
}

function scaleSetting(setting: Setting) {
  const { workflow, sizes } = setting;
  return { ...setting, size: replaceSize(countsOf(workflow, sizes), sizes) };
}

/** log det of what the first fit estimates, or undefined where its law is not known. */
function startingLogDeterminant(setting: Setting): number | undefined {
  const { d, covariance, real, factor } = setting;
  if (!isReplace(setting) || factor === undefined) return undefined;
  if (covariance === 'full') return 2 * logDetOfFactor(factor, d);
  if (covariance === 'spherical' && !isSpherical(setting)) return undefined;
  let sum = 0;
  for (let i = 0; i < d; i++) sum += log(real[i * d + i]);
  return sum;
}

function isDiagonal({ real, d }: Setting): boolean {
  return real.every((value, index) => value === 0 || index % (d + 1) === 0);
}

function isSpherical(setting: Setting): boolean {
  const { real, d } = setting;
  return isDiagonal(setting) && real.every((value, index) => index % (d + 1) !== 0 || value === real[0]);
}

/** Whether the factors of log det are independent in the first fit too, so that their cumulants add. */
function coordinatesIndependent(setting: Setting): boolean {
  return setting.covariance !== 'diagonal' || isDiagonal(setting);
}

/** Whether the fitted covariance and p_0's are diagonal in the same fixed coordinates. */
function commutes(setting: Setting): boolean {
  const { d, covariance } = setting;
  if (d === 1) return true;
  return covariance === 'diagonal' ? isDiagonal(setting) : covariance === 'spherical' && isSpherical(setting);
}

/** E σ_t where all coordinates share it. */
function deviationPredictions(setting: Setting): Prediction[] {
  const { d, covariance, factor, real } = setting;
  const shared = d === 1 || covariance === 'spherical';
  if (!isReplace(setting) || factor === undefined || !shared || !commutes(setting)) return [];
  const deviation = replaceStandardDeviation(scaleSetting(setting));
  const source = 'Bertrand et al. 2024: E σ_t = α(n)^(t+1) σ_0; exact for either estimator, any sizes and λ';
  const at = (t: number) => Math.sqrt(real[0]) * deviation(t);
  return [{ metric: 'standardDeviation', functional: 'mean', source, kind: 'exact', at }];
}

function squaredW2Predictions(setting: Setting, law: MomentLaw): Prediction[] {
  const { d, covariance, trace, factor, samplingBias } = setting;
  if (factor === undefined) return [];
  if (isReplace(setting) && commutes(setting)) {
    const deviation = replaceStandardDeviation(scaleSetting(setting));
    const source = 'exact form of Shumailov et al. 2024, SI eq. 6 (1.5 Σ 1/n to first order)';
    const at = (t: number) => expectedSquaredW2(trace, law(t), deviation(t));
    return [{ metric: 'squaredW2', functional: 'mean', source, kind: 'exact', at }];
  }
  if (samplingBias !== 1 || (d > 1 && covariance !== 'full')) return [];
  const slope = squaredW2Slope(setting.real, d);
  const limit = expansionLimit(d);
  const source = `first order in the mean error; left out where that exceeds ${limit.toPrecision(2)}`;
  const at = (t: number) => {
    const { meanError } = law(t);
    return meanError > limit ? Number.NaN : slope * meanError;
  };
  return [{ metric: 'squaredW2', functional: 'mean', source, kind: 'asymptotic', at }];
}
