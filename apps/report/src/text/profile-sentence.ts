/** One sentence on the definitions of model collapse: the setting that meets most of them, and the one that meets fewest. */
import type { DefinitionVerdict, Verdict } from '@collapse-lab/process';
import type { SettingProfile } from '@collapse-lab/sweep';
import type { ReportData } from '../data/report-data.ts';

/** Undefined where nothing is profiled. */
export function profileSentence(data: ReportData): string | undefined {
  const profiles = (data.profiles ?? []).filter((each) => count(each, 'cannot be told') < 8);
  if (profiles.length === 0)
    return data.profiles?.length
      ? 'Of the eight definitions of model collapse, none can be told.'
      : undefined;
  const ranked = [...profiles].sort(
    (a, b) =>
      count(b, 'happened') - count(a, 'happened') || count(a, 'did not happen') - count(b, 'did not happen'),
  );
  const ends = ranked.length === 1 ? ranked : [ranked[0], ranked[ranked.length - 1]];
  return `Of the eight definitions of model collapse${riskOf(ends)}, ${ends.map((each) => clause(data, each)).join('; ')}.`;
}

/** ` (risk: squaredW2)`: what the first three and the fifth are about. */
function riskOf(profiles: readonly SettingProfile[]): string {
  const risks = [...new Set(profiles.flatMap(({ profile }) => profile.verdicts[0].metric ?? []))];
  return risks.length === 0 ? '' : ` (risk: ${risks.join(' or ')})`;
}

function count({ profile }: SettingProfile, verdict: Verdict): number {
  return having(profile.verdicts, verdict).length;
}

function having(verdicts: readonly DefinitionVerdict[], verdict: Verdict): DefinitionVerdict[] {
  return verdicts.filter((each) => each.verdict === verdict);
}

/** `2 hold under replace (any increase of population risk, disappearance of real tails; 2 cannot be told, 1 not tested)`. */
function clause(data: ReportData, { setting, profile: { verdicts } }: SettingProfile): string {
  const held = having(verdicts, 'happened').map(({ definition }) => definition);
  const open = having(verdicts, 'cannot be told');
  const without = open.filter(({ metric }) => metric === undefined).length;
  const told = [
    ...(open.length > without ? [`${open.length - without} cannot be told`] : []),
    ...(without > 0 ? [`${without} not tested`] : []),
  ];
  const label = data.settings.find(({ index }) => index === setting)!.label;
  const where = data.settings.length === 1 ? '' : ` under ${label}`;
  const notes = [
    ...(held.length > 0 ? [held.join(', ')] : []),
    ...(told.length > 0 ? [told.join(', ')] : []),
  ];
  const number = held.length === 0 ? 'none holds' : held.length === 1 ? '1 holds' : `${held.length} hold`;
  return `${number}${where}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}
