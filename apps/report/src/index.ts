/** The report of a sweep: charts, tables and sentences, as one HTML file and as figures. */
export type { Figure } from './charts/figure.ts';
export { collect } from './data/collect.ts';
export { optionsOfLastRun } from './data/provenance.ts';
export type {
  Axis,
  Completeness,
  Curve,
  CurvePoint,
  Metric,
  ProvenanceFact,
  ReportData,
  Scalar,
  Setting,
  SettingFailure,
  TheoryCurve,
} from './data/report-data.ts';
export { readSettings } from './data/settings.ts';
export { renderPng } from './png/render-png.ts';
export { type RenderedReport, renderReport } from './render-report.ts';
export { type ReportRequest, type WrittenReport, writeReport } from './write-report.ts';
