/** All claims, by number. */
import { accumulateKeepsSymbols } from './accumulate-keeps-symbols.ts';
import { accumulateLimit } from './accumulate-limit.ts';
import { accumulateSubsample } from './accumulate-subsample.ts';
import { almostSureCollapse } from './almost-sure-collapse.ts';
import { autoencoderAccumulate } from './autoencoder-accumulate.ts';
import { autoencoderSpread } from './autoencoder-spread.ts';
import { autoencoderTails } from './autoencoder-tails.ts';
import type { Claim } from './claim.ts';
import { collapseTimeClaim } from './collapse-time.ts';
import { conservation } from './conservation.ts';
import { cutByGenerator } from './cut-by-generator.ts';
import { effectiveSampleSize } from './effective-sample-size.ts';
import { empiricalDistribution } from './empirical-distribution.ts';
import { fixation } from './fixation.ts';
import { fixationBoundsClaim } from './fixation-bounds.ts';
import { freshShare } from './fresh-share.ts';
import { goldenRatio } from './golden-ratio.ts';
import { higherDimension } from './higher-dimension.ts';
import { kernelLikelihood } from './kernel-likelihood.ts';
import { kernelSpreading } from './kernel-spreading.ts';
import { languageAccumulate } from './language-accumulate.ts';
import { languageOwnText } from './language-own-text.ts';
import { languageRepetition } from './language-repetition.ts';
import { languageSurvival } from './language-survival.ts';
import { languageTemperature } from './language-temperature.ts';
import { logisticAugment } from './logistic-augment.ts';
import { meanStandardDeviation } from './mean-standard-deviation.ts';
import { mixtureCollapse } from './mixture-collapse.ts';
import { mixtureSampleSize } from './mixture-sample-size.ts';
import { nonSmoothFamily } from './non-smooth-family.ts';
import { oneStepLoss } from './one-step-loss.ts';
import { piSquaredOverSix } from './pi-squared-over-six.ts';
import { poissonExtinction } from './poisson-extinction.ts';
import { realAgainstSynthetic } from './real-against-synthetic.ts';
import { regressionAccumulate } from './regression-accumulate.ts';
import { regressionGenerations } from './regression-generations.ts';
import { regressionReplace } from './regression-replace.ts';
import { regressionSubsample } from './regression-subsample.ts';
import { replaceGrown } from './replace-grown.ts';
import { replaceMaximumLikelihood } from './replace-maximum-likelihood.ts';
import { replaceUnbiased } from './replace-unbiased.ts';
import { replayedRealData } from './replayed-real-data.ts';
import { samplingBias } from './sampling-bias.ts';
import { samplingError } from './sampling-error.ts';
import { strongCollapse } from './strong-collapse.ts';
import { sumOfSquaresLaw } from './sum-of-squares.ts';
import { superlinearSchedule } from './superlinear-schedule.ts';
import { symbolSurvivalClaim } from './symbol-survival.ts';
import { tailCurve } from './tail-curve.ts';
import { tailGenerations } from './tail-generations.ts';
import { tailScaling } from './tail-scaling.ts';
import { verificationThreshold } from './verification-threshold.ts';
import { w2Divergence } from './w2-divergence.ts';
import { w2Risk } from './w2-risk.ts';
import { zipfSurvival } from './zipf-survival.ts';

export const claims: readonly Claim[] = [
  conservation,
  replaceMaximumLikelihood,
  replaceUnbiased,
  w2Risk,
  w2Divergence,
  almostSureCollapse,
  superlinearSchedule,
  meanStandardDeviation,
  tailCurve,
  accumulateLimit,
  accumulateSubsample,
  regressionReplace,
  regressionAccumulate,
  logisticAugment,
  fixation,
  sumOfSquaresLaw,
  collapseTimeClaim,
  symbolSurvivalClaim,
  poissonExtinction,
  zipfSurvival,
  kernelSpreading,
  kernelLikelihood,
  mixtureCollapse,
  mixtureSampleSize,
  freshShare,
  samplingBias,
  goldenRatio,
  tailScaling,
  tailGenerations,
  strongCollapse,
  verificationThreshold,
  autoencoderSpread,
  languageAccumulate,
  languageTemperature,
  languageOwnText,
  realAgainstSynthetic,
  higherDimension,
  oneStepLoss,
  fixationBoundsClaim,
  nonSmoothFamily,
  empiricalDistribution,
  effectiveSampleSize,
  piSquaredOverSix,
  cutByGenerator,
  regressionGenerations,
  replaceGrown,
  replayedRealData,
  samplingError,
  accumulateKeepsSymbols,
  regressionSubsample,
  autoencoderAccumulate,
  autoencoderTails,
  languageRepetition,
  languageSurvival,
];
