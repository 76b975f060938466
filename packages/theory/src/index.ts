/** Closed-form predictions of model collapse, and the published claims as data. */
export type { Check, Claim, ClaimOptions, ClaimSampler } from './claims/claim.ts';
export { claims } from './claims/claims.ts';
export { estimateCost } from './claims/cost.ts';
export { defineClaim } from './claims/define-claim.ts';
export type { Expectation, Experiment, Simulation } from './claims/measure/experiment.ts';
export {
  boundFalseAlarm,
  meanFalseAlarm,
  proportionFalseAlarm,
  shareBoundFalseAlarm,
} from './claims/measure/false-alarm.ts';
export type { Quantity, Reading } from './claims/measure/quantity.ts';
export type {
  CategoricalSetting,
  GaussianSetting,
  OpenSetting,
  PoissonSetting,
  Setting,
} from './claims/measure/setting.ts';
export {
  chiSquaredTolerance,
  falseAlarmPerCheck,
  skewnessAllowance,
  zTolerance,
} from './claims/measure/tolerance.ts';
export { formatClaims, summary } from './claims/table/format-claims.ts';
export {
  type ClaimResult,
  type ClaimSelection,
  type ClaimUnit,
  claimById,
  claimUnits,
  compareUnits,
  measureClaim,
  type VerifyOptions,
  verifyClaims,
} from './claims/verify.ts';
export {
  collapseTimeDiffusion,
  collapseTimeExact,
  collapseTimeExactLimit,
} from './prediction/categorical/collapse-time.ts';
export {
  accumulateSpectrum,
  collapsedProbability,
  expectedEntropy,
  expectedSupport,
  expectedSupportOfDraw,
  firstSpectrum,
  replaceSpectrum,
  type Spectrum,
} from './prediction/categorical/spectrum.ts';
export { sumOfSquares } from './prediction/categorical/sum-of-squares.ts';
export { type SurvivalBounds, survivalBounds, symbolSurvival } from './prediction/categorical/survival.ts';
export {
  type ReplaceScaleSetting,
  replaceLogDeterminant,
  replaceStandardDeviation,
} from './prediction/gaussian/replace-scale.ts';
export {
  type LogCumulants,
  logDeterminantChange,
  medianFromCumulants,
  type Refit,
  standardDeviationChange,
} from './prediction/gaussian/scale-law.ts';
export { expansionLimit, expectedSquaredW2, squaredW2Slope } from './prediction/gaussian/squared-w2.ts';
export { cutMemoriserError, memoriserError, memoriserPowerLaw } from './prediction/hutter/memoriser-error.ts';
export {
  type KdeSecondMoment,
  type KdeSecondMomentSetting,
  kdeSecondMoment,
} from './prediction/kde/kde-second-moment.ts';
export { expectedSurvivingNgrams, ngramSurvival } from './prediction/language/surviving.ts';
export {
  type AccumulateSetting,
  accumulateMoments,
  accumulateVarianceLimit,
} from './prediction/moments/accumulate.ts';
export {
  type AccumulateSubsampleSetting,
  accumulateSubsampleMoments,
  accumulateSubsampleRatioLimit,
} from './prediction/moments/accumulate-subsample.ts';
export {
  type FreshRealSetting,
  freshRealMoments,
  freshRealVarianceLimit,
} from './prediction/moments/fresh-real.ts';
export { type KeepRealSetting, keepRealMoments } from './prediction/moments/keep-real.ts';
export { type MixtureSetting, mixtureFixedPoint, mixtureMoments } from './prediction/moments/mixture.ts';
export { momentLaw } from './prediction/moments/moment-law.ts';
export { type ReplaceSetting, replaceMoments } from './prediction/moments/replace.ts';
export type { Estimator, MomentLaw, SecondMoments } from './prediction/moments/second-moments.ts';
export {
  extinctionExponent,
  extinctionProbability,
  type PoissonSizes,
  survivalExponent,
} from './prediction/poisson/extinction.ts';
export { predict } from './prediction/predict.ts';
export type { Functional, Predict, Prediction } from './prediction/prediction.ts';
export { chiMean, gammaHalfRatio } from './special/chi.ts';
export { tetragamma, trigamma } from './special/polygamma.ts';
