/**
 * Two statements of Shumailov et al. (Nature 631, 2024) on the sources of error, as tests: an error of expressivity alone acts at the
 * first generation only, and statistical error vanishes with the sample size. Both are about the distances of lineages that are
 * paired by seed; limits are those of means over lineages, or jackknifed.
 */
import { log } from '@collapse-lab/math';
import { leastSquaresSlope } from './least-squares.ts';
import { jackknifeLimits, type MeanLimits, meanLimits } from './limits.ts';
import { lineagesForMean, tooFew } from './lineages-needed.ts';
import { short } from './risk-increase.ts';

export interface ErrorStatement {
  readonly statement: string;
  readonly verdict: 'holds' | 'does not hold' | 'cannot be told';
  /** One sentence: the estimate with its limits, or what is missing. */
  readonly reason: string;
  /** What was estimated, with its limits, and the threshold that they were compared with. */
  readonly quantity?: string;
  readonly estimate?: number;
  readonly low?: number;
  readonly high?: number;
  readonly threshold?: number;
  /** `cannot be told`: how many lineages would tell in nine cases of ten, if the estimate is the truth. */
  readonly lineagesNeeded?: number;
}

/** distances[i][j]: lineage i, generation t[j]. */
export type Distances = readonly ArrayLike<number>[];

export const expressivityStatement = 'Expressivity alone acts at the first generation only';
export const vanishingStatement = 'Statistical error vanishes with the sample size';

/** A change by less than this share of the error at t = 0 counts as none: that there is none at all, nothing could show. */
const margin = 0.1;
/** A fall more slowly than n to minus this power counts as none. */
const least = 0.1;
/** Over the larger sizes the power is at least this share of that over the smaller ones, or the error levels off. */
const keeps = 0.5;

/**
 * The error that the poor family makes beyond the rich one, a_t, lineage by lineage. It acts at the first generation only if |E a_t − E a_0| <
 * E a_0 / 10 for every t: each is shown by two one-sided tests (both must hold for every t, so none needs a correction); it does not if the
 * change is larger in some generation (corrected for their number, Bonferroni).
 *
 * @param t recorded generations
 * @param without distances with no error, @param made with that of expressivity alone; the same lineages
 * @param level confidence of the limits, both sides together
 */
export function actsAtFirstOnly(
  t: readonly number[],
  without: Distances,
  made: Distances,
  level = 0.95,
): ErrorStatement {
  const statement = expressivityStatement;
  const unknown = (reason: string, lineagesNeeded?: number): ErrorStatement => ({
    statement,
    verdict: 'cannot be told',
    reason,
    ...(lineagesNeeded !== undefined && { lineagesNeeded }),
  });
  if (t[0] !== 0 || t.length < 2) return unknown('It takes t = 0 and a later generation.');
  if (made.length < 3) return unknown(tooFew(made.length));
  const error = (1 - level) / 2;
  const effect = (i: number, j: number): number => made[i][j] - without[i][j];
  const over = (value: (i: number) => number, tail: number): MeanLimits =>
    meanLimits(
      made.map((_, i) => value(i)),
      tail,
    );
  const first = over((i) => effect(i, 0), error);
  const alone = `Alone it makes ${withLimits(first)} at t = 0`;
  if (!(first.low > 0))
    return unknown(`${alone}, which these lineages do not tell from none.`, lineagesForMean(first, 0, error));
  const later = t.slice(1).map((generation, k) => {
    const bounds = (tail: number) => ({
      up: over((i) => effect(i, k + 1) - (1 + margin) * effect(i, 0), tail),
      down: over((i) => effect(i, k + 1) - (1 - margin) * effect(i, 0), tail),
    });
    const each = bounds(error);
    const strict = bounds(error / (t.length - 1));
    return {
      generation,
      change: over((i) => effect(i, k + 1) - effect(i, 0), error),
      within: each.up.high < 0 && each.down.low > 0,
      beyond: strict.up.low > 0 || strict.down.high < 0,
      // On the side that is nearer to the margin.
      nearest: -each.up.estimate < each.down.estimate ? each.up : each.down,
    };
  });
  const largest = later.reduce((a, b) => (Math.abs(b.change.estimate) > Math.abs(a.change.estimate) ? b : a));
  const found = {
    statement,
    quantity: 'largest change of the error of expressivity alone since t = 0',
    estimate: largest.change.estimate,
    low: largest.change.low,
    high: largest.change.high,
    threshold: margin * first.estimate,
  };
  const changed = `${alone}; the largest change after it is ${withLimits(largest.change)} (t = ${largest.generation})`;
  const tenth = `${short(100 * margin)} % of that`;
  if (later.every(({ within }) => within))
    return {
      ...found,
      verdict: 'holds',
      reason: `${changed}, and in every generation it is within ${tenth}.`,
    };
  const beyond = later.find((each) => each.beyond);
  if (beyond !== undefined)
    return {
      ...found,
      verdict: 'does not hold',
      reason: `${changed}; at t = ${beyond.generation} it is beyond ${tenth}.`,
    };
  const needed = later
    .filter(({ within }) => !within)
    .map(({ nearest }) => lineagesForMean(nearest, 0, error) ?? Number.POSITIVE_INFINITY);
  const most = Math.max(...needed);
  return {
    ...found,
    verdict: 'cannot be told',
    reason: `${changed}: not told apart from ${tenth}.`,
    ...(Number.isFinite(most) && { lineagesNeeded: most }),
  };
}

/** The same setting at one sample size, no other error made. */
export interface SizeDistances {
  /** Points that a model is fitted to. */
  readonly size: number;
  /** Of the same lineages at every size. */
  readonly distances: Distances;
}

interface Exponents {
  readonly all: number;
  readonly larger: number;
  /** larger − keeps · smaller. */
  readonly lasting: number;
}

/**
 * The mean distance at the last generation is n^−a over all sizes; it vanishes if over the larger half of the sizes it still falls, with at least half the power of
 * the smaller half: an error with a floor levels off there. The power law beyond the largest size is a supposition.
 *
 * @param generation to which the distances belong, by its index `j` in them
 */
export function vanishesWithSize(
  points: readonly SizeDistances[],
  j: number,
  generation: number,
  level = 0.95,
): ErrorStatement {
  const statement = vanishingStatement;
  const unknown = (reason: string): ErrorStatement => ({ statement, verdict: 'cannot be told', reason });
  const sorted = [...points].sort((a, b) => a.size - b.size);
  const sizes = new Set(sorted.map(({ size }) => size)).size;
  if (sizes < 3)
    return unknown(
      `It takes three sample sizes or more with no other error made, and there ${sizes === 1 ? 'is 1' : `are ${sizes}`}: two have no curvature.`,
    );
  const lineages = sorted[0].distances.length;
  if (lineages < 3) return unknown(tooFew(lineages));
  const whole = exponentsWithout(sorted, j);
  const leftOut = sorted[0].distances.map((_, i) => exponentsWithout(sorted, j, i));
  const finite = [whole, ...leftOut].every(
    ({ all, lasting }) => Number.isFinite(all) && Number.isFinite(lasting),
  );
  if (!finite) return unknown('The mean distance is not positive at every size, so it has no power law.');
  const error = (1 - level) / 2;
  const limits = (part: keyof Exponents): MeanLimits =>
    jackknifeLimits(
      whole[part],
      leftOut.map((each) => each[part]),
      error,
    );
  const [all, larger, lasting] = [limits('all'), limits('larger'), limits('lasting')];
  const falls = larger.high < -least && lasting.high < 0;
  const verdict = falls ? 'holds' : larger.low > -least ? 'does not hold' : 'cannot be told';
  const needed = falls
    ? undefined
    : Math.max(
        ...[lineagesForMean(larger, -least, error), lineagesForMean(lasting, 0, error)].map(
          (each) => each ?? 0,
        ),
      );
  return {
    statement,
    verdict,
    quantity: 'a in mean distance ∝ n^a',
    estimate: all.estimate,
    low: all.low,
    high: all.high,
    threshold: -least,
    reason:
      `At t = ${generation} the mean distance goes like n^a, a = ${withLimits(all)} from ${sorted[0].size} to ` +
      `${sorted[sorted.length - 1].size} points (${sizes} sizes), ${withLimits(larger)} over the larger ones${endings[verdict]}.`,
    ...(verdict === 'cannot be told' && needed !== undefined && needed > 0 && { lineagesNeeded: needed }),
  };
}

const endings = {
  holds: ': it falls as far as these sizes go',
  'does not hold': ': it does not fall',
  'cannot be told': '',
} as const;

function exponentsWithout(sorted: readonly SizeDistances[], j: number, without?: number): Exponents {
  const x = sorted.map(({ size }) => log(size));
  const y = sorted.map(({ distances }) => {
    const kept = distances.filter((_, i) => i !== without);
    return log(kept.reduce((sum, values) => sum + values[j], 0) / kept.length);
  });
  // Both halves hold the size in the middle of the logarithms.
  const centre = (x[0] + x[x.length - 1]) / 2;
  const inner = x.slice(1, -1).map((each) => Math.abs(each - centre));
  const middle = 1 + inner.indexOf(Math.min(...inner));
  const larger = leastSquaresSlope(x.slice(middle), y.slice(middle));
  const smaller = leastSquaresSlope(x.slice(0, middle + 1), y.slice(0, middle + 1));
  return { all: leastSquaresSlope(x, y), larger, lasting: larger - keeps * smaller };
}

function withLimits({ estimate, low, high }: MeanLimits): string {
  return `${short(estimate)} [${short(low)}, ${short(high)}]`;
}
