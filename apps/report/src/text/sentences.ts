/**
 * What the experiment shows, in three sentences computed from the data: which setting changed most, which least (or, of an error, where it is least and largest; or,
 * where tail masses are recorded, what became of the tails), and how theory compares; where there is no theory, how many lineages collapsed, or a second metric. And in a fourth, which
 * definitions of model collapse hold.
 */
import { isRisk } from '@collapse-lab/process';
import type { Agreement } from '../data/agreement.ts';
import { agreements } from '../data/agreement.ts';
import type { Curve, CurvePoint, Metric, ReportData } from '../data/report-data.ts';
import { curveOf, curvesOf, lastPoint } from '../data/report-data.ts';
import { happeningOf, isShare } from '../data/shares.ts';
import { capitalised, functionalNames, noun } from './names.ts';
import { counted, formatNumber } from './number.ts';
import { profileSentence } from './profile-sentence.ts';

export function sentencesOf(data: ReportData): string[] {
  const metrics = data.metrics.filter((metric) => metric.charted && finiteCurves(data, metric).length > 0);
  if (metrics.length === 0) return ['No results are stored for this experiment yet.'];
  const [first, ...others] = metrics;
  const ranked = byChange(finiteCurves(data, first));
  const most = ranked[0];
  const least = ranked[ranked.length - 1];
  const sentences = [
    changeSentence(data, first, most),
    tailSentence(data, first, most.setting) ??
      (ranked.length > 1 ? otherEnd(data, first, most, least) : undefined),
    theorySentence(data, metrics, most.setting),
    survivalSentence(data),
    ...others.map((metric) => changeSentence(data, metric, byChange(finiteCurves(data, metric))[0])),
  ];
  return [
    ...sentences.filter((sentence) => sentence !== undefined).slice(0, 3),
    profileSentence(data),
  ].filter((sentence) => sentence !== undefined);
}

function finiteCurves(data: ReportData, metric: Metric): Curve[] {
  return curvesOf(data, metric.name).filter(
    (curve) => Number.isFinite(curve.points[0].median) && Number.isFinite(lastPoint(curve).median),
  );
}

/** Largest change first: by ratio where all medians are positive, by difference otherwise. */
function byChange(curves: readonly Curve[]): Curve[] {
  const ends = (curve: Curve): [number, number] => [curve.points[0].median, lastPoint(curve).median];
  const ratios = curves.every((curve) => ends(curve).every((value) => value > 0));
  const change = (curve: Curve): number => {
    const [start, end] = ends(curve);
    return Math.abs(ratios ? Math.log(end / start) : end - start);
  };
  return [...curves].sort((a, b) => change(b) - change(a));
}

function changeSentence(data: ReportData, metric: Metric, curve: Curve): string {
  if (isShare(metric.name)) return `${capitalised(where(data, curve) + countSentence(curve))}.`;
  const { n, low, high, range } = lastPoint(curve);
  const sentence = `${where(data, curve)}the median ${noun(metric.title)} ${fromTo(curve)}`;
  if (n === 1) return `${capitalised(sentence.replace('the median', 'the'))} (one lineage).`;
  const spread =
    range === undefined
      ? `the middle 90 %: ${formatNumber(low)} to ${formatNumber(high)}`
      : `all between ${formatNumber(range[0])} and ${formatNumber(range[1])}`;
  return `${capitalised(sentence)} (${spread}; ${counted(n, 'lineage')}).`;
}

/** `17 of 50 lineages (34 %) had died out by t = 100`. */
function countSentence(curve: Curve): string {
  const { mean, n, nonFinite, t } = lastPoint(curve);
  const count = Math.round(mean * (n - nonFinite));
  return `${count} of ${counted(n, 'lineage')} (${formatNumber((100 * count) / n, 2)} %) ${happeningOf(curve.metric)} t = ${t}`;
}

/** The setting at the other end: where errors are least, or else what changed least; nothing where all are alike. */
function otherEnd(data: ReportData, metric: Metric, most: Curve, least: Curve): string | undefined {
  if (isRisk(metric.name)) return extremesSentence(data, metric);
  const change = (curve: Curve): string =>
    `${formatNumber(curve.points[0].median)} ${formatNumber(lastPoint(curve).median)}`;
  return change(most) === change(least) ? undefined : leastSentence(data, metric, least);
}

/** Of an error it matters where it is least in the end, not where it changed. */
function extremesSentence(data: ReportData, metric: Metric): string | undefined {
  const end = (curve: Curve): number => lastPoint(curve).median;
  const sorted = finiteCurves(data, metric).sort((a, b) => end(a) - end(b));
  const [least, largest] = [sorted[0], sorted[sorted.length - 1]];
  const [low, high] = [least, largest].map((curve) => formatNumber(end(curve)));
  if (low === high) return undefined;
  const times = new Set(sorted.map((curve) => lastPoint(curve).t));
  const when = times.size === 1 ? `at t = ${[...times][0]}` : 'in the last generation';
  const under = (curve: Curve): string => where(data, curve).replace(/, $/, '');
  return `The least ${noun(metric.title)} ${when} is ${under(least)} (median ${low}), the largest ${under(largest)} (${high}).`;
}

function leastSentence(data: ReportData, metric: Metric, curve: Curve): string {
  if (isShare(metric.name))
    return `It changed least ${where(data, curve).replace(/, $/, '')}: ${countSentence(curve)}.`;
  const { nonFinite, n } = lastPoint(curve);
  const lost = nonFinite > 0 ? ` (${nonFinite} of ${n} lineages not finite)` : '';
  return `It changed least ${where(data, curve).replace(/, $/, '')}: ${curveIsSingle(curve) ? 'the' : 'the median'} ${noun(metric.title)} ${fromTo(curve)}${lost}.`;
}

/** What became of the tails: under replace and accumulate where both are there, else where most and least was lost. */
function tailSentence(data: ReportData, told: Metric, setting: number): string | undefined {
  const metric = data.metrics.find(
    (each) => /^(exact)?tailMass/i.test(each.name) && finiteCurves(data, each).length > 0,
  );
  if (metric === undefined || metric === told) return undefined;
  const [lost, kept] = tailContrast(data, finiteCurves(data, metric), setting);
  const median = curveIsSingle(lost) ? 'the' : 'the median';
  const first = `${where(data, lost)}${median} ${noun(metric.title)} ${fromTo(lost)}`;
  const second = kept === undefined ? '' : `; ${where(data, kept)}it ${fromTo(kept)}`;
  return `${capitalised(first)}${second}.`;
}

const curveIsSingle = (curve: Curve): boolean => lastPoint(curve).n === 1;

function tailContrast(
  data: ReportData,
  curves: readonly Curve[],
  setting: number,
): [lost: Curve, kept: Curve | undefined] {
  const pairs = curves.flatMap((curve) => {
    const partner = curves.find((other) => isAccumulating(data, curve, other));
    return partner === undefined ? [] : [[curve, partner] as [Curve, Curve]];
  });
  const chosen = pairs.find(([curve]) => curve.setting === setting) ?? pairs[0];
  if (chosen !== undefined) return chosen;
  const ranked = byChange(curves);
  return [ranked[0], ranked.length > 1 ? ranked[ranked.length - 1] : undefined];
}

/** Whether two settings differ in nothing but `workflow.kind`, replace in the one and accumulate in the other. */
function isAccumulating(data: ReportData, replacing: Curve, accumulating: Curve): boolean {
  const valuesOf = ({ setting }: Curve) => data.settings.find(({ index }) => index === setting)!.values;
  const { 'workflow.kind': one, ...rest } = valuesOf(replacing);
  const { 'workflow.kind': other, ...others } = valuesOf(accumulating);
  const paths = new Set([...Object.keys(rest), ...Object.keys(others)]);
  return (
    one === 'replace' && other === 'accumulate' && [...paths].every((path) => rest[path] === others[path])
  );
}

function fromTo(curve: Curve): string {
  const [first, last] = [startOf(curve), lastPoint(curve)];
  const [start, end] = [formatNumber(first.median), formatNumber(last.median)];
  if (start === end) return `was ${start} at t = ${first.t} and still is at t = ${last.t}`;
  if (isNoise(first, last))
    return `stayed near ${formatNumber(last.median, 2)} from t = ${first.t} to t = ${last.t}`;
  const verb = last.median < first.median ? 'fell' : 'rose';
  return `${verb} from ${start} at t = ${first.t} to ${end} at t = ${last.t}`;
}

/** The first generation, but for what is zero there by definition: distances to model 0. */
function startOf({ points }: Curve): CurvePoint {
  const [first, second] = points;
  const zero = first.t === 0 && first.low === 0 && first.high === 0;
  return zero && points.length > 2 && Number.isFinite(second.median) ? second : first;
}

/** A small change within two standard errors. */
function isNoise(first: CurvePoint, last: CurvePoint): boolean {
  const change = Math.abs(last.median - first.median);
  const error = Math.hypot(first.standardError.median, last.standardError.median);
  return change <= 2 * error && change <= 0.1 * Math.abs(first.median);
}

/** `under replace, d = 1, `; empty where there is one setting. */
function where(data: ReportData, curve: Curve): string {
  if (data.settings.length === 1) return '';
  const setting = data.settings.find((each) => each.index === curve.setting)!;
  return `under ${setting.label}, `;
}

/** The prediction of the first metric that has one, for the setting of the first sentence where there is one, and the worst of all. */
function theorySentence(data: ReportData, metrics: readonly Metric[], setting: number): string | undefined {
  const order = (each: Agreement): number => metrics.findIndex((metric) => metric.name === each.metric);
  const charted = agreements(data).filter((each) => order(each) >= 0);
  const tested = charted.filter((each) => each.z !== undefined);
  const chosen = [...tested].sort(
    (a, b) => order(a) - order(b) || Number(b.setting === setting) - Number(a.setting === setting),
  )[0];
  if (chosen === undefined) return untestedSentence(data, metrics, charted[0]);
  const name = functionalNames[chosen.functional];
  const metric = metrics[order(chosen)];
  const curve = curveOf(data, chosen.setting, chosen.metric)!;
  const worst = Math.max(...tested.map((each) => Math.abs(each.z!)));
  const overall =
    tested.length > 1
      ? `; over ${tested.length === 2 ? 'both' : `all ${tested.length}`} such comparisons in the last generation the largest difference is ${worst.toFixed(1)}`
      : '';
  return (
    `Theory gives a ${isShare(metric.name) ? '' : `${name} `}${noun(metric.title)} of ${formatNumber(chosen.expected)} ${inSetting(data, curve)}at t = ${chosen.t}, ` +
    `and the ${isShare(metric.name) ? 'share' : name} of ${counted(chosen.n, 'lineage')} is ${formatNumber(chosen.measured)}, ` +
    `${errors(Math.abs(chosen.z!))} away${overall}.`
  );
}

function untestedSentence(
  data: ReportData,
  metrics: readonly Metric[],
  each: Agreement | undefined,
): string | undefined {
  if (each === undefined) return undefined;
  const metric = metrics.find(({ name }) => name === each.metric)!;
  const name = functionalNames[each.functional];
  const curve = curveOf(data, each.setting, each.metric)!;
  return (
    `Theory (${each.kind}) gives ${formatNumber(each.expected)} for the ${name} of the ${noun(metric.title)} ` +
    `${inSetting(data, curve)}at t = ${each.t}; ${each.n === 1 ? 'the lineage gives' : 'the lineages give'} ${formatNumber(each.measured)} ` +
    `(no test: ${each.reason}).`
  );
}

const inSetting = (data: ReportData, curve: Curve): string => where(data, curve).replace(/, $/, ' ');

const errors = (z: number): string => `${z.toFixed(1)} standard errors`;

function survivalSentence(data: ReportData): string | undefined {
  const curves = curvesOf(data, 'collapsed');
  if (curves.length === 0) return undefined;
  const collapsed = curves
    .map(lastPoint)
    .map((point) => Math.round(point.mean * (point.n - point.nonFinite)));
  const all = curves.map(lastPoint).reduce((sum, point) => sum + point.n, 0);
  const total = collapsed.reduce((sum, count) => sum + count, 0);
  const settings = collapsed.filter((count) => count > 0).length;
  const spread = curves.length > 1 ? `, in ${settings} of ${curves.length} settings` : '';
  return `${total} of ${counted(all, 'lineage')} had collapsed by the last generation${spread}.`;
}
