/**
 * Distances of a model to p_0 that are zero, and not less, where the fit is exact: only these have a power law in the sample size
 * that goes on. Not the likelihood, which ends at the entropy of p_0, nor the share of wrong labels, which ends at Bayes's.
 */
const exactDistances: ReadonlySet<string> = new Set([
  'testError',
  'squaredW2',
  'klFromReal',
  'klToReal',
  'kl',
  'squaredL2ToReal',
  'totalVariation',
  'hellinger',
  'w1',
  'memoriserError',
  'rateError',
  'meanError',
  'meanDistance',
  'standardDeviationError',
  'weightError',
]);

/** Why no statement on how the metric falls with the sample size is made; undefined where one may be. */
export function whyNoPowerLaw(metric: string): string | undefined {
  if (exactDistances.has(metric)) return undefined;
  return `${metric} is not known to be a distance to p_0 that is zero where the fit is exact, so that it need not fall to zero.`;
}
