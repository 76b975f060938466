/** The thresholds of the collapse profile. Every one is a choice: papers give words, not numbers. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { ScalingPoint } from './scaling-law.ts';

export interface ProfileMetrics {
  readonly risk: string;
  readonly diversity: string;
  readonly modes: string;
  readonly tails: string;
  readonly outside: string;
}

export interface ProfileThresholds {
  /** Greatest probability that any of the eight verdicts is wrong (0.05); each has an eighth of it. */
  readonly falseAlarms: number;
  /** 1: mean risk at T above this multiple of that at t = 0 is catastrophic (10). */
  readonly catastrophic: number;
  /** 2: an increase by less than this share of the risk at t = 0 counts as none (0.05). */
  readonly margin: number;
  /** 3: risk that grows more slowly than (t + 1) to this power is not diverging (0.1). */
  readonly growth: number;
  /** 4 and 7: lost below this share of what p_0 has (0.05). */
  readonly share: number;
  /** 1, 4, 6, 7, 8: did not happen only if as things go at the end it would not within this many times T (10). */
  readonly reach: number;
  /** 5: the exponents of risk against size at t = 0 and at T differ by more than this (0.1). */
  readonly slope: number;
  /** 6 and 8: a lineage has hallucinated, or entangled its modes, with more than this share of its mass (0.05; 0.5). */
  readonly outside: number;
  readonly between: number;
}

export interface ProfileOptions extends Partial<ProfileThresholds> {
  /** Metrics to use in place of those that the profile finds. */
  readonly metrics?: Partial<ProfileMetrics>;
  /** The same setting at several sample sizes, this one included: without them 5 cannot be told. */
  readonly scaling?: readonly ScalingPoint[];
}

export const defaultThresholds: ProfileThresholds = Object.freeze({
  falseAlarms: 0.05,
  catastrophic: 10,
  margin: 0.05,
  growth: 0.1,
  share: 0.05,
  reach: 10,
  slope: 0.1,
  outside: 0.05,
  between: 0.5,
});

const domains: Readonly<Record<keyof ProfileThresholds, readonly [low: number, high: number]>> = {
  falseAlarms: [0, 1],
  catastrophic: [1, Number.POSITIVE_INFINITY],
  margin: [0, Number.POSITIVE_INFINITY],
  growth: [0, Number.POSITIVE_INFINITY],
  share: [0, 1],
  reach: [1, Number.POSITIVE_INFINITY],
  slope: [0, Number.POSITIVE_INFINITY],
  outside: [0, 1],
  between: [0, 1],
};

/** @throws InvalidArgumentError for a threshold outside its domain */
export function thresholdsOf(options: ProfileOptions): ProfileThresholds {
  const names = Object.keys(defaultThresholds) as (keyof ProfileThresholds)[];
  return Object.fromEntries(
    names.map((name) => {
      const value = options[name] ?? defaultThresholds[name];
      const [low, high] = domains[name];
      if (value > low && value < high) return [name, value];
      const expected =
        high === Number.POSITIVE_INFINITY ? `a number above ${low}` : `a number between ${low} and ${high}`;
      throw new InvalidArgumentError({ argument: `options.${name}`, got: value, expected });
    }),
  ) as unknown as ProfileThresholds;
}
