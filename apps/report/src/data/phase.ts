/** Phase diagrams: which two or three swept numbers span one, and the value of a metric in each of its cells. */
import { valueLabel } from './groups.ts';
import type { Axis, ReportData, Setting } from './report-data.ts';
import { curveOf, lastPoint } from './report-data.ts';
import { isShare } from './shares.ts';

export interface PhaseCell {
  readonly setting: Setting;
  /** Coordinates on the axes of the diagram. */
  readonly at: readonly number[];
  /** NaN where no lineage gave a finite value. */
  readonly value: number;
  readonly n: number;
  readonly nonFinite: number;
}

export interface PhaseDiagram {
  readonly kind: 'grid' | 'ternary';
  /** Two axes of a grid, x first; three of a simplex. */
  readonly axes: readonly Axis[];
  /** What the other axes are set to; empty where there are none. */
  readonly label: string;
  /** What the values are: the median; for a metric that is 0 or 1 the mean, which is a share. */
  readonly statistic: 'median' | 'share';
  /** Generation of the values: the last one recorded by all cells. */
  readonly t: number;
  readonly cells: readonly PhaseCell[];
}

const tolerance = 1e-6;

interface Span {
  readonly kind: 'grid' | 'ternary';
  readonly axes: readonly Axis[];
}

/** The axes that span a phase diagram, undefined where there is none. Those that the experiment asks for come first. */
export function phaseAxes(data: ReportData, metric: string): Span | undefined {
  const asked = askedAxes(data, metric);
  if (asked !== undefined) return { kind: 'grid', axes: asked };
  const numeric = data.axes.filter(
    (axis) => axis.values.length > 2 && axis.values.every((value) => typeof value === 'number'),
  );
  const settings = settingsWith(data, metric);
  const simplex = findSimplex(settings, numeric);
  if (simplex !== undefined) return { kind: 'ternary', axes: simplex };
  const grid = numeric.filter((axis) => settings.filter((each) => axis.path in each.values).length >= 6);
  for (const [i, y] of grid.entries()) {
    for (const x of grid.slice(i + 1)) if (crosses(settings, x, y)) return { kind: 'grid', axes: [x, y] };
  }
  return undefined;
}

/** Those whose family has the metric, or may have: where none of its lineages is there yet. */
function settingsWith(data: ReportData, metric: string): readonly Setting[] {
  const present = new Set(data.curves.map((curve) => curve.setting));
  return data.settings.filter(
    ({ index }) => curveOf(data, index, metric) !== undefined || !present.has(index),
  );
}

function askedAxes({ axes, options }: ReportData, metric: string): readonly Axis[] | undefined {
  if (options.phase?.metric !== metric) return undefined;
  const { x, y } = options.phase;
  const found = [x, y].flatMap((path) => axes.find((axis) => axis.path === path) ?? []);
  const numeric = found.every((axis) => axis.values.every((value) => typeof value === 'number'));
  return found.length === 2 && numeric ? found : undefined;
}

/** Three axes whose values sum to one wherever all three are set, in at least six settings. */
function findSimplex(settings: readonly Setting[], axes: readonly Axis[]): readonly Axis[] | undefined {
  for (const [i, a] of axes.entries()) {
    for (const [j, b] of axes.entries()) {
      for (const [k, c] of axes.entries()) {
        if (i >= j || j >= k) continue;
        const sums = settings
          .map((setting) => coordinates(setting, [a, b, c]))
          .filter((at) => at !== undefined)
          .map((at) => at[0] + at[1] + at[2]);
        if (sums.length >= 6 && sums.every((sum) => Math.abs(sum - 1) < tolerance)) return [a, b, c];
      }
    }
  }
  return undefined;
}

/** At least half of the pairs of values occur: axes that only vary together span no plane. */
function crosses(settings: readonly Setting[], x: Axis, y: Axis): boolean {
  const pairs = new Set(settings.map((setting) => coordinates(setting, [x, y])?.join(' ')).filter(Boolean));
  return pairs.size >= 6 && pairs.size >= (x.values.length * y.values.length) / 2;
}

function coordinates(setting: Setting, axes: readonly Axis[]): number[] | undefined {
  const at = axes.map((axis) => setting.values[axis.path]);
  return at.every((value) => typeof value === 'number') ? (at as number[]) : undefined;
}

/** The diagrams of one metric: one for each combination of the other axes. Empty where nothing spans one. */
export function phaseDiagrams(data: ReportData, metric: string): PhaseDiagram[] {
  const span = phaseAxes(data, metric);
  if (span === undefined) return [];
  const others = data.axes.filter((axis) => data.naming.includes(axis.path) && !span.axes.includes(axis));
  const parts = new Map<string, Setting[]>();
  const settings = settingsWith(data, metric);
  for (const setting of settings) {
    if (coordinates(setting, span.axes) === undefined) continue;
    const label = otherValues(setting, others, settings);
    parts.set(label, [...(parts.get(label) ?? []), setting]);
  }
  return [...parts].flatMap(([label, settings]) => diagram(data, metric, span, label, settings) ?? []);
}

/** The values of the other axes in words, of those that vary among the settings. */
function otherValues(setting: Setting, others: readonly Axis[], settings: readonly Setting[]): string {
  return others
    .filter((axis) => new Set(settings.map((each) => each.values[axis.path])).size > 1)
    .filter((axis) => setting.values[axis.path] !== undefined)
    .map((axis) => valueLabel(axis, setting.values[axis.path]))
    .join(', ');
}

function diagram(
  data: ReportData,
  metric: string,
  span: Span,
  label: string,
  settings: readonly Setting[],
): PhaseDiagram | undefined {
  const curves = settings.flatMap((setting) => curveOf(data, setting.index, metric) ?? []);
  if (curves.length === 0) return undefined;
  const t = Math.min(...curves.map((curve) => lastPoint(curve).t));
  const functional = isShare(metric) ? 'mean' : 'median';
  const cells = settings.map((setting): PhaseCell => {
    const point = curveOf(data, setting.index, metric)?.points.find((each) => each.t === t);
    return {
      setting,
      at: coordinates(setting, span.axes)!,
      value: point === undefined || point.nonFinite === point.n ? Number.NaN : point[functional],
      n: point?.n ?? 0,
      nonFinite: point?.nonFinite ?? 0,
    };
  });
  return { ...span, label, statistic: functional === 'mean' ? 'share' : 'median', t, cells };
}
