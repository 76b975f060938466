/** Everything a report says, as plain data: what the charts, tables and sentences are made from, and nothing else. */
import type { CollapseTimeSummary } from '@collapse-lab/process';
import type { FactorialDecomposition, SettingProfile } from '@collapse-lab/sweep';
import type { Functional } from '@collapse-lab/theory';
import type { DensityPictures } from './densities.ts';
import type { GeneratedTexts } from './generated-texts.ts';
import type { PictureGrids } from './picture-grids.ts';
import type { TextHistograms } from './text-histograms.ts';

export type Scalar = string | number | boolean | null;

/** A swept parameter: its path in the experiment file and what it was set to, in order of appearance. */
export interface Axis {
  readonly path: string;
  /** Short name for charts: the shortest end of the path that is unique among the axes. */
  readonly label: string;
  readonly values: readonly Scalar[];
}

/** One grid point: everything but the seed. */
export interface Setting {
  readonly index: number;
  /** The swept values in words; unique within the report. */
  readonly label: string;
  /** Axis path → value; absent where the axis does not apply to this setting. */
  readonly values: Readonly<Record<string, Scalar>>;
}

export interface Metric {
  readonly name: string;
  readonly title: string;
  /** One line on what it is; empty where the observer gives none. */
  readonly description: string;
  /** Whether it has figures; the others are in the tables only. */
  readonly charted: boolean;
}

/** One metric of one setting in one generation, over the lineages (seeds). */
export interface CurvePoint {
  /** Generation. */
  readonly t: number;
  /** Lineages that recorded a value, finite or not. */
  readonly n: number;
  /** Of those, how many are NaN or infinite. The functionals below leave out NaN and count infinity. */
  readonly nonFinite: number;
  /** Of a metric that is 0 or 1 the share of lineages, and so are its quantiles. */
  readonly median: number;
  /** 5 % quantile. */
  readonly low: number;
  /** 95 % quantile. */
  readonly high: number;
  /** The least and the largest, where there are too few lineages for those quantiles. */
  readonly range?: readonly [least: number, most: number];
  readonly mean: number;
  /** exp(mean log); NaN where a value is not positive. */
  readonly geometricMean: number;
  /** Standard errors of the three functionals; NaN where unknown (fewer than two finite values). */
  readonly standardError: Readonly<Record<Functional, number>>;
  /** Sample skewness of the values, and of their logarithms: how far the standard errors can be trusted. */
  readonly skewness: { readonly mean: number; readonly geometricMean: number };
}

/** What theory says one functional of the metric is. */
export interface TheoryCurve {
  readonly functional: Functional;
  readonly source: string;
  readonly kind: 'exact' | 'asymptotic' | 'bound';
  readonly points: readonly { readonly t: number; readonly value: number }[];
}

export interface Curve {
  /** Index of the setting. */
  readonly setting: number;
  readonly metric: string;
  /** Ascending in t. */
  readonly points: readonly CurvePoint[];
  readonly theory: readonly TheoryCurve[];
}

/** When the lineages of a setting collapse: the product-limit estimate, those that have not being censored. */
export interface CollapseTimes extends CollapseTimeSummary {
  readonly setting: number;
}

export interface SettingFailure {
  readonly setting: string;
  readonly seed: number;
  readonly kind: string;
  readonly message: string;
}

export interface Completeness {
  /** Cells (setting × seed) that the experiment asks for. */
  readonly expected: number;
  readonly present: number;
  readonly failures: readonly SettingFailure[];
  /** Per setting: seeds present, seeds asked for, failed. Same order as the settings. */
  readonly perSetting: readonly {
    readonly present: number;
    readonly expected: number;
    readonly failed: number;
  }[];
}

/** Artifacts of stored lineages that are missing or damaged: what the report does not show. */
export interface LostArtifacts {
  readonly rows: readonly {
    readonly setting: string;
    readonly seed: number;
    /** Generation. */
    readonly t: number;
    readonly observer: string;
    readonly file: string;
  }[];
  /** Makes them again. */
  readonly command: string;
}

/** Where the numbers come from. One entry per fact; several values where several runs or hosts took part. */
export interface ProvenanceFact {
  readonly name: string;
  readonly values: readonly string[];
}

/** What the experiment file asks of the report. */
export interface ChartOptions {
  /** Metrics on a log axis whatever their range. */
  readonly logMetrics: readonly string[];
  /** The phase diagram asked for; the report looks for one itself where absent. */
  readonly phase?: { readonly x: string; readonly y: string; readonly metric: string };
}

export interface ReportData {
  /** The experiment's name, fit for file names. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly axes: readonly Axis[];
  /** Paths of the axes that the labels of settings are made of: enough to tell all settings apart. */
  readonly naming: readonly string[];
  readonly settings: readonly Setting[];
  /** In the order of the report's sections. */
  readonly metrics: readonly Metric[];
  readonly curves: readonly Curve[];
  /** Empty without the metric `collapsed`. */
  readonly collapseTimes: readonly CollapseTimes[];
  /** Which definitions of collapse hold, for each setting that has lineages. */
  readonly profiles?: readonly SettingProfile[];
  /** Which source of error causes what, where the experiment asks for it. */
  readonly decompositions?: readonly FactorialDecomposition[];
  /** Densities of models kept as snapshots: one lineage of each setting that has them. */
  readonly densities?: readonly DensityPictures[];
  /** Generated pictures: one lineage of each setting whose grids were kept. */
  readonly pictures?: readonly PictureGrids[];
  /** Text as model 0 sees it: all lineages of each setting whose histograms were kept. */
  readonly histograms?: readonly TextHistograms[];
  /** Generated texts: one lineage of each setting whose texts were kept. */
  readonly texts?: readonly GeneratedTexts[];
  readonly completeness: Completeness;
  readonly lostArtifacts?: LostArtifacts;
  readonly provenance: readonly ProvenanceFact[];
  /** Commands that make these results and this report again. */
  readonly reproduce: readonly string[];
  readonly options: ChartOptions;
  /** The experiment file as it was read. */
  readonly experimentText: string;
}

export function curveOf(data: ReportData, setting: number, metric: string): Curve | undefined {
  return data.curves.find((curve) => curve.setting === setting && curve.metric === metric);
}

/** The curves of one metric, in the order of the settings. */
export function curvesOf(data: ReportData, metric: string): Curve[] {
  return data.settings.flatMap((setting) => curveOf(data, setting.index, metric) ?? []);
}

/** The last generation recorded. */
export function lastPoint(curve: Curve): CurvePoint {
  return curve.points[curve.points.length - 1];
}
