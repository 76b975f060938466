/** Which settings share a panel, and how each is named there: at most eight lines with names short enough to read. */

import { formatTick } from '../text/number.ts';
import type { Axis, ReportData, Scalar, Setting } from './report-data.ts';

export interface NamedSetting {
  readonly setting: Setting;
  /** The values in which it differs from the others of its group. */
  readonly name: string;
}

export interface SettingGroup {
  /** What the settings of the group have in common; empty where there is one group. */
  readonly label: string;
  readonly members: readonly NamedSetting[];
}

export const mostPerPanel = 8;
const mostPanels = 8;

/**
 * One group where there are few settings; else one per value of the axis with the fewest values that makes every
 * group small enough. Undefined where no axis does.
 */
export function groupSettings(data: ReportData, settings: readonly Setting[]): SettingGroup[] | undefined {
  if (settings.length <= mostPerPanel) return [group('', settings, namingAxes(data))];
  const naming = namingAxes(data);
  const candidates = naming
    .map((axis) => ({ axis, parts: partition(settings, axis) }))
    .filter(({ parts }) => parts.length > 1 && parts.length <= mostPanels)
    .filter(({ parts }) => parts.every((part) => part.members.length <= mostPerPanel))
    .sort((a, b) => a.parts.length - b.parts.length);
  if (candidates.length === 0) return undefined;
  const { axis, parts } = candidates[0];
  const rest = naming.filter((each) => each !== axis);
  return parts.map((part) => group(valueLabel(axis, part.value), part.members, rest));
}

function namingAxes({ axes, naming }: ReportData): Axis[] {
  return naming.flatMap((path) => axes.find((axis) => axis.path === path) ?? []);
}

function partition(settings: readonly Setting[], axis: Axis): { value: Scalar; members: Setting[] }[] {
  const parts: { value: Scalar; members: Setting[] }[] = [];
  for (const setting of settings) {
    const value = setting.values[axis.path] ?? null;
    const part = parts.find((each) => each.value === value);
    if (part === undefined) parts.push({ value, members: [setting] });
    else part.members.push(setting);
  }
  return parts;
}

/** Names members by the axes in which they differ; by their whole label where that would not tell them apart. */
function group(label: string, settings: readonly Setting[], axes: readonly Axis[]): SettingGroup {
  const differing = axes.filter(
    (axis) => new Set(settings.map((setting) => setting.values[axis.path])).size > 1,
  );
  const names = settings.map((setting) => settingName(setting, differing) || settingName(setting, axes));
  const distinct = new Set(names).size === names.length && names.every((name) => name !== '');
  return {
    label,
    members: settings.map((setting, i) => ({ setting, name: distinct ? names[i] : setting.label })),
  };
}

/** `replace, d = 10`: words stand alone, numbers with the name of their axis. Axes that do not apply are left out. */
export function settingName(setting: Setting, axes: readonly Axis[]): string {
  return axes
    .filter((axis) => setting.values[axis.path] !== undefined)
    .map((axis) => valueLabel(axis, setting.values[axis.path]))
    .join(', ');
}

/** No-break spaces keep `d = 10` on one line. */
export function valueLabel(axis: Axis, value: Scalar): string {
  if (typeof value === 'string') return value;
  const text = typeof value === 'number' ? formatTick(value) : String(value);
  return `${axis.label} = ${text}`.replaceAll(' ', '\u00a0');
}
