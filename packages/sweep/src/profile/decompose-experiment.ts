/** Which source of error causes what: the decomposition of a distance over the factorial that an experiment lists. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '@collapse-lab/models';
import {
  actsAtFirstOnly,
  decomposeErrors,
  type ErrorDecomposition,
  type ErrorStatement,
  expressivityStatement,
  type SizeDistances,
  vanishesWithSize,
  vanishingStatement,
  whyNoPowerLaw,
} from '@collapse-lab/process';
import type { Cell } from '../cell/cell.ts';
import { expand } from '../cell/expand.ts';
import type { CellResult } from '../cell/result.ts';
import type { Experiment, Setting } from '../experiment/experiment.ts';
import type { Store } from '../store/store.ts';
import { type Factorial, type FactorialSource, factorialsOf, type SourcePaths } from './factorial.ts';

export interface DecomposeOptions {
  /** The distance; default: that of `report.decompose`. */
  readonly metric?: string;
  /** Error source → swept path; default: those of `report.decompose`. */
  readonly sources?: SourcePaths;
}

export interface FactorialDecomposition {
  /** The swept values that are no error source. */
  readonly values: Readonly<Record<string, Json>>;
  readonly metric: string;
  readonly sources: readonly FactorialSource[];
  /** Seeds that all settings have. */
  readonly seeds: readonly number[];
  readonly decomposition: ErrorDecomposition;
  /** Whether what Shumailov et al. (2024) say of these sources holds: told by distances to p_0 that are zero for an exact fit only. */
  readonly statements: readonly ErrorStatement[];
}

/**
 * One decomposition for each combination of the other swept values; those without a seed that all their settings have stored
 * are left out.
 *
 * @throws InvalidArgumentError where no metric or sources are named, they are no factorial, or a distance is not finite
 * @throws StoreError where the store cannot be read
 */
export async function decomposeExperiment(
  experiment: Experiment,
  store: Store,
  options: DecomposeOptions = {},
): Promise<FactorialDecomposition[]> {
  const asked = experiment.report.decompose;
  const metric = options.metric ?? asked?.metric;
  const paths = options.sources ?? asked?.sources;
  if (metric === undefined || paths === undefined)
    throw new InvalidArgumentError({
      argument: metric === undefined ? 'metric' : 'sources',
      got: undefined,
      expected:
        'report.decompose in the experiment file, with a metric and the swept path of each error source',
    });
  const found = factorialsOf(experiment.settings, paths);
  if ('problems' in found) {
    const [{ source, got, expected }] = found.problems;
    throw new InvalidArgumentError({
      argument: source === undefined ? 'sweep' : `sources.${source}`,
      got,
      expected,
    });
  }
  const stored = await store.keys();
  const cells = expand(experiment).filter(({ key }) => stored.has(key));
  const results: FactorialDecomposition[] = [];
  for (const factorial of found.factorials) {
    const decomposed = await decompose(factorial, found.sources, metric, cells, store);
    if (decomposed !== undefined) results.push(decomposed);
  }
  return results;
}

async function decompose(
  factorial: Factorial,
  sources: readonly FactorialSource[],
  metric: string,
  cells: readonly Cell[],
  store: Store,
): Promise<FactorialDecomposition | undefined> {
  const read = (setting: Setting): Promise<BySeed> =>
    seriesOf(
      cells.filter(({ settingIndex }) => settingIndex === setting.index),
      metric,
      store,
    );
  const bySetting: BySeed[] = [];
  for (const setting of factorial.settings) bySetting.push(await read(setting));
  const seeds = sharedSeeds(bySetting);
  if (seeds.length === 0) return undefined;
  const t = sharedGenerations(bySetting, seeds);
  const distances = bySetting.map((each) => valuesAt(each, seeds, t));
  const names = sources.map(({ name }) => name);
  const decomposition = decomposeErrors({ sources: names, t, distances });
  const why = whyNoPowerLaw(metric);
  const statements: ErrorStatement[] = [];
  const expressivity = names.indexOf('expressivity');
  if (expressivity >= 0)
    statements.push(
      why === undefined
        ? actsAtFirstOnly(t, distances[0], distances[1 << expressivity])
        : { statement: expressivityStatement, verdict: 'cannot be told', reason: why },
    );
  if (names.includes('statistical'))
    statements.push(
      why === undefined
        ? await vanishing(factorial, sources, read)
        : { statement: vanishingStatement, verdict: 'cannot be told', reason: why },
    );
  return { values: factorial.values, metric, sources, seeds, decomposition, statements };
}

type BySeed = ReadonlyMap<number, CellResult['series'][number]>;

/** By the sizes that are stored, of the seeds that all of them have, at the last generation that all recorded. */
async function vanishing(
  { sizes }: Factorial,
  sources: readonly FactorialSource[],
  read: (setting: Setting) => Promise<BySeed>,
): Promise<ErrorStatement> {
  const { path } = sources.find(({ name }) => name === 'statistical')!;
  const found: { size: number; bySeed: BySeed }[] = [];
  for (const setting of sizes) {
    const bySeed = await read(setting);
    if (bySeed.size > 0) found.push({ size: sizeOf(setting, path), bySeed });
  }
  const bySetting = found.map(({ bySeed }) => bySeed);
  const seeds = sharedSeeds(bySetting);
  const t = sharedGenerations(bySetting, seeds);
  const points = found.map(
    ({ size, bySeed }): SizeDistances => ({ size, distances: valuesAt(bySeed, seeds, t) }),
  );
  return vanishesWithSize(points, t.length - 1, t[t.length - 1]);
}

/** Points of one training set: the swept number, or those of D_0. */
function sizeOf({ values, parameters }: Setting, path: string): number {
  const value = values[path];
  return typeof value === 'number' ? value : (parameters.sizes.initial as number);
}

function sharedSeeds(bySetting: readonly BySeed[]): number[] {
  return [...bySetting[0].keys()].filter((seed) => bySetting.every((each) => each.has(seed)));
}

function sharedGenerations(bySetting: readonly BySeed[], seeds: readonly number[]): number[] {
  const all = bySetting.flatMap((each) => seeds.map((seed) => each.get(seed)!));
  const recorded = all.map(({ t }) => new Set(t));
  return all.length === 0 ? [] : all[0].t.filter((each) => recorded.every((times) => times.has(each)));
}

/** values[i][j]: of seed i at t[j]. */
function valuesAt(bySeed: BySeed, seeds: readonly number[], t: readonly number[]): number[][] {
  return seeds.map((seed) => {
    const series = bySeed.get(seed)!;
    return t.map((generation) => series.value[series.t.indexOf(generation)]);
  });
}

/** seed → the metric. */
async function seriesOf(cells: readonly Cell[], metric: string, store: Store): Promise<BySeed> {
  const found = new Map<number, CellResult['series'][number]>();
  for (const { key, seed } of cells) {
    const result = await store.read(key);
    const series = result?.series.find((each) => each.metric === metric);
    if (series !== undefined) found.set(seed, series);
  }
  return found;
}
