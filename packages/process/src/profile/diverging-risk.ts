/**
 * Definition 3: does the mean risk grow without bound? A finite run cannot show it without a model. The model: over its last
 * two doublings the mean risk is C (t + 1)^b, so log risk against log(t + 1) has slope b in both. Risk diverges if b is above
 * a stated power in the last doubling and is not falling (at least 0.9 of what it was in the doubling before); it does not
 * if b is below that power. Growth that is still there but slows down is what both a bounded risk and a slowly
 * diverging one look like: it cannot be told.
 */
import { log, pow } from '@collapse-lab/math';
import type { Series } from '../run/series.ts';
import { leastSquaresSlope } from './least-squares.ts';
import { jackknifeLimits, type MeanLimits, meanLimits, restsOnFew } from './limits.ts';
import { lineagesForMean } from './lineages-needed.ts';
import type { ProfileThresholds } from './profile-options.ts';
import { short } from './risk-increase.ts';
import type { Finding } from './verdict.ts';

/** Share of the slope of the doubling before that lasting growth keeps at least. */
const keeps = 0.9;
/** Fewest generations that have two doublings worth the name. */
const fewest = 8;

/** Metrics that cannot exceed a bound by their definition. */
const bounds: Readonly<Record<string, number>> = { totalVariation: 1, hellinger: 1 };

interface Growth {
  /** Slopes of log mean risk against log(t + 1), in the last doubling and in the one before. */
  readonly last: MeanLimits;
  /** last − keeps · before. */
  readonly lasting: MeanLimits;
  /** last / before. */
  readonly ratio: number;
}

export function divergingRisk(
  risk: readonly Series[],
  { growth: power }: ProfileThresholds,
  error: number,
): Finding {
  const { metric, t } = risk[0];
  const end = t[t.length - 1];
  const unknown = (reason: string, more: Partial<Finding> = {}): Finding => ({
    verdict: 'cannot be told',
    metric,
    reason,
    ...more,
  });
  const infinite = risk.filter(({ value }) => value[value.length - 1] === Number.POSITIVE_INFINITY).length;
  if (infinite > 0)
    return {
      verdict: 'happened',
      metric,
      reason: `The risk is infinite at t = ${end} in ${infinite} of ${risk.length} lineages.`,
    };
  if (bounds[metric] !== undefined)
    return { verdict: 'did not happen', metric, reason: `${metric} is bounded by ${bounds[metric]}.` };
  if (end < fewest)
    return unknown(`Growth is judged over two doublings of t, and T = ${end}.`, {
      generationsNeeded: fewest,
    });
  if (risk.length < 3)
    return unknown('Too few lineages have too little spread to test with.', { lineagesNeeded: 8 });
  const windows = windowsOf(t);
  if (windows.some((window) => window.length < 2))
    return unknown('Too few generations were recorded in the last two doublings of t.');
  if (!risk.every(({ t: own, value }) => own.length === t.length && value.every(Number.isFinite)))
    return unknown('The risk is not a finite number throughout.');
  const few = windows.map((window) => tailOf(risk, window[window.length - 1], error)).find(restsOnFew);
  if (few !== undefined)
    return unknown('The mean risk rests on a few lineages.', {
      lineagesNeeded: Math.ceil(4 * few.skewness * few.skewness) + 1,
    });
  const growth = growthOf(risk, windows, error);
  if (growth === undefined)
    return unknown('The mean risk is not positive throughout, so it has no logarithm.');
  return {
    metric,
    quantity: 'b in mean risk ∝ (t + 1)^b over the last doubling',
    estimate: growth.last.estimate,
    low: growth.last.low,
    high: growth.last.high,
    threshold: power,
    ...judge(growth, power, end, error),
  };
}

function judge({ last, lasting, ratio }: Growth, power: number, end: number, error: number): Finding {
  const b = `The mean risk grows like (t + 1)^${short(last.estimate)} over the last doubling of t`;
  if (last.high < power) return { verdict: 'did not happen', reason: `${b}, less than the power ${power}.` };
  if (last.low > power && lasting.low > 0)
    return { verdict: 'happened', reason: `${b}, and the power does not fall.` };
  if (last.low > power && lasting.high < 0)
    return {
      verdict: 'cannot be told',
      reason: `${b}, but the power falls: to ${short(ratio)} of that of the doubling before.`,
      ...longer(last.estimate, ratio, power, end),
    };
  const reason = `${b}; these lineages do not tell whether that lasts.`;
  if (last.low > power && lasting.estimate <= 0)
    return { verdict: 'cannot be told', reason, ...longer(last.estimate, ratio, power, end) };
  const needed = last.low > power ? lineagesForMean(lasting, 0, error) : lineagesForMean(last, power, error);
  return { verdict: 'cannot be told', reason, ...(needed !== undefined && { lineagesNeeded: needed }) };
}

/** When the power, falling by the same factor in every doubling, is half the least that counts. */
function longer(slope: number, ratio: number, power: number, end: number): Partial<Finding> {
  if (!(ratio > 0 && ratio < 1)) return {};
  const doublings = Math.ceil(log(slope / (power / 2)) / -log(ratio));
  return doublings <= 40 ? { generationsNeeded: Math.ceil(end * pow(2, doublings)) } : {};
}

/** Indices of the recorded generations in the last doubling of t + 1 and in the one before; the middle one is in both. */
function windowsOf(t: readonly number[]): number[][] {
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

/** The risks of all lineages in one generation. */
function tailOf(risk: readonly Series[], j: number, error: number): MeanLimits {
  return meanLimits(
    risk.map(({ value }) => value[j]),
    error,
  );
}

function growthOf(risk: readonly Series[], windows: readonly number[][], error: number): Growth | undefined {
  const { t } = risk[0];
  const n = risk.length;
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
    ratio: last / before,
  };
}

function slope(x: readonly number[], y: (j: number) => number, window: readonly number[]): number {
  return leastSquaresSlope(
    window.map((j) => x[j]),
    window.map(y),
  );
}
