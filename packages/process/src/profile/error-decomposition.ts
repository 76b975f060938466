/**
 * What each source of error adds to a distance. The errors are switched on in every combination (a factorial of 2^k settings),
 * and the distance with all of them, less that with none, is shared out among the sources by the Shapley value: the
 * mean, over all orders of switching errors on, of what a source adds when its turn comes. Of all ways to share, it is the one
 * that adds up to the total, treats sources alike that act alike, and gives nothing to one that never acts (Shapley 1953);
 * the contrasts of a factorial design do not add up. Interactions are Harsanyi's dividends: what a set of errors does together
 * beyond all that its subsets do. A dividend of one source is the error that it makes alone; the Shapley value shares every
 * dividend equally. All are linear in the distances, so they are taken lineage by lineage, paired by seed, and their limits are
 * those of means.
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import { meanLimits } from './limits.ts';

/** A mean over lineages with its confidence limits (NaN where there is one lineage). */
export interface EffectPoint {
  readonly t: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface Effect {
  /** One source: the error it makes alone. Several: what they do together beyond all that their subsets do. */
  readonly sources: readonly string[];
  readonly points: readonly EffectPoint[];
  /** From the first generation to the last: none for an error that acts at the first only. */
  readonly change: Omit<EffectPoint, 't'>;
}

export interface Contribution {
  readonly source: string;
  /** Shapley value by generation; over all sources they add up to `all` − `none`. */
  readonly points: readonly EffectPoint[];
}

export interface ErrorDecomposition {
  readonly lineages: number;
  /** Confidence of the limits. */
  readonly level: number;
  /** The distance without any of the errors, and with all of them. */
  readonly none: readonly EffectPoint[];
  readonly all: readonly EffectPoint[];
  /** In the order of the sources. */
  readonly contributions: readonly Contribution[];
  /** Every non-empty set of sources, small sets first. */
  readonly effects: readonly Effect[];
}

export interface FactorialRequest {
  /** k names, 1 ≤ k ≤ 8. */
  readonly sources: readonly string[];
  /** Recorded generations. */
  readonly t: readonly number[];
  /**
   * distances[mask][i][j]: 2^k settings, bit b of `mask` set where the error of source b is made; lineage i, the same seed in all
   * settings; generation t[j].
   */
  readonly distances: readonly (readonly ArrayLike<number>[])[];
  /** Confidence of the limits of each number (0.95). */
  readonly level?: number;
}

/** @throws InvalidArgumentError when the shapes do not fit, or a distance is not finite */
export function decomposeErrors(request: FactorialRequest): ErrorDecomposition {
  const { sources, t, distances, level = 0.95 } = request;
  checkShapes(request, level);
  const masks = distances.length;
  const lineages = distances[0].length;
  const points = (weights: Float64Array): EffectPoint[] =>
    t.map((each, j) => ({ t: each, ...limitsOf(combine(distances, weights, j), level) }));
  const unit = (mask: number): Float64Array =>
    Float64Array.from({ length: masks }, (_, i) => (i === mask ? 1 : 0));
  const sets = Array.from({ length: masks - 1 }, (_, i) => i + 1).sort((a, b) => size(a) - size(b) || a - b);
  return {
    lineages,
    level,
    none: points(unit(0)),
    all: points(unit(masks - 1)),
    contributions: sources.map((source, b) => ({
      source,
      points: points(shapleyWeights(b, sources.length)),
    })),
    effects: sets.map((mask) => {
      const weights = dividendWeights(mask, masks);
      const [first, last] = [0, t.length - 1].map((j) => combine(distances, weights, j));
      return {
        sources: sources.filter((_, b) => (mask & (1 << b)) !== 0),
        points: points(weights),
        change: limitsOf(
          last.map((value, i) => value - first[i]),
          level,
        ),
      };
    }),
  };
}

/** Σ_mask weight · distance, lineage by lineage. */
function combine(distances: FactorialRequest['distances'], weights: Float64Array, j: number): Float64Array {
  const result = new Float64Array(distances[0].length);
  for (let mask = 0; mask < weights.length; mask++) {
    if (weights[mask] === 0) continue;
    for (let i = 0; i < result.length; i++) result[i] += weights[mask] * distances[mask][i][j];
  }
  return result;
}

/** The weight of each setting in the Shapley value of source b: ±(s! (k − 1 − s)!)/k!, s the number of other errors made. */
function shapleyWeights(b: number, k: number): Float64Array {
  return Float64Array.from({ length: 1 << k }, (_, mask) => {
    const others = size(mask & ~(1 << b));
    const weight = (factorial(others) * factorial(k - 1 - others)) / factorial(k);
    return (mask & (1 << b)) !== 0 ? weight : -weight;
  });
}

/** Möbius inversion: (−1)^(|S| − |T|) for the subsets T of S. */
function dividendWeights(set: number, masks: number): Float64Array {
  return Float64Array.from({ length: masks }, (_, mask) => {
    if ((mask & ~set) !== 0) return 0;
    return (size(set) - size(mask)) % 2 === 0 ? 1 : -1;
  });
}

function limitsOf(values: Float64Array, level: number): Omit<EffectPoint, 't'> {
  if (values.length === 1) return { estimate: values[0], low: Number.NaN, high: Number.NaN };
  const { estimate, low, high } = meanLimits(values, (1 - level) / 2);
  return { estimate, low, high };
}

function size(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest >>>= 1) count += rest & 1;
  return count;
}

function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}

function checkShapes({ sources, t, distances }: FactorialRequest, level: number): void {
  const refuse = (argument: string, got: unknown, expected: string): never => {
    throw new InvalidArgumentError({ argument, got, expected });
  };
  if (!(sources.length >= 1 && sources.length <= 8)) refuse('sources', sources, 'one to eight names');
  if (t.length === 0) refuse('t', t, 'one generation or more');
  if (!(level > 0 && level < 1)) refuse('level', level, 'a number between 0 and 1');
  const masks = 1 << sources.length;
  if (distances.length !== masks)
    refuse(
      'distances.length',
      distances.length,
      `${masks}: one setting for each combination of ${sources.length} errors`,
    );
  const lineages = distances[0].length;
  if (lineages === 0) refuse('distances[0]', distances[0], 'one lineage or more');
  distances.forEach((setting, mask) => {
    if (setting.length !== lineages)
      refuse(
        `distances[${mask}].length`,
        setting.length,
        `${lineages} lineages, as many as in every setting`,
      );
    setting.forEach((values, i) => {
      if (values.length !== t.length)
        refuse(`distances[${mask}][${i}].length`, values.length, `${t.length}, as many as generations`);
      const wrong = Array.from(values).find((value) => !Number.isFinite(value));
      if (wrong !== undefined) refuse(`distances[${mask}][${i}]`, wrong, 'finite numbers');
    });
  });
}
