/** Which metric plays the population risk: the same for every setting of an experiment wherever one can, so that verdicts compare. */
import type { Series } from '../run/series.ts';
import { seriesOf } from './early-late.ts';

/** Distances and losses of a model against p_0, the best first. */
export const riskMetrics: readonly string[] = Object.freeze([
  'testError',
  'squaredW2',
  'klFromReal',
  'squaredL2ToReal',
  'totalVariation',
  'negativeLogLikelihood',
  'memoriserError',
  'rateError',
  'meanError',
]);

/** What a metric cannot exceed by its definition. */
const bounds: Readonly<Record<string, number>> = { totalVariation: 1, hellinger: 1, memoriserError: 1 };

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
