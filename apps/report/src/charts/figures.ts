/** Which figures a report has, metric by metric. */

import type { NamedSetting, SettingGroup } from '../data/groups.ts';
import { groupSettings } from '../data/groups.ts';
import { phaseDiagrams } from '../data/phase.ts';
import type { Metric, ReportData } from '../data/report-data.ts';
import { curvesOf, lastPoint } from '../data/report-data.ts';
import { factorialLabel } from '../data/settings.ts';
import { densityPicturesChart } from './density-pictures.ts';
import { errorDecompositionChart } from './error-decomposition.ts';
import type { Figure } from './figure.ts';
import { finalValuesChart } from './final-values.ts';
import { lossCurvesChart } from './loss-curves.ts';
import { manySettings } from './many-settings.ts';
import { metricByGeneration } from './metric-by-generation.ts';
import { phaseDiagramChart } from './phase-diagram.ts';
import { picturesChart } from './pictures.ts';
import { settingsCompared } from './settings-compared.ts';
import { collapsedMetric, survivalChart } from './survival.ts';
import { ternaryChart } from './ternary.ts';
import { textHistogramsChart } from './text-histograms.ts';

export interface MetricFigures {
  readonly metric: Metric;
  readonly figures: readonly Figure[];
}

/** Above this many settings there are no panels and no rows for each of them. */
const mostPanels = 24;

/**
 * Figures of each charted metric, in order; then pictures of densities and generated ones, histograms of text, those of
 * losses and of survival, and of the sources of error.
 */
export function reportFigures(data: ReportData): {
  metrics: MetricFigures[];
  densities: Figure[];
  pictures: Figure[];
  histograms: Figure[];
  losses: Figure[];
  survival: Figure[];
  errors: Figure[];
} {
  const groups = groupSettings(data, data.settings);
  const metrics = data.metrics
    .filter((metric) => metric.charted && curvesOf(data, metric.name).length > 0)
    .map((metric) => ({ metric, figures: metricFigures(data, metric, groups) }));
  const few = groups !== undefined && data.settings.length <= mostPanels;
  const survival = few ? survivalChart(data, groups) : undefined;
  const losses = few ? lossCurvesChart(data, groups) : undefined;
  return {
    metrics,
    densities: densityFigures(data),
    pictures: pictureFigures(data),
    histograms: histogramFigures(data),
    losses: losses === undefined ? [] : [losses],
    survival: [...(survival === undefined ? [] : [survival]), ...collapsePhases(data)],
    errors: errorFigures(data),
  };
}

/** One for each setting that kept models. */
function densityFigures({ densities = [], settings }: ReportData): Figure[] {
  return densities.map((found) => {
    const label = settings.find(({ index }) => index === found.setting)!.label;
    const name = `density${settings.length > 1 ? `-${found.setting}` : ''}`;
    return densityPicturesChart(found, { name, label: settings.length > 1 ? label : '' });
  });
}

/** One for each setting that kept grids of pictures. */
function pictureFigures({ pictures = [], settings }: ReportData): Figure[] {
  return pictures.map((found) => {
    const label = settings.find(({ index }) => index === found.setting)!.label;
    const name = `pictures${settings.length > 1 ? `-${found.setting}` : ''}`;
    return picturesChart(found, { name, label: settings.length > 1 ? label : '' });
  });
}

/** One for all settings whose histograms were kept. */
function histogramFigures({ histograms = [], settings }: ReportData): Figure[] {
  if (histograms.length === 0) return [];
  const panels = histograms.map((found) => {
    const label = settings.find(({ index }) => index === found.setting)!.label;
    return { found, label: settings.length > 1 ? label : '' };
  });
  return [textHistogramsChart(panels)];
}

/** One for each factorial. */
function errorFigures({ decompositions = [], metrics }: ReportData): Figure[] {
  return decompositions.map((found, i) => {
    const name = `errors-${found.metric}${decompositions.length > 1 ? `-${i + 1}` : ''}`;
    const title = metrics.find((metric) => metric.name === found.metric)?.title ?? found.metric;
    return errorDecompositionChart(found, { name, title, label: factorialLabel(found, decompositions) });
  });
}

function metricFigures(data: ReportData, metric: Metric, groups: SettingGroup[] | undefined): Figure[] {
  const phases = phaseFigures(data, metric);
  // Lines from one point to another say less than the phase diagram of where they end.
  const twoPoints = phases.length > 0 && curvesOf(data, metric.name).every((each) => lastPoint(each).t <= 1);
  if (data.settings.length > mostPanels)
    return [...phases, ...(twoPoints ? [] : [manySettings(data, metric)])];
  const panels = groups ?? [
    { label: '', members: data.settings.map((setting) => ({ setting, name: setting.label })) },
  ];
  return [
    ...(data.settings.length === 1 || twoPoints
      ? []
      : groups === undefined
        ? [manySettings(data, metric)]
        : [settingsCompared({ data, metric, groups })]),
    metricByGeneration({ data, metric, groups: panels }),
    ...(data.settings.length === 1 ? [] : [finalValuesChart(data, metric, labelled(panels))]),
    ...phases,
  ];
}

/** In the order of the panels, with whole labels. */
function labelled(groups: readonly SettingGroup[]): NamedSetting[] {
  return groups.flatMap((group) => group.members.map(({ setting }) => ({ setting, name: setting.label })));
}

function phaseFigures(data: ReportData, metric: Metric): Figure[] {
  return phaseDiagrams(data, metric.name).map((diagram, i, all) => {
    const name = `phase-${metric.name}${all.length > 1 ? `-${i + 1}` : ''}`;
    return diagram.kind === 'ternary'
      ? ternaryChart(metric, diagram, name)
      : phaseDiagramChart(metric, diagram, name);
  });
}

/** The share of collapsed lineages over the phase plane. */
function collapsePhases(data: ReportData): Figure[] {
  const metric = data.metrics.find((each) => each.name === collapsedMetric);
  return metric === undefined ? [] : phaseFigures(data, metric);
}
