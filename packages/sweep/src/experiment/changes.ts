/** What the command line changes in an experiment file. */
import { ExperimentError, type ExperimentProblem } from './problem.ts';
import type { Point } from './sweep/point.ts';
import { type Override, YamlSource } from './yaml-source.ts';

export interface ExperimentChanges {
  /** `--set`: path → value as YAML text. */
  readonly settings?: Readonly<Record<string, string>>;
  /** `--seeds`: how many. */
  readonly seeds?: number;
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

/** Values of the command line that every setting of the sweep would replace, so that they do nothing. */
export function ineffective(
  { settings = {}, generations }: ExperimentChanges,
  points: readonly Point[],
  source: YamlSource,
): ExperimentProblem[] {
  const paths = [...Object.keys(settings), ...(generations === undefined ? [] : ['generations'])];
  return paths.flatMap((path) => {
    const sweeping = points.flat().find((one) => path === one.path || path.startsWith(`${one.path}.`));
    if (sweeping === undefined) return [];
    const place = source.place(sweeping.at);
    const expected = `changes nothing: the sweep gives ${sweeping.path} in line ${place.line}`;
    return [{ path, ...source.place(path.split('.')), expected, remedy: 'Change the sweep instead.' }];
  });
}

/** The text with values of `--set` in place, for a copy of the experiment as it was run. Throws ExperimentError. */
export function applySettings(text: string, settings: Readonly<Record<string, string>>): string {
  const source = new YamlSource(text);
  const problems = source.problems.length > 0 ? source.problems : applyChanges(source, { settings });
  if (problems.length > 0) throw new ExperimentError('experiment', problems);
  return source.text();
}
