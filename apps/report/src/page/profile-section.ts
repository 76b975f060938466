/** Which definitions of model collapse hold, and when tails and variance are lost. */
import { collapseDefinitions, type DefinitionVerdict, type Loss, whatWouldTell } from '@collapse-lab/process';
import type { SettingProfile } from '@collapse-lab/sweep';
import type { ReportData } from '../data/report-data.ts';
import { counted, formatNumber } from '../text/number.ts';
import type { Column } from './html.ts';
import { details, paragraph, table } from './html.ts';

/** Undefined where nothing is profiled. `figures`: markup, above the table of losses. */
export function profileSection(data: ReportData, figures = ''): string | undefined {
  const { profiles = [] } = data;
  if (profiles.length === 0) return undefined;
  const label = ({ setting }: SettingProfile): string =>
    data.settings.find(({ index }) => index === setting)!.label;
  return [
    paragraph(introduction(profiles[0])),
    verdictsTable(profiles, label),
    details('Why, and what would tell', profiles.map((each) => reasonsTable(each, label(each))).join('')),
    figures,
    lossesTable(profiles, label),
  ].join('');
}

function introduction({ profile: { thresholds } }: SettingProfile): string {
  return (
    'Eight definitions of model collapse (Schaeffer et al. 2025), each decided from the lineages by a test: yes, no, ? where ' +
    'so many lineages and generations cannot tell, or – where nothing was recorded or swept that would. The definitions are words; the ' +
    'thresholds are choices, stated with the reasons, and so is the metric: a risk that is bounded can neither deny nor show that it ' +
    'diverges. For each setting the probability that any of the eight is wrong by chance is at most ' +
    `${formatNumber(100 * thresholds.falseAlarms)} %.`
  );
}

const marks = { happened: 'yes', 'did not happen': 'no', 'cannot be told': '?' } as const;

type Label = (profile: SettingProfile) => string;

function verdictsTable(profiles: readonly SettingProfile[], label: Label): string {
  const columns: Column[] = [{ title: 'Setting' }, ...collapseDefinitions.map((title) => ({ title }))];
  const rows = profiles.map((each) => [
    label(each),
    ...each.profile.verdicts.map(({ verdict, metric }) => (metric === undefined ? '–' : marks[verdict])),
  ]);
  return table('Which definitions of model collapse hold', columns, rows);
}

function reasonsTable({ profile }: SettingProfile, label: string): string {
  const columns: Column[] = [
    { title: 'Definition' },
    { title: 'verdict' },
    { title: 'metric' },
    { title: 'estimate' },
    { title: 'limits' },
    { title: 'threshold' },
    { title: 'why', kind: 'text' },
  ];
  const caption = `${label}: ${counted(profile.lineages, 'lineage')}, t = 0 … ${profile.generations}`;
  return table(caption, columns, profile.verdicts.map(reasonRow));
}

function reasonRow(each: DefinitionVerdict): string[] {
  const number = (value: number | undefined): string => (value === undefined ? '' : formatNumber(value));
  return [
    `${each.number} ${each.definition}`,
    each.verdict,
    each.metric ?? '',
    number(each.estimate),
    each.low === undefined ? '' : `${number(each.low)} to ${number(each.high)}`,
    number(each.threshold),
    `${each.reason}${each.quantity === undefined ? '' : ` Estimated: ${each.quantity}.`} ${whatWouldTell(each)}`.trimEnd(),
  ];
}

/** Early and late collapse; empty where none of its metrics was recorded. */
function lossesTable(profiles: readonly SettingProfile[], label: Label): string {
  const names = [...new Set(profiles.flatMap(({ losses }) => losses.map(({ name }) => name)))];
  if (names.length === 0) return '';
  const columns: Column[] = [{ title: 'Setting' }, ...names.map((title) => ({ title }))];
  const rows = profiles.map((each) => [
    label(each),
    ...names.map((name) => lossCell(each.losses.find((loss) => loss.name === name))),
  ]);
  const share = `${formatNumber(100 * profiles[0].profile.thresholds.share)} %`;
  const note =
    `The first recorded generation in which the model has less than ${share} of what the real data have there: median over ` +
    'lineages (product-limit estimate) with its 95 % interval, and the lineages in which it came within the run. What fell below may come back.';
  return (
    table(`Early and late collapse: when a model first fell below ${share}`, columns, rows) +
    paragraph(note, 'note')
  );
}

function lossCell(loss: Loss | undefined): string {
  if (loss === undefined) return '';
  const { lineages, censored, median, medianInterval, horizon } = loss.curve;
  const share = `${lineages - censored} of ${lineages}`;
  const end = (t: number | undefined): string => (t === undefined ? '∞' : String(t));
  if (median === undefined && medianInterval.low === undefined) return `more than ${horizon} (${share})`;
  const middle = median === undefined ? `more than ${horizon}` : `t = ${median}`;
  return `${middle} [${end(medianInterval.low)}, ${end(medianInterval.high)}] (${share})`;
}
