// Hypergeometric variates. By symmetry at most half the urn is drawn and at most half of it is good; then a mean below
// 10 is inverted by sequential search from 0, larger ones use HRUA, ratio of uniforms: Stadlober: "The ratio of
// uniforms approach for generating discrete random variates", J. Comput. Appl. Math. 31 (1990) 181-189. Its acceptance
// test compares f(k)/f(mode) in the saddle-point form, so urns may hold 2^53 balls.

import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import type { Stream } from '../stream/stream.ts';
import { logMass } from './binomial-log-mass.ts';
import { checkCount, isCount, LARGEST_COUNT, refuse } from './check.ts';

/** Means below this are inverted. */
const INVERSION = 10;
/** No mean below 10 gives more good ones than this with a probability that 53 bits could show. */
const FARTHEST = 110;
/** So near the mode the mass ratio is a product of its steps: cheaper than logarithms, and nothing overflows. */
const NEAR = 9;
/** 2 √(2/e) */
const SLOPE = 1.7155277699214135;
/** 3 − 2 √(3/e) */
const OFFSET = 0.8989161620588988;

/**
 * Number of good ones among `draws` balls taken without replacement from an urn of `good` and `bad` ones.
 *
 * @param good integer ≥ 0; so is bad, and good + bad ≤ 2^53
 * @param draws integer in [0, good + bad]
 * @throws InvalidArgumentError when the arguments are not as said
 */
export function hypergeometric(stream: Stream, good: number, bad: number, draws: number): number {
  checkUrn(good, bad, draws);
  return uncheckedHypergeometric(stream, good, bad, draws);
}

export function checkUrn(good: number, bad: number, draws: number): void {
  checkCount('good', good);
  checkCount('bad', bad);
  if (good + bad > LARGEST_COUNT) refuse('good + bad', good + bad, 'at most 2^53');
  if (!isCount(draws) || draws > good + bad) refuse('draws', draws, `an integer in [0, ${good + bad}]`);
}

/** `hypergeometric` without its checks. */
export function uncheckedHypergeometric(stream: Stream, good: number, bad: number, draws: number): number {
  const rest = good + bad - draws;
  return draws <= rest ? fewDraws(stream, good, bad, draws) : good - fewDraws(stream, good, bad, rest);
}

/** draws ≤ (good + bad) / 2 */
function fewDraws(stream: Stream, good: number, bad: number, draws: number): number {
  return good <= bad ? fewGood(stream, good, bad, draws) : draws - fewGood(stream, bad, good, draws);
}

/** draws ≤ (good + bad) / 2 and good ≤ bad */
function fewGood(stream: Stream, good: number, bad: number, draws: number): number {
  if (good === 0 || draws === 0) return 0;
  const mean = draws * (good / (good + bad));
  return mean < INVERSION
    ? inversion(stream, good, bad, draws, mean)
    : ratioOfUniforms(stream, good, bad, draws);
}

function inversion(stream: Stream, good: number, bad: number, draws: number, mean: number): number {
  let u = stream.uniform();
  // The mass at 0 is at least 1 − mean: rare events are decided without computing it.
  if (u < 1 - mean) return 0;
  const first = massAtZero(good, bad, draws);
  const last = Math.min(good, draws, FARTHEST);
  for (; ; u = stream.uniform()) {
    let mass = first;
    for (let k = 0; k <= last; k++) {
      if (u < mass) return k;
      u -= mass;
      mass *= ((good - k) / (k + 1)) * ((draws - k) / (bad - draws + k + 1));
    }
  }
}

/** C(bad, draws) / C(good + bad, draws); symmetric in good and draws. */
function massAtZero(good: number, bad: number, draws: number): number {
  const total = good + bad;
  const few = Math.min(good, draws);
  if (few <= 16) {
    const others = total - Math.max(good, draws);
    let mass = 1;
    for (let i = 0; i < few; i++) mass *= (others - i) / (total - i);
    return mass;
  }
  const p = draws / total;
  const q = 1 - p;
  return exp(logMass(0, good, p, q) + logMass(draws, bad, p, q) - logMass(draws, total, p, q));
}

function ratioOfUniforms(stream: Stream, good: number, bad: number, draws: number): number {
  const total = good + bad;
  const p = draws / total;
  const q = 1 - p;
  const variance = (draws * q * (good / total) * bad) / (total - 1);
  const center = good * p + 0.5;
  const width = SLOPE * Math.sqrt(variance + 0.5) + OFFSET;
  const mode = Math.floor((draws + 1) * ((good + 1) / (total + 2)));
  const last = Math.min(good, draws);
  let atMode = 0;
  for (;;) {
    const u = stream.uniformOpen();
    const k = Math.floor(center + (width * (stream.uniform() - 0.5)) / u);
    if (k < 0 || k > last) continue;
    if (Math.abs(k - mode) <= NEAR) {
      if (u * u <= massRatio(k, mode, good, bad, draws)) return k;
      continue;
    }
    if (atMode === 0) atMode = logMass(mode, good, p, q) + logMass(draws - mode, bad, p, q);
    const ratio = logMass(k, good, p, q) + logMass(draws - k, bad, p, q) - atMode;
    // u² ≤ f(k)/f(mode), after two bounds on 2 log u that spare the logarithm.
    if (u * (4 - u) - 3 <= ratio) return k;
    if (u * (u - ratio) < 1 && 2 * log(u) <= ratio) return k;
  }
}

/** f(k)/f(mode) as the product of its steps. */
function massRatio(k: number, mode: number, good: number, bad: number, draws: number): number {
  const from = Math.min(k, mode);
  const to = Math.max(k, mode);
  let above = 1;
  let below = 1;
  for (let i = from; i < to; i++) {
    above *= (good - i) * (draws - i);
    below *= (i + 1) * (bad - draws + i + 1);
  }
  return k < mode ? below / above : above / below;
}
