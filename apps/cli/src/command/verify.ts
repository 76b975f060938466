/** `collapse verify`: measures the claims and prints what was expected, what was measured, and the verdict. */
import { exitCodes, verifyOnThreads } from '@collapse-lab/sweep';
import { type ClaimUnit, claimUnits, formatClaims } from '@collapse-lab/theory';
import { formatDuration } from '../output/format.ts';

export interface VerifyOptions {
  readonly only?: readonly number[];
  readonly sampler?: 'statistics' | 'samples';
  readonly scale?: number;
  readonly full?: boolean;
  readonly threads?: number;
  readonly json?: boolean;
}

export async function verify({ json, ...request }: VerifyOptions): Promise<number> {
  if (request.full === true) console.error(costOf(claimUnits(request)));
  const start = performance.now();
  const elapsed = (): string => formatDuration((performance.now() - start) / 1000);
  const results = await verifyOnThreads({
    ...request,
    onClaim: ({ id, name, sampler, holds }) => {
      if (json !== true)
        console.error(`${elapsed()}: claim ${id} (${sampler}) ${holds ? 'holds' : 'FAILS'}: ${name}`);
    },
  });
  if (json === true) console.log(JSON.stringify(results));
  else console.log(`\n${formatClaims(results)}\n${elapsed()}`);
  return results.every((result) => result.holds) ? exitCodes.done : exitCodes.failed;
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
