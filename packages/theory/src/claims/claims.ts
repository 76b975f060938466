/** All claims, by number. */

import { accumulateKeepsSymbols } from './accumulate-keeps-symbols.ts';
import { accumulateLimit } from './accumulate-limit.ts';
import { accumulateSubsample } from './accumulate-subsample.ts';
import { almostSureCollapse } from './almost-sure-collapse.ts';
import type { Claim } from './claim.ts';
import { collapseTimeClaim } from './collapse-time.ts';
import { conservation } from './conservation.ts';
import { empiricalDistribution } from './empirical-distribution.ts';
import { fixation } from './fixation.ts';
import { fixationBoundsClaim } from './fixation-bounds.ts';
import { freshShare } from './fresh-share.ts';
import { higherDimension } from './higher-dimension.ts';
import { meanStandardDeviation } from './mean-standard-deviation.ts';
import { oneStepLoss } from './one-step-loss.ts';
import { piSquaredOverSix } from './pi-squared-over-six.ts';
import { poissonExtinction } from './poisson-extinction.ts';
import { realAgainstSynthetic } from './real-against-synthetic.ts';
import { replaceGrown } from './replace-grown.ts';
import { replaceMaximumLikelihood } from './replace-maximum-likelihood.ts';
import { replaceUnbiased } from './replace-unbiased.ts';
import { replayedRealData } from './replayed-real-data.ts';
import { samplingBias } from './sampling-bias.ts';
import { samplingError } from './sampling-error.ts';
import { sumOfSquaresLaw } from './sum-of-squares.ts';
import { superlinearSchedule } from './superlinear-schedule.ts';
import { symbolSurvivalClaim } from './symbol-survival.ts';
import { tailCurve } from './tail-curve.ts';
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
  fixation,
  sumOfSquaresLaw,
  collapseTimeClaim,
  symbolSurvivalClaim,
  poissonExtinction,
  zipfSurvival,
  freshShare,
  samplingBias,
  realAgainstSynthetic,
  higherDimension,
  oneStepLoss,
  fixationBoundsClaim,
  empiricalDistribution,
  piSquaredOverSix,
  replaceGrown,
  replayedRealData,
  samplingError,
  accumulateKeepsSymbols,
];
