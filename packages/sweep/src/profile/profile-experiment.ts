/** What happened in every setting of an experiment: its collapse profile, and when tails and variance were lost. */
import type { Json } from '@collapse-lab/models';
import {
  type CollapseProfile,
  collapseProfile,
  commonRisk,
  earlyAndLateCollapse,
  type Loss,
  type ProfileOptions,
  realReference,
  type ScalingPoint,
  withDerivedRisks,
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
 * one factor, are the sample sizes that a change of the scaling law is judged by. The risk is that of `report.risk` where it is recorded, else
 * one for all settings that can have the same.
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
  const risks = await risksOf(experiment, cells, store);
  const found: (SettingProfile & { readonly ends: Ends; readonly law: string })[] = [];
  for (const setting of experiment.settings) {
    const results = await readAll(cells.get(setting.index) ?? [], store);
    if (results.length === 0) continue;
    const { spec } = await buildLineage(cells.get(setting.index)![0], { anyEngine: true });
    const real = realReference(spec.real);
    const lineages = results.map(({ series }) => series);
    const risk = [experiment.report.risk, risks.get(setting.index)].find(
      (each) =>
        each !== undefined && lineages.every((series) => series.some(({ metric }) => metric === each)),
    );
    const metrics = { ...(risk !== undefined && { risk }), ...options.metrics };
    found.push({
      setting: setting.index,
      values: setting.values,
      profile: collapseProfile(lineages, real, { ...options, metrics }),
      losses: earlyAndLateCollapse(lineages, real, lossOptions(options)),
      ends: endsOf(setting, results),
      law: allButSize(setting),
    });
  }
  return found.map(({ ends: _, law, profile, ...rest }) => {
    const risk = profile.verdicts[0].metric;
    const points = found
      .filter((each) => each.law === law)
      .map(({ ends: { size, risks } }): ScalingPoint => ({ size, risks: risks.get(risk ?? '') ?? [] }));
    return { ...rest, profile: points.length > 1 ? withScaling(profile, points) : profile };
  });
}

/** Lineages of each setting that the common risk is chosen by: the settings do not fit in memory together. */
const few = 20;

/** Setting → its risk. */
async function risksOf(
  { settings }: Experiment,
  cells: ReadonlyMap<number, Cell[]>,
  store: Store,
): Promise<Map<number, string>> {
  const stored = settings.filter(({ index }) => cells.has(index));
  const lineages: CellResult['series'][][] = [];
  for (const { index } of stored) {
    const results = await readAll(cells.get(index)!.slice(0, few), store);
    lineages.push(results.map(({ series }) => series));
  }
  const risks = commonRisk(lineages);
  return new Map(stored.flatMap(({ index }, i) => (risks[i] === undefined ? [] : [[index, risks[i]]])));
}

/** Every metric of each seed at t = 0 and at the end: other sizes may have chosen another risk. */
interface Ends {
  readonly size: number;
  readonly risks: ReadonlyMap<string, ScalingPoint['risks']>;
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
    if (result !== undefined) results.push({ ...result, series: withDerivedRisks(result.series) });
  }
  return results;
}

function endsOf({ parameters }: Setting, results: readonly CellResult[]): Ends {
  const risks = new Map<string, ScalingPoint['risks'][number][]>();
  for (const { seed, series } of results)
    for (const { metric, t, value } of series) {
      if (t[0] !== 0) continue;
      const known = risks.get(metric) ?? [];
      known.push({ seed, first: value[0], last: value[value.length - 1] });
      risks.set(metric, known);
    }
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
