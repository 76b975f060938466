/** Metrics that the report is asked for and that nobody observes. */
import { observers } from '@collapse-lab/process';
import type { ReportOptions, Setting } from './experiment.ts';
import { suggestion } from './problem.ts';
import type { ParameterProblem } from './problem-log.ts';

export function reportProblems(report: ReportOptions, settings: readonly Setting[]): ParameterProblem[] {
  const kinds = new Set(settings.flatMap(({ parameters }) => parameters.observers.map(({ kind }) => kind)));
  const known = [...kinds].flatMap((kind) => Object.keys(observers[kind].metrics));
  const asked = [
    ...(report.metrics ?? []).map((metric, i) => ({ metric, path: ['report', 'metrics', i] })),
    ...(report.logY ?? []).map((metric, i) => ({ metric, path: ['report', 'logY', i] })),
    ...(report.phase === undefined
      ? []
      : [{ metric: report.phase.metric, path: ['report', 'phase', 'metric'] }]),
  ];
  return asked.flatMap(({ metric, path }) => {
    if (known.includes(metric)) return [];
    const remedy = suggestion(metric, known);
    const expected = `an observed metric: ${known.join(', ')}`;
    return [{ path, got: metric, expected, ...(remedy !== undefined && { remedy }) }];
  });
}
