/** `collapse profile`: which definitions of model collapse hold, setting by setting, and when tails and variance are lost. */
import {
  collapseDefinitions,
  type DefinitionVerdict,
  defaultThresholds,
  type Loss,
  type ProfileThresholds,
} from '@collapse-lab/process';
import { exitCodes, nearest, profileExperiment, type SettingProfile } from '@collapse-lab/sweep';
import { finiteJson } from '../output/finite-json.ts';
import { describeSetting } from '../output/setting.ts';
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
  const profiles = await profileExperiment(loaded.experiment, loaded.store, {
    ...thresholds,
    ...(options.risk !== undefined && { metrics: { risk: options.risk } }),
  });
  if (profiles.length === 0) throw await nothingStored('profile', loaded, options);
  if (options.json === true) console.log(JSON.stringify(profiles, finiteJson));
  else print(profiles, options.details === true || profiles.length <= fewSettings);
  return exitCodes.done;
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

function print(profiles: readonly SettingProfile[], details: boolean): void {
  console.log(overview(profiles));
  console.log(`\n${collapseDefinitions.map((definition, i) => `${i + 1} ${definition}`).join('\n')}`);
  const { falseAlarms } = profiles[0].profile.thresholds;
  console.log(
    `yes: it happened, no: it did not, ?: it cannot be told, -: nothing was recorded that tells. By chance at least one of the eight\n` +
      `is wrong in at most ${100 * falseAlarms} % of profiles. 1, 2, 3 and 5 are judged by ${risksOf(profiles)}; --risk names another.`,
  );
  if (details) for (const each of profiles) printDetails(each);
  else console.log('--details says why, and how many lineages or generations would tell.');
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

function overview(profiles: readonly SettingProfile[]): string {
  const columns = [
    { title: 'setting' },
    { title: 'lineages', align: 'right' as const },
    { title: 't', align: 'right' as const },
    ...collapseDefinitions.map((_, i) => ({ title: String(i + 1) })),
  ];
  const rows = profiles.map(({ values, profile: { lineages, generations, verdicts } }) => [
    nameOf(values),
    String(lineages),
    String(generations),
    ...verdicts.map(mark),
  ]);
  return formatTable(columns, rows);
}

function nameOf(values: SettingProfile['values']): string {
  return describeSetting(values) || 'the only setting';
}

function printDetails({ values, profile, losses }: SettingProfile): void {
  console.log(`\n${nameOf(values)}`);
  for (const verdict of profile.verdicts) console.log(detail(verdict));
  if (losses.length === 0) return;
  const columns = [
    { title: 'lost' },
    { title: 'metric' },
    { title: 'in lineages', align: 'right' as const },
    { title: 'median t', align: 'right' as const },
    { title: '95 % interval' },
  ];
  console.log(formatTable(columns, losses.map(lossRow)).replace(/^/gm, '  '));
}

function detail({ number, definition, verdict, reason, ...needs }: DefinitionVerdict): string {
  const needed = [
    ...(needs.lineagesNeeded === undefined ? [] : [`${needs.lineagesNeeded} lineages`]),
    ...(needs.generationsNeeded === undefined ? [] : [`${needs.generationsNeeded} generations`]),
  ].join(' and ');
  return `  ${number} ${definition}: ${verdict}. ${reason}${needed === '' ? '' : ` About ${needed} would tell.`}`;
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
