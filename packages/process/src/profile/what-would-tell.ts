/** What an open question would take, in a sentence. */
import type { DefinitionVerdict } from './verdict.ts';

/** Lineages beyond which nobody computes them. */
const feasible = 1e5;

/** `About 40 lineages would tell.`; empty where nothing is known. */
export function whatWouldTell({
  lineagesNeeded,
  generationsNeeded,
}: Pick<DefinitionVerdict, 'lineagesNeeded' | 'generationsNeeded'>): string {
  if (lineagesNeeded !== undefined && lineagesNeeded > feasible)
    return 'No feasible number of lineages would tell.';
  const parts = [
    ...(lineagesNeeded === undefined ? [] : [`${lineagesNeeded} lineages`]),
    ...(generationsNeeded === undefined ? [] : [`${generationsNeeded} generations`]),
  ];
  return parts.length === 0 ? '' : `About ${parts.join(' and ')} would tell.`;
}
