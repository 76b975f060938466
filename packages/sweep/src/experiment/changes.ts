/** What the command line changes in an experiment file. */
import { ExperimentError, type ExperimentProblem } from './problem.ts';
import type { Point } from './sweep/point.ts';
import { type Override, YamlSource } from './yaml-source.ts';

export interface ExperimentChanges {
  /** `--set`: path → value as YAML text. */
  readonly settings?: Readonly<Record<string, string>>;
  /** `--seeds`: how many. */
  readonly seeds?: number;
  /** `--generations`: instead of the number of the file; settings of the sweep with more of their own get no more than this. */
  readonly generations?: number;
}

/** Puts the changes in place; problems where that is not possible. */
export function applyChanges(
  source: YamlSource,
  { settings = {}, seeds, generations }: ExperimentChanges,
): ExperimentProblem[] {
  const overrides: Override[] = Object.entries(settings).map(([path, value]) => ({
    path,
    value,
    option: `--set ${path}=${value}`,
  }));
  if (generations !== undefined)
    overrides.push({
      path: 'generations',
      value: String(generations),
      option: `--generations ${generations}`,
    });
  const form = seedsForm(source);
  if (seeds !== undefined && form === 'list') return [listedSeeds(seeds)];
  const path = form === 'range' ? 'seeds.count' : 'seeds';
  if (seeds !== undefined) overrides.push({ path, value: String(seeds), option: `--seeds ${seeds}` });
  return source.change(overrides);
}

/** A range keeps its first seed. */
function seedsForm(source: YamlSource): 'list' | 'range' | 'number' {
  const { seeds } = (source.value() ?? {}) as { seeds?: unknown };
  if (Array.isArray(seeds)) return 'list';
  return typeof seeds === 'object' && seeds !== null ? 'range' : 'number';
}

function listedSeeds(seeds: number): ExperimentProblem {
  const option = `--seeds ${seeds}`;
  const remedy = 'Use --set seeds=[…].';
  return { path: 'seeds', option, got: seeds, expected: 'a list, as the file has one', remedy };
}

/** The points of the sweep where `most` is what `--generations` asks for: those that give more are shortened. */
export function shortened(points: readonly Point[], most: number | undefined): readonly Point[] {
  if (most === undefined) return points;
  return points.map((point) =>
    point.map((one) => (generationsOf(one) > most ? { ...one, value: most } : one)),
  );
}

/** NaN for other paths. */
function generationsOf({ path, value }: Point[number]): number {
  return path === 'generations' && typeof value === 'number' ? value : Number.NaN;
}

/** Values of the command line that the sweep would replace, so that they do nothing. `points` are those of the file. */
export function ineffective(
  { settings = {}, generations }: ExperimentChanges,
  points: readonly Point[],
  source: YamlSource,
): ExperimentProblem[] {
  const replaced = Object.keys(settings).flatMap((path) => {
    const sweeping = points.flat().find((one) => path === one.path || path.startsWith(`${one.path}.`));
    if (sweeping === undefined) return [];
    const place = source.place(sweeping.at);
    const expected = `changes nothing: the sweep gives ${sweeping.path} in line ${place.line}`;
    const shorter = `, or shorten all of it with --generations ${settings[path]}`;
    const remedy = `Change the sweep instead${path === 'generations' ? shorter : ''}.`;
    return [{ path, ...source.place(path.split('.')), expected, remedy }];
  });
  return generations === undefined ? replaced : [...replaced, ...tooMany(generations, points, source)];
}

/** Where every setting of the sweep gives its own number of generations, and none of them more than is asked for. */
function tooMany(generations: number, points: readonly Point[], source: YamlSource): ExperimentProblem[] {
  const own = points.map((point) => point.find(({ path }) => path === 'generations'));
  if (own.some((one) => one === undefined || !(generationsOf(one) < generations))) return [];
  const most = own.reduce((a, b) => (generationsOf(b!) > generationsOf(a!) ? b : a))!;
  const { line } = source.place(most.at);
  const expected = `changes nothing: the sweep gives at most ${generationsOf(most)}, in line ${line}`;
  const remedy = 'The option shortens settings of a sweep; for more, change the sweep.';
  return [{ path: 'generations', option: `--generations ${generations}`, expected, remedy }];
}

/** The text with values of `--set` in place, for a copy of the experiment as it was run. Throws ExperimentError. */
export function applySettings(text: string, settings: Readonly<Record<string, string>>): string {
  const source = new YamlSource(text);
  const problems = source.problems.length > 0 ? source.problems : applyChanges(source, { settings });
  if (problems.length > 0) throw new ExperimentError('experiment', problems);
  return source.text();
}
