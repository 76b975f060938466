/** What happened in every setting of an experiment: its collapse profile, and when tails and variance were lost. */
import type { Json } from '@collapse-lab/models';
import {
  type CollapseProfile,
  collapseProfile,
  earlyAndLateCollapse,
  type Loss,
  type ProfileOptions,
  realReference,
  riskMetric,
  type ScalingPoint,
  withScaling,
} from '@collapse-lab/process';
import { buildLineage } from '../cell/build-lineage.ts';
import { canonicalJson } from '../cell/canonical.ts';
import type { Cell } from '../cell/cell.ts';
import { expand } from '../cell/expand.ts';
import type { CellResult } from '../cell/result.ts';
import type { Experiment, Setting } from '../experiment/experiment.ts';
import type { Store } from '../store/store.ts';

export interface SettingProfile {
  /** Index of the setting. */
  readonly setting: number;
  /** Its swept values: path → value. */
  readonly values: Readonly<Record<string, Json>>;
  readonly profile: CollapseProfile;
  /** Early and late collapse: those of the losses whose metrics were recorded. */
  readonly losses: readonly Loss[];
}

/**
 * Of the lineages that are stored; settings without any are left out. Settings that differ in nothing but their sizes, all by
 * one factor, are the sample sizes that a change of the scaling law is judged by.
 *
 * @throws InvalidArgumentError for a threshold outside its domain, or a metric asked for that a setting did not record
 * @throws StoreError where the store cannot be read
 */
export async function profileExperiment(
  experiment: Experiment,
  store: Store,
  options: Omit<ProfileOptions, 'scaling'> = {},
): Promise<SettingProfile[]> {
  const stored = await store.keys();
  const cells = cellsBySetting(expand(experiment).filter(({ key }) => stored.has(key)));
  const found: (SettingProfile & { readonly scaling: ScalingPoint; readonly law: string })[] = [];
  for (const setting of experiment.settings) {
    const results = await readAll(cells.get(setting.index) ?? [], store);
    if (results.length === 0) continue;
    const { spec } = await buildLineage(cells.get(setting.index)![0]);
    const real = realReference(spec.real);
    const lineages = results.map(({ series }) => series);
    found.push({
      setting: setting.index,
      values: setting.values,
      profile: collapseProfile(lineages, real, options),
      losses: earlyAndLateCollapse(lineages, real, lossOptions(options)),
      scaling: scalingPoint(setting, results, riskMetric(lineages, options)),
      law: allButSize(setting),
    });
  }
  return found.map(({ scaling: _, law, profile, ...rest }) => {
    const points = found.filter((each) => each.law === law).map((each) => each.scaling);
    return { ...rest, profile: points.length > 1 ? withScaling(profile, points) : profile };
  });
}

function lossOptions({ share }: Pick<ProfileOptions, 'share'>): { share?: number } {
  return share === undefined ? {} : { share };
}

function cellsBySetting(cells: readonly Cell[]): Map<number, Cell[]> {
  const groups = new Map<number, Cell[]>();
  for (const cell of cells) {
    const group = groups.get(cell.settingIndex);
    if (group === undefined) groups.set(cell.settingIndex, [cell]);
    else group.push(cell);
  }
  return groups;
}

async function readAll(cells: readonly Cell[], store: Store): Promise<CellResult[]> {
  const results: CellResult[] = [];
  for (const { key } of cells) {
    const result = await store.read(key);
    if (result !== undefined) results.push(result);
  }
  return results;
}

/** The risk of each seed at t = 0 and at the end. */
function scalingPoint(
  { parameters }: Setting,
  results: readonly CellResult[],
  metric: string | undefined,
): ScalingPoint {
  const risks = results.flatMap(({ seed, series }) => {
    const risk = series.find((each) => each.metric === metric);
    if (risk === undefined || risk.t[0] !== 0) return [];
    return [{ seed, first: risk.value[0], last: risk.value[risk.value.length - 1] }];
  });
  return { size: parameters.sizes.initial as number, risks };
}

/** A name that settings share which differ by a common factor of all sizes only. */
function allButSize({ parameters, laws, observers }: Setting): string {
  const { sizes, ...others } = parameters;
  const unit = sizes.initial as number;
  const shape = Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => [name, typeof size === 'number' ? size / unit : size]),
  );
  return canonicalJson({ ...others, shape, laws, observers });
}
