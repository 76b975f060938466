/** Metrics that the report is asked for and that nobody observes or that are no risk, and error sources that the sweep does not switch. */
import { observers, risksAmong } from '@collapse-lab/process';
import { factorialsOf } from '../profile/factorial.ts';
import type { ReportOptions, Setting } from './experiment.ts';
import { suggestion } from './problem.ts';
import type { ParameterProblem } from './problem-log.ts';

/** `complete`: whether these are all settings. Where some are wrong, a metric may be observed by one of those. */
export function reportProblems(
  report: ReportOptions,
  settings: readonly Setting[],
  complete: boolean,
): ParameterProblem[] {
  const observed = settings.flatMap(({ parameters }) => parameters.observers.map(({ kind }) => kind));
  const kinds = new Set(complete ? observed : Object.keys(observers));
  const known = [...kinds].flatMap((kind) => Object.keys(observers[kind].metrics));
  const asked = [
    ...(report.metrics ?? []).map((metric, i) => ({ metric, path: ['report', 'metrics', i] })),
    ...(report.logY ?? []).map((metric, i) => ({ metric, path: ['report', 'logY', i] })),
    ...(report.phase === undefined
      ? []
      : [{ metric: report.phase.metric, path: ['report', 'phase', 'metric'] }]),
    ...(report.decompose === undefined
      ? []
      : [{ metric: report.decompose.metric, path: ['report', 'decompose', 'metric'] }]),
  ];
  const unknown = asked.flatMap(({ metric, path }) => {
    if (known.includes(metric)) return [];
    const remedy = suggestion(metric, known);
    const expected = complete ? `an observed metric: ${known.join(', ')}` : 'a metric that an observer has';
    return [{ path, got: metric, expected, ...(remedy !== undefined && { remedy }) }];
  });
  const wrong = [...unknown, ...riskProblems(report, known)];
  return complete ? [...wrong, ...sourceProblems(report, settings)] : wrong;
}

/** A risk of which more is better, that has no zero, or that nobody observes. */
function riskProblems({ risk }: ReportOptions, observed: readonly string[]): ParameterProblem[] {
  const risks = risksAmong(observed);
  if (risk === undefined || risks.includes(risk)) return [];
  const remedy = suggestion(risk, risks);
  const expected = `an observed risk, which is less for a better model and 0 at best: ${risks.join(', ') || 'there is none'}`;
  return [{ path: ['report', 'risk'], got: risk, expected, ...(remedy !== undefined && { remedy }) }];
}

/** Sources of error that the sweep does not switch on and off. */
function sourceProblems({ decompose }: ReportOptions, settings: readonly Setting[]): ParameterProblem[] {
  if (decompose === undefined) return [];
  const found = factorialsOf(settings, decompose.sources);
  if (!('problems' in found)) return [];
  return found.problems.map(({ source, ...rest }) => ({
    path: ['report', 'decompose', 'sources', ...(source === undefined ? [] : [source])],
    ...rest,
  }));
}
