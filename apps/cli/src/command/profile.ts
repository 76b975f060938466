/** `collapse profile`: which definitions of model collapse hold, setting by setting, and when tails and variance are lost. */
import {
  collapseDefinitions,
  type DefinitionVerdict,
  defaultThresholds,
  type Loss,
  observers,
  type ProfileThresholds,
  risksAmong,
  whatWouldTell,
} from '@collapse-lab/process';
import {
  type Experiment,
  exitCodes,
  nearest,
  profileExperiment,
  type SettingProfile,
} from '@collapse-lab/sweep';
import { finiteJson } from '../output/finite-json.ts';
import { formatTable } from '../output/table.ts';
import { UsageError } from '../output/usage-error.ts';
import { load } from '../run/load.ts';
import { nothingStored } from '../run/nothing-stored.ts';
import type { ExperimentOptions } from '../run/rerun-command.ts';

export interface ProfileOptions extends ExperimentOptions {
  readonly details?: boolean;
  readonly risk?: string;
  /** `name=value`. */
  readonly threshold?: readonly string[];
  readonly json?: boolean;
}

/** Settings of which details are printed unasked. */
const fewSettings = 3;

export async function profile(experiment: string, options: ProfileOptions): Promise<number> {
  const thresholds = Object.fromEntries((options.threshold ?? []).map(parseThreshold));
  const loaded = await load(experiment, options);
  if (options.risk !== undefined) checkRisk(options.risk, loaded.experiment);
  const profiles = await profileExperiment(loaded.experiment, loaded.store, {
    ...thresholds,
    ...(options.risk !== undefined && { metrics: { risk: options.risk } }),
  });
  if (profiles.length === 0) throw await nothingStored('profile', loaded, options);
  if (options.json === true) console.log(JSON.stringify(profiles, finiteJson));
  else {
    const label = await labelsOf(loaded.experiment);
    print(profiles, label, options.details === true || profiles.length <= fewSettings);
  }
  return exitCodes.done;
}

/** A metric of which more is better would turn the verdicts round. */
function checkRisk(risk: string, { settings }: Experiment): void {
  const kinds = new Set(settings.flatMap(({ parameters }) => parameters.observers.map(({ kind }) => kind)));
  const risks = risksAmong([...kinds].flatMap((kind) => Object.keys(observers[kind].metrics)));
  if (risks.includes(risk)) return;
  throw new UsageError(
    `--risk: got ${JSON.stringify(risk)}, expected a risk that this experiment observes, less for a better model and 0 at best: ` +
      `${risks.join(', ') || 'there is none'}.`,
  );
}

type Label = (profile: SettingProfile) => string;

/** As the report names the settings. */
async function labelsOf(experiment: Experiment): Promise<Label> {
  const { readSettings } = await import('@collapse-lab/report');
  const { settings } = readSettings(experiment);
  return ({ setting }) => settings.find(({ index }) => index === setting)!.label.replaceAll('\u00a0', ' ');
}

function parseThreshold(text: string): [name: keyof ProfileThresholds, value: number] {
  const names = Object.keys(defaultThresholds);
  const [name, value, ...rest] = text.split('=');
  if (!names.includes(name)) {
    const guess = nearest(name, names);
    const advice = guess === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${guess}?`;
    throw new UsageError(
      `--threshold: got ${JSON.stringify(text)}, expected name=value, such as catastrophic=3. ${advice}`,
    );
  }
  if (rest.length > 0 || value === undefined || value === '' || !Number.isFinite(Number(value)))
    throw new UsageError(
      `--threshold: got ${JSON.stringify(text)}, expected a number, such as ${name}=${defaultThresholds[name as keyof ProfileThresholds]}.`,
    );
  return [name as keyof ProfileThresholds, Number(value)];
}

function print(profiles: readonly SettingProfile[], label: Label, details: boolean): void {
  if (profiles.every(({ profile: { verdicts } }) => verdicts.every(({ verdict }) => verdict === open))) {
    console.log(nothingTold(profiles, details));
    if (details) for (const each of profiles) printDetails(each, label);
    return;
  }
  console.log(overview(profiles, label));
  console.log(`\n${collapseDefinitions.map((definition, i) => `${i + 1} ${definition}`).join('\n')}`);
  const { falseAlarms } = profiles[0].profile.thresholds;
  console.log(
    `yes: it happened, no: it did not, ?: it cannot be told, -: nothing was recorded or swept that tells. By chance at least one of the eight\n` +
      `is wrong in at most ${100 * falseAlarms} % of profiles. 1, 2, 3 and 5 are judged by ${risksOf(profiles)}; --risk names another.`,
  );
  if (details) for (const each of profiles) printDetails(each, label);
  else console.log('--details says why, and how many lineages or generations would tell.');
}

const open = 'cannot be told';

/** A table of question marks says no more than a line. */
function nothingTold(profiles: readonly SettingProfile[], details: boolean): string {
  const most = Math.max(...profiles.map(({ profile }) => profile.lineages));
  const lineages = most === 1 ? '1 lineage' : `${most} lineages`;
  const of = profiles.length === 1 ? '' : ` of any of ${profiles.length} settings`;
  const advice = details ? '' : ' --details says why, and how many lineages or generations would tell.';
  return `None of the eight definitions of model collapse can be told${of} (${lineages} at most).${advice}`;
}

const marks = { happened: 'yes', 'did not happen': 'no', 'cannot be told': '?' } as const;

function mark({ verdict, metric }: DefinitionVerdict): string {
  return metric === undefined ? '-' : marks[verdict];
}

/** `squaredW2`, or `squaredW2 or totalVariation, whichever a setting recorded`. */
function risksOf(profiles: readonly SettingProfile[]): string {
  const risks = [...new Set(profiles.flatMap(({ profile }) => profile.verdicts[0].metric ?? []))];
  if (risks.length === 0) return 'a risk, of which none was recorded';
  return risks.length === 1 ? risks[0] : `${risks.join(' or ')}, as --details says of each setting`;
}

function overview(profiles: readonly SettingProfile[], label: Label): string {
  const columns = [
    { title: 'setting' },
    { title: 'lineages', align: 'right' as const },
    { title: 't', align: 'right' as const },
    ...collapseDefinitions.map((_, i) => ({ title: String(i + 1) })),
  ];
  const rows = profiles.map((each) => [
    label(each),
    String(each.profile.lineages),
    String(each.profile.generations),
    ...each.profile.verdicts.map(mark),
  ]);
  return formatTable(columns, rows);
}

function printDetails(each: SettingProfile, label: Label): void {
  const { profile, losses } = each;
  console.log(`\n${label(each)}`);
  for (const verdict of profile.verdicts) console.log(detail(verdict));
  if (losses.length === 0) return;
  const columns = [
    { title: `first fell below ${100 * profile.thresholds.share} %` },
    { title: 'metric' },
    { title: 'in lineages', align: 'right' as const },
    { title: 'median t', align: 'right' as const },
    { title: '95 % interval' },
  ];
  console.log(formatTable(columns, losses.map(lossRow)).replace(/^/gm, '  '));
}

function detail({ number, definition, verdict, reason, ...needs }: DefinitionVerdict): string {
  return `  ${number} ${definition}: ${verdict}. ${[reason, whatWouldTell(needs)].join(' ').trimEnd()}`;
}

function lossRow({ name, metric, curve }: Loss): string[] {
  const { lineages, censored, median, medianInterval } = curve;
  const end = (t: number | undefined): string => (t === undefined ? 'beyond the run' : String(t));
  return [
    name,
    metric,
    `${lineages - censored} of ${lineages}`,
    end(median),
    median === undefined && medianInterval.low === undefined
      ? ''
      : `${end(medianInterval.low)} to ${end(medianInterval.high)}`,
  ];
}
