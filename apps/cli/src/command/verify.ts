/** `collapse verify`: measures the claims and prints what was expected, what was measured, and the verdict. */
import { exitCodes, verifyOnThreads } from '@collapse-lab/sweep';
import { formatClaims } from '@collapse-lab/theory';
import { formatDuration } from '../output/format.ts';

export interface VerifyOptions {
  readonly only?: readonly number[];
  readonly sampler?: 'statistics' | 'samples';
  readonly scale?: number;
  readonly threads?: number;
  readonly json?: boolean;
}

export async function verify({ json, ...request }: VerifyOptions): Promise<number> {
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
