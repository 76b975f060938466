/** From an experiment and its store to the data of the report. Reads setting by setting: one setting is in memory. */
import { readFile } from 'node:fs/promises';
import {
  type ArtifactRow,
  type CollapseTime,
  collapseTime,
  summariseCollapseTimes,
} from '@collapse-lab/process';
import type { Cell, Experiment, LostArtifact, Series, Store } from '@collapse-lab/sweep';
import {
  buildLineage,
  decomposeExperiment,
  lostArtifacts,
  planSweep,
  profileExperiment,
} from '@collapse-lab/sweep';
import { predict } from '@collapse-lab/theory';
import { withSubscripts } from '../text/names.ts';
import { type DensityPictures, densityPictures } from './densities.ts';
import { type GeneratedTexts, generatedTexts } from './generated-texts.ts';
import { orderMetrics } from './metrics.ts';
import { type PictureGrids, pictureGrids } from './picture-grids.ts';
import { commandOfLastRun, provenanceFacts, reproducingCommands } from './provenance.ts';
import type {
  CollapseTimes,
  Completeness,
  Curve,
  CurvePoint,
  LostArtifacts,
  ReportData,
  Setting,
  TheoryCurve,
} from './report-data.ts';
import { readSettings } from './settings.ts';
import { asShare, isShare } from './shares.ts';
import { summarise } from './summary.ts';
import { type TextHistograms, textHistograms } from './text-histograms.ts';

export async function collect(experiment: Experiment, store: Store): Promise<ReportData> {
  const plan = await planSweep(experiment, store);
  const { axes, naming, settings } = readSettings(experiment);
  const stored = await store.keys();
  const curves: Curve[] = [];
  const collapseTimes: CollapseTimes[] = [];
  const densities: DensityPictures[] = [];
  const pictures: PictureGrids[] = [];
  const histograms: TextHistograms[] = [];
  const texts: GeneratedTexts[] = [];
  for (const setting of settings) {
    const cells = plan.cells.filter((cell) => cell.settingIndex === setting.index && stored.has(cell.key));
    if (cells.length === 0) continue;
    const theory = experiment.report.theory === false ? [] : await theoryOf(cells[0]);
    const read = await readCells(cells, store);
    curves.push(...curvesOf(setting, read.values, theory));
    const first = await store.read(cells[0].key);
    if (first !== undefined && densities.length < mostPictured)
      densities.push(...asList(await densityPictures(cells[0], first, cells.length)));
    if (first !== undefined && pictures.length < mostPictured)
      pictures.push(...asList(await pictureGrids(cells[0], first, cells.length, store)));
    if (histograms.length < mostPictured)
      histograms.push(...asList(await textHistograms(setting.index, read.artifacts, store)));
    if (first !== undefined && texts.length < mostPictured)
      texts.push(...asList(await generatedTexts(cells[0], first, cells.length, store)));
    if (read.times.length > 0) {
      collapseTimes.push({ setting: setting.index, ...summariseCollapseTimes(read.times) });
    }
  }
  const notes = await store.notes();
  const lost = await lostArtifacts(plan.done, store);
  const present = [...new Set(curves.map((curve) => curve.metric))];
  return {
    name: experiment.name,
    title: experiment.title ?? experiment.name,
    description: (experiment.description ?? '').trim(),
    axes,
    naming,
    settings,
    metrics: orderMetrics(present, experiment.report.metrics, (name) => isDrawable(name, curves)),
    curves,
    collapseTimes,
    profiles: await profileExperiment(experiment, store),
    ...(experiment.report.decompose !== undefined && {
      decompositions: await decomposeExperiment(experiment, store),
    }),
    ...(densities.length > 0 && { densities }),
    ...(pictures.length > 0 && { pictures }),
    ...(histograms.length > 0 && { histograms }),
    ...(texts.length > 0 && { texts }),
    completeness: completeness(experiment, settings, plan.cells, plan.failed, stored),
    ...(lost.length > 0 && {
      lostArtifacts: described(lost, settings, commandOfLastRun(notes, experiment.name, '--retry-artifacts')),
    }),
    provenance: provenanceFacts(notes, experiment.name),
    reproduce: reproducingCommands(notes, experiment.name),
    options: {
      logMetrics: experiment.report.logY ?? [],
      ...(experiment.report.phase !== undefined && { phase: experiment.report.phase }),
    },
    experimentText: experiment.file === undefined ? '' : await readFile(experiment.file, 'utf8'),
  };
}

/** Settings with pictures; those of a large grid would fill the page. */
const mostPictured = 8;

function asList<T>(found: T | undefined): T[] {
  return found === undefined ? [] : [found];
}

function isDrawable(metric: string, curves: readonly Curve[]): boolean {
  return curves.some(
    (curve) => curve.metric === metric && curve.points.some(({ n, nonFinite }) => n > nonFinite),
  );
}

function described(
  lost: readonly LostArtifact[],
  settings: readonly Setting[],
  command: string,
): LostArtifacts {
  const labels = new Map(settings.map(({ index, label }) => [index, label]));
  const rows = lost.map(({ cell: { settingIndex, seed }, ...rest }) => ({
    setting: labels.get(settingIndex) ?? '',
    seed,
    ...rest,
  }));
  return { rows, command };
}

type Predictions = Awaited<ReturnType<typeof theoryOf>>;

async function theoryOf(cell: Cell): Promise<ReturnType<typeof predict>> {
  const { spec } = await buildLineage(cell, { anyEngine: true });
  return predict(spec);
}

/** metric → generation → one value per lineage. */
type Values = Map<string, Map<number, number[]>>;

async function readCells(
  cells: readonly Cell[],
  store: Store,
): Promise<{ values: Values; times: CollapseTime[]; artifacts: (readonly ArtifactRow[])[] }> {
  const values: Values = new Map();
  const times: CollapseTime[] = [];
  const artifacts: (readonly ArtifactRow[])[] = [];
  for (const { key } of cells) {
    const result = await store.read(key);
    if (result === undefined) continue;
    artifacts.push(result.artifacts ?? []);
    for (const series of result.series) {
      const collapse = series.metric === 'collapsed';
      addSeries(values, collapse ? everCollapsed(series) : series);
      if (collapse) times.push(collapseTime(series));
    }
  }
  return { values, times, artifacts };
}

/** From the first generation in which it has, a lineage counts as collapsed, although its variance may grow again. */
function everCollapsed(series: Series): Series {
  const first = series.value.indexOf(1);
  return first < 0 ? series : { ...series, value: series.value.map((value, i) => (i >= first ? 1 : value)) };
}

/** All metrics of one setting. */
function curvesOf(setting: Setting, values: Values, theory: Predictions): Curve[] {
  return [...values].map(([metric, byGeneration]) => {
    const points = [...byGeneration]
      .sort(([a], [b]) => a - b)
      .map(([t, each]) => (isShare(metric) ? asShare(summarise(t, each)) : summarise(t, each)));
    return { setting: setting.index, metric, points, theory: theoryCurves(metric, points, theory) };
  });
}

function addSeries(values: Values, { metric, t, value }: Series): void {
  const byGeneration = values.get(metric) ?? new Map<number, number[]>();
  values.set(metric, byGeneration);
  for (const [i, generation] of t.entries()) {
    const known = byGeneration.get(generation);
    if (known === undefined) byGeneration.set(generation, [value[i]]);
    else known.push(value[i]);
  }
}

/** A prediction may hold for some generations only: others are left out, and so is a curve of a single point. */
function theoryCurves(metric: string, points: readonly CurvePoint[], theory: Predictions): TheoryCurve[] {
  return theory
    .filter((prediction) => prediction.metric === metric)
    .map((prediction) => ({
      functional: prediction.functional,
      source: withSubscripts(prediction.source),
      kind: prediction.kind,
      points: points
        .map(({ t }) => ({ t, value: prediction.at(t) }))
        .filter(({ value }) => Number.isFinite(value)),
    }))
    .filter((curve) => curve.points.length >= Math.min(2, points.length));
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
