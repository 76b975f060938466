/** Which source of error causes what: the decomposition of a distance over the factorial that an experiment lists. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '@collapse-lab/models';
import { decomposeErrors, type ErrorDecomposition } from '@collapse-lab/process';
import type { Cell } from '../cell/cell.ts';
import { expand } from '../cell/expand.ts';
import type { CellResult } from '../cell/result.ts';
import type { Experiment } from '../experiment/experiment.ts';
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
  { values, settings }: Factorial,
  sources: readonly FactorialSource[],
  metric: string,
  cells: readonly Cell[],
  store: Store,
): Promise<FactorialDecomposition | undefined> {
  const bySetting: Map<number, CellResult['series'][number]>[] = [];
  for (const { index } of settings)
    bySetting.push(
      await seriesOf(
        cells.filter(({ settingIndex }) => settingIndex === index),
        metric,
        store,
      ),
    );
  const seeds = [...bySetting[0].keys()].filter((seed) => bySetting.every((each) => each.has(seed)));
  if (seeds.length === 0) return undefined;
  const all = bySetting.flatMap((each) => seeds.map((seed) => each.get(seed)!));
  const t = all[0].t.filter((each) => all.every((series) => series.t.includes(each)));
  const distances = bySetting.map((each) =>
    seeds.map((seed) => {
      const series = each.get(seed)!;
      return t.map((generation) => series.value[series.t.indexOf(generation)]);
    }),
  );
  const decomposition = decomposeErrors({ sources: sources.map(({ name }) => name), t, distances });
  return { values, metric, sources, seeds, decomposition };
}

/** seed → the metric. */
async function seriesOf(
  cells: readonly Cell[],
  metric: string,
  store: Store,
): Promise<Map<number, CellResult['series'][number]>> {
  const found = new Map<number, CellResult['series'][number]>();
  for (const { key, seed } of cells) {
    const result = await store.read(key);
    const series = result?.series.find((each) => each.metric === metric);
    if (series !== undefined) found.set(seed, series);
  }
  return found;
}
