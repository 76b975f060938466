/**
 * Early and late collapse (Shumailov et al., Nature 631, 2024, definition 2.1): first the tails of the distribution are
 * lost, then nearly all of its variance. Each loss is dated, lineage by lineage, by the first recorded generation in
 * which the model has less than a share of what p_0 has.
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Series } from '../run/series.ts';
import { firstTime } from './first-time.ts';
import { kaplanMeier, type SurvivalCurve } from './kaplan-meier.ts';
import type { RealReference } from './real-reference.ts';

export type LossName = 'tails beyond 1 %' | 'tails beyond 0.1 %' | 'variance';

export interface LossOptions {
  /** Lost below this share of what p_0 has. Default: 0.05. */
  readonly share?: number;
  /** Confidence of the limits. Default: 0.95. */
  readonly level?: number;
}

export interface Loss {
  readonly name: LossName;
  /** The metric it was read from. */
  readonly metric: string;
  /** Lost below this value; undefined where it is that share of each lineage's own value at t = 0. */
  readonly threshold: number | undefined;
  readonly curve: SurvivalCurve;
}

/**
 * Times of the three losses over the lineages of one setting, for those of the metrics that were recorded:
 * `exactTailMass1`, else `tailMass1`; `exactTailMass01`, else `tailMass01`; `variance`. A tail mass measured on m samples
 * is below the threshold by chance with probability about exp(−0.01 m), and exp(−0.001 m): take m well above 10⁴ for
 * the latter.
 *
 * @param lineages the series of each lineage
 * @param real where the variance of p_0 is not known, that of model 0 takes its place
 * @throws InvalidArgumentError when there is no lineage, or an option is outside its domain
 */
export function earlyAndLateCollapse(
  lineages: readonly (readonly Series[])[],
  real: RealReference,
  { share = 0.05, level = 0.95 }: LossOptions = {},
): Loss[] {
  if (lineages.length === 0) {
    throw new InvalidArgumentError({ argument: 'lineages', got: lineages, expected: 'one lineage or more' });
  }
  if (!(share > 0 && share < 1)) {
    throw new InvalidArgumentError({ argument: 'share', got: share, expected: 'a number between 0 and 1' });
  }
  const sources: readonly [LossName, readonly string[], number | undefined][] = [
    ['tails beyond 1 %', ['exactTailMass1', 'tailMass1'], 0.01],
    ['tails beyond 0.1 %', ['exactTailMass01', 'tailMass01'], 0.001],
    ['variance', ['variance'], real.variance],
  ];
  return sources.flatMap(([name, candidates, reference]) => {
    const metric = candidates.find((each) =>
      lineages.every((series) => seriesOf(series, each) !== undefined),
    );
    if (metric === undefined) return [];
    const threshold = reference === undefined ? undefined : share * reference;
    const times = lineages.map((each) => {
      const series = seriesOf(each, metric)!;
      const least = threshold ?? share * series.value[0];
      return firstTime(series, (value) => value < least);
    });
    return [{ name, metric, threshold, curve: kaplanMeier(times, level) }];
  });
}

export function seriesOf(series: readonly Series[], metric: string): Series | undefined {
  return series.find((each) => each.metric === metric && each.t.length > 0);
}
