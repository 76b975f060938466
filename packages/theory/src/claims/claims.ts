/** All claims, by number. */
import { accumulateLimit } from './accumulate-limit.ts';
import { almostSureCollapse } from './almost-sure-collapse.ts';
import type { Claim } from './claim.ts';
import { collapseTimeClaim } from './collapse-time.ts';
import { conservation } from './conservation.ts';
import { fixation } from './fixation.ts';
import { freshShare } from './fresh-share.ts';
import { meanStandardDeviation } from './mean-standard-deviation.ts';
import { replaceMaximumLikelihood } from './replace-maximum-likelihood.ts';
import { replaceUnbiased } from './replace-unbiased.ts';
import { samplingBias } from './sampling-bias.ts';
import { sumOfSquaresLaw } from './sum-of-squares.ts';
import { superlinearSchedule } from './superlinear-schedule.ts';
import { w2Divergence } from './w2-divergence.ts';
import { w2Risk } from './w2-risk.ts';

export const claims: readonly Claim[] = [
  conservation,
  replaceMaximumLikelihood,
  replaceUnbiased,
  w2Risk,
  w2Divergence,
  almostSureCollapse,
  superlinearSchedule,
  meanStandardDeviation,
  accumulateLimit,
  fixation,
  sumOfSquaresLaw,
  collapseTimeClaim,
  freshShare,
  samplingBias,
];
