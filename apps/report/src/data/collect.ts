/** From an experiment and its store to the data of the report. Reads setting by setting: one setting is in memory. */
import { readFile } from 'node:fs/promises';
import type { Cell, CellResult, Experiment, Store } from '@collapse-lab/sweep';
import { buildLineage, planSweep } from '@collapse-lab/sweep';
import { predict } from '@collapse-lab/theory';
import { orderMetrics } from './metrics.ts';
import { provenanceFacts, runCommands } from './provenance.ts';
import type { Completeness, Curve, CurvePoint, ReportData, Setting, TheoryCurve } from './report-data.ts';
import { readSettings } from './settings.ts';
import { summarise } from './summary.ts';

export async function collect(experiment: Experiment, store: Store): Promise<ReportData> {
  const plan = await planSweep(experiment, store);
  const { axes, settings } = readSettings(experiment);
  const stored = await store.keys();
  const curves: Curve[] = [];
  for (const setting of settings) {
    const cells = plan.cells.filter((cell) => cell.settingIndex === setting.index && stored.has(cell.key));
    if (cells.length === 0) continue;
    const theory = experiment.report.theory === false ? [] : await theoryOf(cells[0]);
    curves.push(...(await curvesOf(setting, cells, store, theory)));
  }
  const notes = await store.notes();
  const present = [...new Set(curves.map((curve) => curve.metric))];
  return {
    name: experiment.name,
    title: experiment.title ?? experiment.name,
    description: (experiment.description ?? '').trim(),
    axes,
    settings,
    metrics: orderMetrics(present, experiment.report.metrics),
    curves,
    completeness: completeness(experiment, settings, plan.cells, plan.failed, stored),
    provenance: provenanceFacts(notes, experiment.name),
    reproduce: reproduce(experiment, runCommands(notes, experiment.name)),
    options: {
      logMetrics: experiment.report.logY ?? [],
      ...(experiment.report.phase !== undefined && { phase: experiment.report.phase }),
    },
    experimentText: experiment.file === undefined ? '' : await readFile(experiment.file, 'utf8'),
  };
}

type Predictions = Awaited<ReturnType<typeof theoryOf>>;

async function theoryOf(cell: Cell): Promise<ReturnType<typeof predict>> {
  const { spec } = await buildLineage(cell);
  return predict(spec);
}

/** All metrics of one setting. */
async function curvesOf(setting: Setting, cells: readonly Cell[], store: Store, theory: Predictions): Promise<Curve[]> {
  const values = new Map<string, Map<number, number[]>>();
  for (const { key } of cells) {
    const result = await store.read(key);
    if (result !== undefined) addSeries(values, result);
  }
  return [...values].map(([metric, byGeneration]) => {
    const points = [...byGeneration].sort(([a], [b]) => a - b).map(([t, each]) => summarise(t, each));
    return { setting: setting.index, metric, points, theory: theoryCurves(metric, points, theory) };
  });
}

function addSeries(values: Map<string, Map<number, number[]>>, { series }: CellResult): void {
  for (const { metric, t, value } of series) {
    const byGeneration = values.get(metric) ?? new Map<number, number[]>();
    values.set(metric, byGeneration);
    for (const [i, generation] of t.entries()) {
      const known = byGeneration.get(generation);
      if (known === undefined) byGeneration.set(generation, [value[i]]);
      else known.push(value[i]);
    }
  }
}

/** A prediction may hold for some generations only: where it gives no number it is left out. */
function theoryCurves(metric: string, points: readonly CurvePoint[], theory: Predictions): TheoryCurve[] {
  return theory
    .filter((prediction) => prediction.metric === metric)
    .map((prediction) => ({
      functional: prediction.functional,
      source: prediction.source,
      kind: prediction.kind,
      points: points
        .map(({ t }) => ({ t, value: prediction.at(t) }))
        .filter(({ value }) => Number.isFinite(value)),
    }))
    .filter((curve) => curve.points.length > 0);
}

function completeness(
  experiment: Experiment,
  settings: readonly Setting[],
  cells: readonly Cell[],
  failed: Awaited<ReturnType<typeof planSweep>>['failed'],
  stored: ReadonlySet<string>,
): Completeness {
  const present = cells.filter((cell) => stored.has(cell.key));
  const countOf = (of: readonly Cell[], index: number): number =>
    of.filter((cell) => cell.settingIndex === index).length;
  return {
    expected: cells.length,
    present: present.length,
    failures: failed.map(({ cell, failure }) => ({
      setting: settings.find((setting) => setting.index === cell.settingIndex)?.label ?? '',
      seed: cell.seed,
      kind: failure.kind,
      message: failure.message,
    })),
    perSetting: settings.map(({ index }) => ({
      present: countOf(present, index),
      expected: experiment.seeds.length,
      failed: failed.filter(({ cell }) => cell.settingIndex === index).length,
    })),
  };
}

function reproduce({ name }: Experiment, commands: readonly string[]): string[] {
  const runs = commands.length > 0 ? commands : [`npx collapse run ${name}`];
  return ['npm ci', ...runs, `npx collapse report ${name}`];
}
