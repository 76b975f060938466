/** Which metric plays the population risk: the same for every setting of an experiment wherever one can, so that verdicts compare. */

import { observers } from '../observer/registry.ts';
import type { Series } from '../run/series.ts';
import { seriesOf } from './early-late.ts';

/**
 * Distances and losses of a model against p_0, zero at best, the best first. Not `negativeLogLikelihood`: in another unit of the
 * data it is another by a constant, and may be negative, so that no multiple of it means anything.
 */
export const riskMetrics: readonly string[] = Object.freeze([
  'testError',
  'squaredW2',
  'klFromReal',
  'klPerToken',
  'squaredL2ToReal',
  'totalVariation',
  'memoriserError',
  'rateError',
  'meanError',
  'misclassification',
]);

/** Further ones: taken where they are asked for. */
const otherRisks: readonly string[] = [
  'klToReal',
  'kl',
  'w1',
  'hellinger',
  'meanDistance',
  'standardDeviationError',
  'weightError',
  'lostSupport',
  'exactLostSupport',
];

/** What a metric cannot exceed by its definition. */
const bounds: Readonly<Record<string, number>> = {
  totalVariation: 1,
  hellinger: 1,
  memoriserError: 1,
  misclassification: 1,
  lostSupport: 1,
  exactLostSupport: 1,
};

/** Whether less is better and nothing is best. False where a metric is none, or of no observer of ours. */
export function isRisk(metric: string): boolean {
  return riskMetrics.includes(metric) || otherRisks.includes(metric);
}

/** A metric of which it is known that it is no risk; of one that is not ours nothing is known. */
export function isNoRisk(metric: string): boolean {
  return !isRisk(metric) && Object.values(observers).some(({ metrics }) => Object.hasOwn(metrics, metric));
}

/** The risks among these metrics, the best first, with `misclassification` where `accuracy` is one of them. */
export function risksAmong(metrics: readonly string[]): string[] {
  const known = new Set(metrics.includes('accuracy') ? [...metrics, 'misclassification'] : metrics);
  return [...riskMetrics, ...otherRisks].filter((metric) => known.has(metric));
}

/** The series, and the risk that is recorded as its complement: `misclassification` = 1 − `accuracy`. */
export function withDerivedRisks(series: readonly Series[]): readonly Series[] {
  const accuracy = seriesOf(series, 'accuracy');
  if (accuracy === undefined || seriesOf(series, 'misclassification') !== undefined) return series;
  const value = accuracy.value.map((each) => 1 - each);
  return [...series, { metric: 'misclassification', t: accuracy.t, value }];
}

export function boundOf(metric: string): number | undefined {
  return Object.hasOwn(bounds, metric) ? bounds[metric] : undefined;
}

type Lineages = readonly (readonly Series[])[];

/**
 * The risk of each setting; undefined where none was recorded. It is the first that all settings recorded and that is
 * finite at t = 0 in at least half of them (a setting's is, if it is in at least half of its lineages). Where the settings have no
 * such risk in common, those that recorded the same risks share one.
 */
export function commonRisk(settings: readonly Lineages[]): (string | undefined)[] {
  const shared = bestOf(settings);
  if (shared !== undefined) return settings.map(() => shared);
  const recorded = settings.map((lineages) => recordedBy(lineages).join());
  return recorded.map((name) => {
    const alike = settings.filter((_, i) => recorded[i] === name);
    return bestOf(alike) ?? recordedBy(alike[0])[0];
  });
}

function bestOf(settings: readonly Lineages[]): string | undefined {
  return riskMetrics.find(
    (metric) =>
      settings.every((lineages) => isRecorded(lineages, metric)) &&
      2 * settings.filter((lineages) => isFiniteAtFirst(lineages, metric)).length >= settings.length,
  );
}

function recordedBy(lineages: Lineages): string[] {
  return riskMetrics.filter((metric) => isRecorded(lineages, metric));
}

function isRecorded(lineages: Lineages, metric: string): boolean {
  return lineages.every((series) => seriesOf(series, metric) !== undefined);
}

function isFiniteAtFirst(lineages: Lineages, metric: string): boolean {
  const finite = lineages.filter((series) => Number.isFinite(seriesOf(series, metric)!.value[0]));
  return 2 * finite.length >= lineages.length;
}
