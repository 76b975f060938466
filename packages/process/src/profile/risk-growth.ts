/**
 * How the mean risk grows at the end of a run: the power b of mean risk ∝ (t + 1)^b over the last doubling of t, and over the
 * one before. Limits by leaving out whole lineages (jackknife), since the generations of one are not independent.
 */
import { log } from '@collapse-lab/math';
import type { Series } from '../run/series.ts';
import { leastSquaresSlope } from './least-squares.ts';
import { jackknifeLimits, type MeanLimits, meanLimits } from './limits.ts';
import { tooFew } from './lineages-needed.ts';

/** Share of the power of the doubling before that lasting growth keeps at least. */
const keeps = 0.9;

export interface Growth {
  /** Power in the last doubling. */
  readonly last: MeanLimits;
  /** last − 0.9 · that of the doubling before. */
  readonly lasting: MeanLimits;
  /** last − that of the doubling before. */
  readonly rise: MeanLimits;
  /** last / before. */
  readonly ratio: number;
}

/** Indices of the recorded generations in the last doubling of t + 1 and in the one before; the middle one is in both. */
export function doublings(t: readonly number[]): number[][] {
  const fits = t[t.length - 1] + 1;
  const middle = nearest(t, fits / 2);
  const start = nearest(t, fits / 4);
  return [range(start, middle), range(middle, t.length - 1)];
}

function nearest(t: readonly number[], fits: number): number {
  let best = 0;
  for (let i = 1; i < t.length; i++) if (Math.abs(t[i] + 1 - fits) < Math.abs(t[best] + 1 - fits)) best = i;
  return best;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Limits of the mean risk in one generation. */
export function meanRiskAt(risk: readonly Series[], j: number, error: number): MeanLimits {
  return meanLimits(
    risk.map(({ value }) => value[j]),
    error,
  );
}

/**
 * @param risk three lineages or more, recorded at the same generations, finite, two or more in each doubling
 * @returns undefined where a mean risk is not positive
 */
export function growthOf(risk: readonly Series[], error: number): Growth | undefined {
  const { t } = risk[0];
  const n = risk.length;
  const windows = doublings(t);
  const sums = t.map((_, j) => risk.reduce((sum, { value }) => sum + value[j], 0));
  const x = t.map((each) => log(each + 1));
  const slopesWithout = (i: number | undefined): readonly [before: number, last: number] => {
    const y = (j: number): number =>
      i === undefined ? log(sums[j] / n) : log((sums[j] - risk[i].value[j]) / (n - 1));
    return [slope(x, y, windows[0]), slope(x, y, windows[1])];
  };
  const [before, last] = slopesWithout(undefined);
  const leftOut = risk.map((_, i) => slopesWithout(i));
  if (![...leftOut.flat(), before, last].every(Number.isFinite)) return undefined;
  return {
    last: jackknifeLimits(
      last,
      leftOut.map((each) => each[1]),
      error,
    ),
    lasting: jackknifeLimits(
      last - keeps * before,
      leftOut.map((each) => each[1] - keeps * each[0]),
      error,
    ),
    rise: jackknifeLimits(
      last - before,
      leftOut.map((each) => each[1] - each[0]),
      error,
    ),
    ratio: last / before,
  };
}

function slope(x: readonly number[], y: (j: number) => number, window: readonly number[]): number {
  return leastSquaresSlope(
    window.map((j) => x[j]),
    window.map(y),
  );
}

/** Why growth cannot be measured on these lineages; undefined where it can. */
export function whyNoGrowth(
  risk: readonly Series[],
): { reason: string; generationsNeeded?: number } | undefined {
  const { t } = risk[0];
  const end = t[t.length - 1];
  if (end < fewest)
    return { reason: `Growth is judged over two doublings of t, and T = ${end}.`, generationsNeeded: fewest };
  if (risk.length < 3) return { reason: tooFew(risk.length) };
  if (doublings(t).some((window) => window.length < 2))
    return { reason: 'Too few generations were recorded in the last two doublings of t.' };
  if (!risk.every(({ t: own, value }) => own.length === t.length && value.every(Number.isFinite)))
    return { reason: 'The risk is not a finite number throughout.' };
  return undefined;
}

/** Fewest generations that have two doublings worth the name. */
const fewest = 8;
