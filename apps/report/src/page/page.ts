/** The report as one HTML file: nothing is loaded from anywhere, and it reads without JavaScript. */

import type { Figure } from '../charts/figure.ts';
import type { MetricFigures } from '../charts/figures.ts';
import { schemeAware } from '../charts/theme.ts';
import type { ReportData } from '../data/report-data.ts';
import { curvesOf } from '../data/report-data.ts';
import { factorialLabel } from '../data/settings.ts';
import { escapeMarkup, jsonForScript } from '../text/escape.ts';
import { counted, formatCount } from '../text/number.ts';
import { decompositionTable } from './decomposition-section.ts';
import { embeddedData } from './embedded-data.ts';
import { code, details, paragraph, section } from './html.ts';
import { profileSection } from './profile-section.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import {
  collapseTimesTable,
  differenceNote,
  failuresTable,
  finalValuesTable,
  lostArtifactsTable,
  settingsTable,
} from './tables.ts';
import { textsSection } from './texts-section.ts';

export interface PageContent {
  readonly data: ReportData;
  readonly sentences: readonly string[];
  readonly metrics: readonly MetricFigures[];
  readonly densities: readonly Figure[];
  readonly pictures: readonly Figure[];
  readonly histograms: readonly Figure[];
  readonly losses: readonly Figure[];
  readonly survival: readonly Figure[];
  /** One for each of the decompositions. */
  readonly errors: readonly Figure[];
}

export function page(content: PageContent): string {
  const { data } = content;
  const sections = sectionsOf(content);
  return [
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeMarkup(data.title)}</title><style>${style}</style></head><body>`,
    header(content),
    `<main>${navigation(sections)}${sections.map(({ id, title, body }) => section(id, title, body)).join('')}</main>`,
    footer(data),
    `<script type="application/json" id="report-data">${jsonForScript(embeddedData(data))}</script>`,
    `<script>${script}</script></body></html>\n`,
  ].join('\n');
}

function header({ data, sentences }: PageContent): string {
  const shows = `<ol class="shows">${sentences.map((sentence) => `<li>${escapeMarkup(sentence)}</li>`).join('')}</ol>`;
  return (
    `<header><h1>${escapeMarkup(data.title)}</h1>${data.description === '' ? '' : paragraph(data.description)}` +
    `${paragraph(scope(data), 'quiet')}${incomplete(data)}` +
    `<section aria-labelledby="shows"><h2 id="shows">What it shows</h2>${shows}</section></header>`
  );
}

function scope(data: ReportData): string {
  const last = Math.max(0, ...data.curves.map((curve) => curve.points[curve.points.length - 1].t));
  const { present, expected } = data.completeness;
  return [
    counted(data.settings.length, 'setting'),
    `${formatCount(present)} of ${counted(expected, 'lineage')}`,
    `generations t = 0 … ${last} (model 0 is fitted to real data)`,
  ].join(' · ');
}

function incomplete({ completeness, lostArtifacts }: ReportData): string {
  const { expected, present, failures } = completeness;
  if (present === expected && failures.length === 0 && lostArtifacts === undefined) return '';
  const missing = expected - present - failures.length;
  const parts = [
    ...(failures.length > 0 ? [`${counted(failures.length, 'cell')} failed`] : []),
    ...(missing > 0 ? [`${counted(missing, 'cell')} not computed yet`] : []),
  ];
  const lost = lostArtifacts?.rows.length ?? 0;
  const lacking = [
    ...(parts.length > 0 ? [`${parts.join(' and ')}, of ${formatCount(expected)}`] : []),
    ...(lost > 0 ? [`${counted(lost, 'artifact')} (pictures, texts) missing or damaged`] : []),
  ];
  return `<p class="alert" role="note">This report is not complete: ${lacking.join('; ')}. <a href="#cells">Which ones</a></p>`;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: string;
}

function sectionsOf({ data, metrics, losses, survival, errors, ...drawn }: PageContent): Section[] {
  const metricSections = metrics.map(({ metric, figures }) => ({
    id: `metric-${metric.name}`,
    title: metric.title,
    body:
      (metric.description === '' ? '' : paragraph(metric.description)) +
      figures.map(figureMarkup).join('') +
      folded(data, 'Final values', finalValuesTable(data, metric)) +
      (curvesOf(data, metric.name).some((curve) => curve.theory.length > 0)
        ? paragraph(differenceNote, 'note')
        : ''),
  }));
  const survivalSection = {
    id: 'survival',
    title: 'Collapse',
    body: survival.map(figureMarkup).join('') + folded(data, 'Time to collapse', collapseTimesTable(data)),
  };
  const profile = profileSection(data, losses.map(figureMarkup).join(''));
  const texts = textsSection(data);
  return [
    ...metricSections,
    ...pictureSection('histograms', 'Text as model 0 sees it', drawn.histograms),
    ...(texts === undefined ? [] : [{ id: 'texts', title: 'Generated texts', body: texts }]),
    ...pictureSection('pictures', 'Generated pictures', drawn.pictures),
    ...pictureSection('densities', 'Pictures of the models', drawn.densities),
    ...(profile === undefined ? [] : [{ id: 'profile', title: 'Which collapse', body: profile }]),
    ...errorSections(data, errors),
    ...(data.collapseTimes.length > 0 ? [survivalSection] : []),
    ...otherMetrics(data, metrics),
    { id: 'cells', title: 'Settings, failures and missing cells', body: cells(data) },
    { id: 'provenance', title: 'Provenance', body: provenance(data) },
    { id: 'reproduce', title: 'How to reproduce', body: reproduce(data) },
  ];
}

function pictureSection(id: string, title: string, figures: readonly Figure[]): Section[] {
  return figures.length === 0 ? [] : [{ id, title, body: figures.map(figureMarkup).join('') }];
}

function errorSections({ decompositions = [] }: ReportData, errors: readonly Figure[]): Section[] {
  if (decompositions.length === 0) return [];
  const body = decompositions.map(
    (found, i) => figureMarkup(errors[i]) + decompositionTable(found, factorialLabel(found, decompositions)),
  );
  return [{ id: 'errors', title: 'Which source of error', body: body.join('') }];
}

function otherMetrics(data: ReportData, charted: readonly MetricFigures[]): Section[] {
  const others = data.metrics.filter(
    (metric) =>
      !charted.some((each) => each.metric === metric) &&
      metric.name !== 'collapsed' &&
      curvesOf(data, metric.name).length > 0,
  );
  if (others.length === 0) return [];
  const body = others.map((metric) =>
    details(metric.title, paragraph(metric.description) + finalValuesTable(data, metric)),
  );
  return [{ id: 'other-metrics', title: 'Other metrics', body: body.join('') }];
}

function navigation(sections: readonly Section[]): string {
  const items = sections.map(({ id, title }) => `<li><a href="#${id}">${escapeMarkup(title)}</a></li>`);
  return `<nav aria-label="Sections"><ul>${items.join('')}</ul></nav>`;
}

function figureMarkup(figure: Figure): string {
  const width = /viewBox="0 0 (\d+)/.exec(figure.svg)![1];
  return (
    `<figure id="figure-${figure.name}"><div class="scroll" tabindex="0" role="group" aria-label="${escapeMarkup(figure.title)}" style="--natural:${width}px">${schemeAware(figure.svg).trim()}</div>` +
    `<figcaption>${escapeMarkup(figure.caption)}</figcaption></figure>`
  );
}

function cells(data: ReportData): string {
  const { expected, present, failures } = data.completeness;
  const missing = expected - present - failures.length;
  const summary =
    `The experiment asks for ${counted(expected, 'cell')} (setting × seed): ${formatCount(present)} are in the store, ` +
    `${formatCount(failures.length)} failed, ${formatCount(missing)} are not computed yet.`;
  return (
    paragraph(summary) +
    (failures.length > 0 ? failuresTable(data) : '') +
    lostArtifacts(data) +
    folded(data, 'Settings', settingsTable(data))
  );
}

function lostArtifacts({ lostArtifacts: lost }: ReportData): string {
  if (lost === undefined) return '';
  const { rows, command } = lost;
  const are = rows.length === 1 ? 'is' : 'are';
  const summary = `${counted(rows.length, 'artifact')} (pictures, texts) of the cells in the store ${are} missing or damaged. To make them again:`;
  const markup = lostArtifactsTable(lost);
  return paragraph(summary) + code([command]) + (rows.length > 24 ? details('Which ones', markup) : markup);
}

/** A table with a row for each setting is folded where there are many. */
function folded(data: ReportData, title: string, markup: string): string {
  return data.settings.length > 24
    ? details(`${title} (${counted(data.settings.length, 'setting')})`, markup)
    : markup;
}

function provenance(data: ReportData): string {
  if (data.provenance.length === 0)
    return paragraph('The store holds no record of how these cells were computed.');
  const facts = data.provenance.map(
    ({ name, values }) =>
      `<dt>${escapeMarkup(name)}</dt><dd>${values.map((value) => escapeMarkup(value)).join('<br>')}</dd>`,
  );
  return `<dl>${facts.join('')}</dl>`;
}

function reproduce(data: ReportData): string {
  return (
    code(data.reproduce) +
    (data.experimentText === ''
      ? ''
      : details('The experiment file', code([data.experimentText.trimEnd()]))) +
    `<p class="download" hidden><a id="download" download="${escapeMarkup(data.name)}.json" href="#report-data">Download the data of the figures</a> (JSON; quantiles, means and theory by setting, metric and generation)</p>`
  );
}

function footer(data: ReportData): string {
  return `<footer class="quiet">${paragraph(`${data.name} · made by collapse-lab`)}</footer>`;
}
