/** The value axis of a metric: logarithmic or linear, its domain and a handful of readable ticks. */
import { isShare } from '../data/shares.ts';
import { formatTick, superscript } from '../text/number.ts';

export interface ValueScale {
  readonly type: 'log' | 'linear';
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly tickFormat: (value: number) => string;
  /** Into the domain: what lies outside is drawn on the edge. NaN stays NaN. */
  clamp(value: number): number;
  /** The pixel of a value between those of the domain's ends. */
  position(value: number, atLow: number, atHigh: number): number;
  /** Sentences for the caption: what is drawn on an edge. */
  readonly notes: readonly string[];
}

/** Metrics that are logarithms, shares or probabilities stay linear, whatever their range. */
const linearNames =
  /^log|share|totalVariation|hellinger|^distinct|^surviving|^repetition|coverage|ratio$|above\d|constructionsAlive/i;

/** Ratio of typical values from which a log axis shows more than a linear one. */
const logRatio = 30;

/** A log axis goes this far below its lines for the sake of bands. */
const mostBelow = 100;
/** A share axis goes up to this at least: what theory puts at 10⁻¹⁸ is nothing. */
const leastShare = 0.1;
/** Masses of tails: what happens once in 10⁹ samples is not seen, and they fall like exp(−1/σ²). */
const leastMass = 1e-9;

/**
 * @param typical the lines of the ensemble (medians, means): they decide the type, and how far down a log axis goes.
 * @param extremes the ends of bands: they widen the domain.
 * @param logMetrics metrics for which the experiment asks for a log axis.
 * @param predicted lines of theory: they widen the domain, to where the ensemble goes.
 */
export function valueScale(
  metric: string,
  typical: readonly number[],
  extremes: readonly number[],
  logMetrics: readonly string[] = [],
  predicted: readonly number[] = [],
): ValueScale {
  const lines = typical.filter(Number.isFinite);
  const ends = extremes.filter(Number.isFinite);
  const theory = predicted.filter(Number.isFinite);
  if (isShare(metric)) return linearScale([0, leastShare, ...lines, ...ends, ...theory]);
  const asked = logMetrics.includes(metric) && lines.some((value) => value > 0);
  return asked || prefersLog(metric, lines)
    ? logScale(lines, ends, theory, /tailMass/i.test(metric) ? leastMass : 0)
    : linearScale([...lines, ...ends, ...theory]);
}

function prefersLog(metric: string, lines: readonly number[]): boolean {
  if (linearNames.test(metric) || lines.some((value) => value < 0)) return false;
  const positive = lines.filter((value) => value > 0);
  if (positive.length < lines.length / 2) return false;
  return Math.max(...positive) > logRatio * Math.min(...positive);
}

function logScale(
  lines: readonly number[],
  ends: readonly number[],
  theory: readonly number[],
  least: number,
): ValueScale {
  const positive = [...lines, ...ends, ...theory].filter((value) => value > 0);
  const floor = Math.max(least, Math.min(...lines.filter((value) => value > 0)) / mostBelow);
  const low = Math.max(floor, Math.min(...positive)) / 1.15;
  const high = Math.max(...positive, 2 * floor) * 1.15;
  const ticks = logTicks(low, high);
  return {
    ...common('log', [low, high], ticks),
    tickFormat: ticks.some((tick) => tick < 1e-3 || tick >= 1e5) ? powerTick : formatTick,
    position: (value, atLow, atHigh) =>
      atLow + ((atHigh - atLow) * Math.log(value / low)) / Math.log(high / low),
    notes: edgeNotes([...lines, ...theory], ends, low),
  };
}

function edgeNotes(lines: readonly number[], ends: readonly number[], low: number): string[] {
  const below = lines.filter((value) => value < low);
  const zeros = below.length > 0 && below.every((value) => value === 0);
  return [
    ...(zeros ? ['Values of zero are drawn on the lower edge of the log axis.'] : []),
    ...(below.length > 0 && !zeros ? ['Values below the log axis are drawn on its lower edge.'] : []),
    ...(ends.some((value) => value < low && !lines.includes(value))
      ? ['Bands are cut off at the lower edge where they go below it.']
      : []),
  ];
}

/** Powers of ten throughout, so that 0.01 does not stand beside 10⁻⁴. */
function powerTick(value: number): string {
  if (value === 1 || value === 10) return String(value);
  const exponent = Math.round(Math.log10(value));
  return Math.abs(value / Number(`1e${exponent}`) - 1) < 1e-9
    ? `10${superscript(exponent)}`
    : formatTick(value);
}

function linearScale(values: readonly number[]): ValueScale {
  const { low, high } = padded(Math.min(...values), Math.max(...values));
  return {
    ...common('linear', [low, high], linearTicks(low, high, 5)),
    position: (value, atLow, atHigh) => atLow + ((atHigh - atLow) * (value - low)) / (high - low),
    notes: [],
  };
}

function common(type: 'log' | 'linear', domain: readonly [number, number], ticks: readonly number[]) {
  const clamp = (value: number): number => Math.min(domain[1], Math.max(domain[0], value));
  return { type, domain, ticks, tickFormat: formatTick, clamp };
}

const decadeSteps = [1, 2, 3, 5, 10, 20, 50, 100];

/** Decades, every k-th where there are many; 1, 2, 5 (or 1, 3) within where there are few. */
export function logTicks(low: number, high: number, most = 7): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const decades = last - first + 1;
  const within = decades >= 4 ? [1] : decades >= 2 ? [1, 3] : [1, 2, 5];
  const step = decadeSteps.find((each) => decades / each <= most) ?? Math.ceil(decades / most);
  const ticks: number[] = [];
  for (let exponent = first - 1; exponent <= last; exponent++) {
    if (step > 1 && exponent % step !== 0) continue;
    for (const factor of within) ticks.push(Number(`${factor}e${exponent}`));
  }
  const inside = ticks.filter((tick) => tick >= low && tick <= high);
  if (inside.length >= 2) return inside;
  const linear = linearTicks(low, high, 5);
  return linear.length > 0 ? linear : inside;
}

/** A little air; down to zero where the values come near it, since ratios are then read off heights. */
function padded(least: number, most: number): { low: number; high: number } {
  if (!(least <= most)) return { low: 0, high: 1 };
  const size = Math.max(Math.abs(least), Math.abs(most));
  // Numbers too small to have digits are zeros to a reader, and so is their axis.
  if (size < 10 * smallestNumber) return { low: 0, high: 1 };
  const span = most - least > 1e-9 * size ? most - least : size || 1;
  const fromZero = least >= 0 && least < 0.6 * most;
  const toZero = most <= 0 && most > 0.6 * least;
  return {
    low: fromZero ? 0 : least - 0.05 * span,
    high: toZero ? 0 : most + 0.05 * span,
  };
}

/** Relative to the values: below, an axis shows rounding errors, and multiples of the step are no longer exact. */
const smallestStep = 1e-12;
/** Below, numbers lose their digits one by one. */
const smallestNumber = 1e-300;

/** Multiples of 1, 2 or 5 times a power of ten; none where the ends are equal but for rounding. */
export function linearTicks(low: number, high: number, about: number): number[] {
  const raw = (high - low) / about;
  if (!(raw > Math.max(smallestStep * Math.max(Math.abs(low), Math.abs(high)), smallestNumber))) return [];
  const power = Number(`1e${Math.floor(Math.log10(raw))}`);
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw * 0.8) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
