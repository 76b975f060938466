/**
 * Which of the eight definitions of model collapse holds (Schaeffer et al., "Model Collapse Does Not Mean What You Think",
 * 2025): each decided from the records of the lineages of one setting by a stated test, or said to be undecided, with the
 * lineages or generations that would decide it. Confidence limits are one-sided at an eighth of `falseAlarms` on each side,
 * and a verdict needs the limit to be beyond the threshold, so that the probability of any wrong one among the eight is at
 * most `falseAlarms` (as far as the limits of means, which are not exact, hold what they promise). That speaks of chance,
 * not of the future: 3, and a `did not happen` of 1, 4, 6, 7 and 8, also suppose that things go on as at the end.
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Series } from '../run/series.ts';
import { divergingRisk } from './diverging-risk.ts';
import { seriesOf } from './early-late.ts';
import { collapsingDiversity, hallucinated, lastGeneration, lostModes, lostTails } from './lineage-shares.ts';
import {
  type ProfileMetrics,
  type ProfileOptions,
  type ProfileThresholds,
  thresholdsOf,
} from './profile-options.ts';
import type { RealReference } from './real-reference.ts';
import { anyIncrease, catastrophicIncrease } from './risk-increase.ts';
import { commonRisk, isNoRisk, riskMetrics, risksAmong, withDerivedRisks } from './risk-metric.ts';
import { type ScalingPoint, scalingLawChange } from './scaling-law.ts';
import { collapseDefinitions, type DefinitionVerdict, type Finding } from './verdict.ts';

export interface CollapseProfile {
  readonly lineages: number;
  /** T, the last generation recorded. */
  readonly generations: number;
  readonly thresholds: ProfileThresholds;
  /** Eight, in the order of the definitions. */
  readonly verdicts: readonly DefinitionVerdict[];
}

/** Metrics that can play each part, the best first. */
const candidates: Readonly<Record<keyof ProfileMetrics, readonly string[]>> = {
  risk: riskMetrics,
  diversity: ['variance', 'sumOfSquares', 'entropy', 'rate'],
  modes: ['modesAlive', 'supportSize'],
  tails: ['exactTailMass1', 'tailMass1', 'exactTailMass01', 'tailMass01', 'rareShare'],
  outside: ['exactOutsideSupport', 'outsideSupport'],
};

type Part = keyof ProfileMetrics;
type Lineages = readonly (readonly Series[])[];

/** The mass that p_0 has in its own tails; `rareShare` is relative already. */
const tailMasses: Readonly<Record<string, number>> = {
  exactTailMass1: 0.01,
  tailMass1: 0.01,
  exactTailMass01: 0.001,
  tailMass01: 0.001,
};

/**
 * @param recorded the series of each lineage, all with the same metrics at the same generations
 * @param real what is known of p_0 (`realReference`); where nothing is, model 0 of each lineage takes its place
 * @throws InvalidArgumentError when there is no lineage, a metric asked for was not recorded or, as a risk, is none, or a threshold is
 *   outside its domain
 */
export function collapseProfile(
  recorded: Lineages,
  real: RealReference,
  options: ProfileOptions = {},
): CollapseProfile {
  if (recorded.length === 0)
    throw new InvalidArgumentError({ argument: 'lineages', got: recorded, expected: 'one lineage or more' });
  const lineages = recorded.map(withDerivedRisks);
  const thresholds = thresholdsOf(options);
  const error = thresholds.falseAlarms / collapseDefinitions.length;
  const pick = (part: Part): readonly Series[] | undefined => pickSeries(lineages, part, options);
  const findings = [
    ...riskFindings(pick('risk'), lineages, thresholds, error),
    diversityFinding(pick('diversity'), real, thresholds, error),
    scalingFinding(pick('risk'), lineages, options, thresholds, error),
    modesFinding(pick('modes'), lineages, thresholds, error),
    tailsFinding(pick('tails'), thresholds, error),
    outsideFinding(pick('outside'), thresholds, error),
  ];
  return {
    lineages: lineages.length,
    generations: lineages.reduce((latest, series) => Math.max(latest, lastGeneration(series)), 0),
    thresholds,
    verdicts: findings.map((finding, i) => ({
      number: i + 1,
      definition: collapseDefinitions[i],
      ...finding,
    })),
  };
}

/** The profile with definition 5 decided from the same setting at several sizes, the risk at each. */
export function withScaling(profile: CollapseProfile, points: readonly ScalingPoint[]): CollapseProfile {
  const { thresholds, verdicts } = profile;
  const before = verdicts[4];
  const risk = verdicts[0].metric;
  if (risk === undefined) return profile;
  const found = scalingLawChange(points, risk, thresholds, thresholds.falseAlarms / verdicts.length);
  const after = { number: before.number, definition: before.definition, ...found };
  return { ...profile, verdicts: verdicts.map((each) => (each === before ? after : each)) };
}

/** One series per lineage, of the metric asked for or of the first candidate that all of them have. */
function pickSeries(
  lineages: Lineages,
  part: Part,
  { metrics }: Pick<ProfileOptions, 'metrics'>,
): readonly Series[] | undefined {
  const asked = metrics?.[part];
  const recorded = [...new Set(lineages.flatMap((series) => series.map((each) => each.metric)))];
  if (part === 'risk' && asked !== undefined && isNoRisk(asked))
    throw new InvalidArgumentError({
      argument: 'options.metrics.risk',
      got: asked,
      expected: `a risk, which is less for a better model and 0 at best: ${risksAmong(recorded).join(', ') || 'none was recorded'}`,
    });
  const [risk] = part === 'risk' && asked === undefined ? commonRisk([lineages]) : [];
  for (const name of asked !== undefined ? [asked] : risk !== undefined ? [risk] : candidates[part]) {
    const series = lineages.flatMap((each) => seriesOf(each, name) ?? []);
    if (series.length === lineages.length) return series;
  }
  if (asked === undefined) return undefined;
  const expected = `a metric that every lineage recorded: ${recorded.join(', ')}`;
  throw new InvalidArgumentError({ argument: `options.metrics.${part}`, got: asked, expected });
}

function noMetric(what: string, part: Part): Finding {
  return {
    verdict: 'cannot be told',
    reason: `No metric of ${what} was recorded (${candidates[part].join(', ')}).`,
  };
}

/** Says of a likelihood that was recorded why it is none. */
function noRisk(lineages: Lineages): Finding {
  const found = noMetric('population risk', 'risk');
  if (!lineages.every((series) => seriesOf(series, 'negativeLogLikelihood') !== undefined)) return found;
  return {
    ...found,
    reason: `${found.reason} negativeLogLikelihood is none: it shifts with the unit of the data and may be negative, so that no multiple of it means anything.`,
  };
}

function riskFindings(
  risk: readonly Series[] | undefined,
  lineages: Lineages,
  thresholds: ProfileThresholds,
  error: number,
): Finding[] {
  if (risk === undefined) return Array.from({ length: 3 }, () => noRisk(lineages));
  return [
    catastrophicIncrease(risk, thresholds, error),
    anyIncrease(risk, thresholds, error),
    divergingRisk(risk, thresholds, error),
  ];
}

function diversityFinding(
  found: readonly Series[] | undefined,
  real: RealReference,
  thresholds: ProfileThresholds,
  error: number,
): Finding {
  if (found === undefined) return noMetric('spread', 'diversity');
  const { metric } = found[0];
  return collapsingDiversity(
    found.map((series) => relativeSpread(series, real)),
    metric,
    thresholds,
    error,
  );
}

/** 1 − Σ p², the probability that two draws differ, is the spread of symbols. */
function relativeSpread(series: Series, real: RealReference): Series {
  const { metric } = series;
  const spread = metric === 'sumOfSquares' ? (value: number) => 1 - value : (value: number) => value;
  const known =
    metric === 'variance' ? real.variance : metric === 'sumOfSquares' ? real.sumOfSquares : undefined;
  const unit = spread(known ?? series.value[0]);
  return { ...series, value: series.value.map((value) => spread(value) / unit) };
}

function scalingFinding(
  risk: readonly Series[] | undefined,
  lineages: Lineages,
  { scaling }: ProfileOptions,
  thresholds: ProfileThresholds,
  error: number,
): Finding {
  if (risk === undefined) return noRisk(lineages);
  return scalingLawChange(scaling, risk[0].metric, thresholds, error);
}

function modesFinding(
  modes: readonly Series[] | undefined,
  lineages: Lineages,
  thresholds: ProfileThresholds,
  error: number,
): Finding {
  if (modes === undefined) return noMetric('modes', 'modes');
  const between = lineages.map((series) => seriesOf(series, 'betweenModes'));
  return lostModes(modes, between, modes[0].metric, thresholds, error);
}

function tailsFinding(
  tails: readonly Series[] | undefined,
  thresholds: ProfileThresholds,
  error: number,
): Finding {
  if (tails === undefined) return noMetric('tails', 'tails');
  const { metric } = tails[0];
  const own = tailMasses[metric] ?? 1;
  const relative = tails.map((series) => ({ ...series, value: series.value.map((value) => value / own) }));
  return lostTails(relative, metric, thresholds, error);
}

function outsideFinding(
  outside: readonly Series[] | undefined,
  thresholds: ProfileThresholds,
  error: number,
): Finding {
  if (outside === undefined) return noMetric('mass outside the real support', 'outside');
  return hallucinated(outside, outside[0].metric, thresholds, error);
}
