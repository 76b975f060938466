/** All settings of a sweep, resolved; settings with the same parameters are one. */
import { canonicalJson } from '../../cell/canonical.ts';
import type { CellParameters } from '../../cell/cell.ts';
import type { EngineClass } from '../../engine/engines.ts';
import type { DuplicateSetting, Setting } from '../experiment.ts';
import type { ProblemLog } from '../problem-log.ts';
import type { Resources } from '../resources.ts';
import { check } from '../schema/check.ts';
import { type ParameterName, parameterNames, parameterSchemas } from '../schema/experiment-schema.ts';
import { applyPoint, type Point } from '../sweep/point.ts';
import { SettingResolver } from './setting-resolver.ts';

type Base = Readonly<Record<string, unknown>>;

export interface ResolvedSettings {
  readonly settings: readonly Setting[];
  readonly duplicates: readonly DuplicateSetting[];
}

/** Problems go to the log. `autoEngine`: what `engine: auto` is. `listed`: whether listed generations that no setting reaches are one. */
export function resolveSettings(
  base: Base,
  points: readonly Point[],
  resources: Resources,
  { log, listed, autoEngine }: { log: ProblemLog; listed: boolean; autoEngine: EngineClass },
): ResolvedSettings {
  checkReplaced(base, points, log);
  const resolver = new SettingResolver(resources, autoEngine);
  const settings: Setting[] = [];
  const duplicates: DuplicateSetting[] = [];
  const resolvedPoints: ResolvedPoint[] = [];
  const known = new Map<string, number>();
  points.forEach((point, i) => {
    const resolved = resolver.resolve(applyPoint(base, point));
    if ('problems' in resolved) {
      for (const problem of resolved.problems) log.addOf(point, i, problem);
      return;
    }
    const values = Object.fromEntries(point.map(({ path, value }) => [path, value]));
    const name = canonicalJson(resolved.parameters);
    resolvedPoints.push({ point, i, parameters: resolved.parameters });
    const repeats = known.get(name);
    if (repeats !== undefined) duplicates.push({ values, repeats });
    else {
      known.set(name, settings.length);
      settings.push({ index: settings.length, values, ...resolved });
    }
  });
  if (listed) checkListed(resolvedPoints, log);
  return { settings, duplicates };
}

interface ResolvedPoint {
  readonly point: Point;
  readonly i: number;
  readonly parameters: CellParameters;
}

/** Listed generations that no setting reaches; those that only some reach are left out by the others. */
function checkListed(points: readonly ResolvedPoint[], log: ProblemLog): void {
  const last = points.reduce((most, { parameters }) => Math.max(most, parameters.generations), 0);
  for (const { point, i, parameters } of points) {
    const { record: policy, snapshots } = parameters;
    // A text has a method of that name.
    const record = typeof policy === 'object' ? ((policy as { at?: readonly number[] }).at ?? []) : [];
    for (const [name, listed] of Object.entries({ snapshots, record })) {
      const expected = `a generation of at most ${last}`;
      listed.forEach((t, position) => {
        if (t > last) log.addOf(point, i, { path: [name, position], got: t, expected });
      });
    }
  }
}

/** Parts of the file that every setting replaces are checked too; what the sweep adds may be missing there. */
function checkReplaced(base: Base, points: readonly Point[], log: ProblemLog): void {
  const replaced = parameterNames.filter((name) =>
    points.every((point) => point.some(({ path }) => path === name)),
  );
  checkForm(base, replaced, log);
}

/** The form of parameters as the file has them, where a sweep may add what is missing. */
export function checkForm(base: unknown, names: readonly ParameterName[], log: ProblemLog): void {
  for (const name of names) {
    const value = (base as Base | null | undefined)?.[name];
    const checked = value === undefined ? { problems: [] } : check(parameterSchemas[name], value);
    const problems = 'problems' in checked ? checked.problems : [];
    for (const problem of problems)
      if ('got' in problem || problem.unknownKey) log.add({ ...problem, path: [name, ...problem.path] });
  }
}

/** Loads the family modules that the file and its sweep name, before settings are resolved. */
export async function loadModules(base: Base, points: readonly Point[], resources: Resources): Promise<void> {
  const trees = points.length > 0 ? points.map((point) => applyPoint(base, point)) : [base];
  const paths = new Set(
    trees.map(({ family }) => (family as { module?: unknown } | null | undefined)?.module),
  );
  for (const path of paths) if (typeof path === 'string') await resources.load(path);
}
