/** `collapse verify`: measures the claims and prints what was expected, what was measured, and the verdict. */
import { availableThreads, exitCodes, verifyOnThreads } from '@collapse-lab/sweep';
import { type ClaimUnit, claims, claimUnits, formatClaims } from '@collapse-lab/theory';
import { formatDuration } from '../output/format.ts';
import { formatTable } from '../output/table.ts';
import { UsageError } from '../output/usage-error.ts';

export interface VerifyOptions {
  readonly list?: boolean;
  readonly only?: readonly number[];
  readonly sampler?: 'statistics' | 'samples';
  readonly scale?: number;
  readonly full?: boolean;
  readonly threads?: number;
  readonly json?: boolean;
}

export async function verify({ json, list, ...request }: VerifyOptions): Promise<number> {
  checkNumbers(request.only ?? []);
  const units = claimUnits(request);
  if (list === true) return listClaims(units, json === true);
  const tell = (line: string): void => {
    if (json !== true) console.error(line);
  };
  if (request.full === true) console.error(costOf(units));
  else tell(expectation(units, request.threads ?? availableThreads()));
  const start = performance.now();
  const elapsed = (): string => formatDuration((performance.now() - start) / 1000);
  let ended = 0;
  const results = await verifyOnThreads({
    ...request,
    onClaim({ id, name, sampler, holds }) {
      ended += 1;
      const verdict = holds ? 'holds' : 'FAILS';
      tell(`${elapsed()}, ${ended}/${units.length}: claim ${id} (${sampler}) ${verdict}: ${name}`);
    },
  });
  if (json === true) console.log(JSON.stringify(results));
  else console.log(`\n${formatClaims(results)}\n${elapsed()}`);
  return results.every((result) => result.holds) ? exitCodes.done : exitCodes.failed;
}

function checkNumbers(only: readonly number[]): void {
  const unknown = only.filter((number) => !claims.some(({ id }) => id === number));
  if (unknown.length === 0) return;
  const known = claims.map(({ id, name }) => `  ${String(id).padStart(2)}  ${name}`);
  const which = unknown.length === 1 ? `is no claim ${unknown[0]}` : `are no claims ${unknown.join(', ')}`;
  throw new UsageError([`--only: there ${which}; the claims are`, ...known].join('\n'));
}

/** Numbers and titles of a selection, without measuring it. */
function listClaims(units: readonly ClaimUnit[], json: boolean): number {
  const rows = claims.flatMap(({ id, name, source }) => {
    const own = units.filter((unit) => unit.id === id);
    if (own.length === 0) return [];
    const samplers = own.map(({ sampler }) => sampler).sort((a, b) => Number(b > a) - Number(a > b));
    return [{ id, name, source, samplers, seconds: own.reduce((sum, { cost }) => sum + cost, 0) }];
  });
  const columns = [
    { title: 'claim', align: 'right' },
    { title: 'cost', align: 'right' },
    { title: 'samplers' },
    { title: 'what it says' },
  ] as const;
  const cells = rows.map(({ id, name, samplers, seconds }) => {
    return [String(id), formatDuration(seconds), samplers.join(', '), name];
  });
  console.log(json ? JSON.stringify(rows) : formatTable(columns, cells));
  return exitCodes.done;
}

/** The dearest are measured first, so that the first line with a verdict takes its time. */
function expectation(units: readonly ClaimUnit[], threads: number): string {
  const seconds = units.reduce((sum, { cost }) => sum + cost, 0);
  const workers = Math.max(1, Math.min(threads, units.length));
  const measured = units.length === 1 ? 'one measurement' : `${units.length} measurements`;
  return `${measured} on ${workers === 1 ? 'one thread' : `${workers} threads`}, dearest first: about ${formatDuration(seconds / workers)}`;
}

/** What a full run takes: the estimate of the whole, and of each claim that has dear settings. */
function costOf(units: readonly ClaimUnit[]): string {
  const total = units.reduce((sum, { cost }) => sum + cost, 0);
  const dear = units
    .filter((unit) => unit.dear)
    .map(({ id, sampler, cost }) => `  claim ${id} (${sampler}): about ${formatDuration(cost)}`);
  return [
    `about ${formatDuration(total)} of processor time; of this, the settings of a full run:`,
    ...dear,
  ].join('\n');
}
