/** Records of many lineages of one setting, by the law-exact ensemble. */
import { Stream } from '@collapse-lab/math';
import type { AnyFamily, RealSource } from '@collapse-lab/models';
import { ensemble, type LineageSpec, observers, type Series } from '@collapse-lab/process';

export interface EnsembleSetting {
  readonly real: RealSource;
  readonly family: AnyFamily;
  readonly workflow: LineageSpec['workflow'];
  /** Points of every training set. */
  readonly n: number;
  readonly generations: number;
  readonly lineages: number;
  /** Names of observers that need the model alone; their defaults. */
  readonly observe: readonly string[];
  readonly seed: string | number;
  /** Generations recorded; default: 41, evenly spaced. */
  readonly at?: readonly number[];
}

export function recordsOf(setting: EnsembleSetting): Series[][] {
  const { real, family, workflow, n, generations, lineages, observe, seed } = setting;
  const at = setting.at ?? [
    ...new Set(Array.from({ length: 41 }, (_, i) => Math.round((i * generations) / 40))),
  ];
  const { values } = ensemble({
    spec: {
      real,
      family,
      workflow,
      sizes: { initial: n, new: n },
      sampler: 'auto',
      numberFormat: 'f64',
    },
    root: Stream.fromPath(['records', seed, workflow.kind]),
    replicates: lineages,
    generations,
    at,
    metrics: Object.fromEntries(observe.flatMap((name) => metricsOf(name, family, real))),
  });
  return Array.from({ length: lineages }, (_, i) =>
    Object.entries(values).map(([metric, columns]) => ({
      metric,
      t: at,
      value: columns.map((column) => column[i]),
    })),
  );
}

function metricsOf(
  name: string,
  family: AnyFamily,
  real: RealSource,
): [string, (model: unknown) => number][] {
  const resolved = observers[name].resolve({});
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  const observer = observers[name].create(resolved.options);
  const stream = Stream.fromPath(['unused']);
  const measure = (model: unknown) =>
    observer.measure({ t: 0, family, real, model, firstModel: model, stream });
  // An ensemble asks for all metrics of a model in turn: the first of an observer measures for the others.
  let latest = measure(family.fromTruth!(real.truth!)!);
  return Object.keys(latest).map((metric, i) => [
    metric,
    (model) => {
      if (i === 0) latest = measure(model);
      return latest[metric];
    },
  ]);
}
