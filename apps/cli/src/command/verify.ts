/** `collapse verify`: measures the claims and prints what was expected, what was measured, and the verdict. */
import { exitCodes, type VerifiedClaim, verifyOnThreads } from '@collapse-lab/sweep';
import { formatDuration } from '../output/format.ts';
import { formatTable } from '../output/table.ts';

export interface VerifyOptions {
  readonly only?: readonly number[];
  readonly sampler?: 'statistics' | 'samples';
  readonly scale?: number;
  readonly threads?: number;
  readonly json?: boolean;
}

export async function verify(options: VerifyOptions): Promise<number> {
  const start = performance.now();
  const quiet = options.json === true;
  const results = await verifyOnThreads({
    ...options,
    onClaim: ({ claim, sampler, holds, seconds }) => {
      if (quiet) return;
      const verdict = holds ? 'holds' : 'DOES NOT HOLD';
      console.error(`claim ${claim.id} (${sampler}): ${verdict}, ${formatDuration(seconds)}`);
    },
  });
  if (quiet) console.log(JSON.stringify(results.map(resultJson)));
  else {
    console.log(table(results));
    console.log(summary(results, (performance.now() - start) / 1000));
  }
  return results.every((result) => result.holds) ? exitCodes.done : exitCodes.failed;
}

function table(results: readonly VerifiedClaim[]): string {
  const columns = [
    { title: 'claim', align: 'right' as const },
    { title: 'sampler' },
    { title: 'what' },
    { title: 'expected', align: 'right' as const },
    { title: 'measured', align: 'right' as const },
    { title: 'std. error', align: 'right' as const },
    { title: 'z', align: 'right' as const },
    { title: 'rule' },
    { title: 'verdict' },
  ];
  const rows = results.flatMap(({ claim, sampler, checks }) =>
    checks.map((check) => [
      String(claim.id),
      sampler,
      check.what,
      formatNumber(check.expected),
      formatNumber(check.measured),
      formatNumber(check.standardError),
      Number.isFinite(check.z) ? check.z.toFixed(2) : '',
      check.tolerance,
      check.holds ? 'holds' : 'DOES NOT HOLD',
    ]),
  );
  return formatTable(columns, rows);
}

function summary(results: readonly VerifiedClaim[], seconds: number): string {
  const ids = (all: readonly VerifiedClaim[]): Set<number> => new Set(all.map(({ claim }) => claim.id));
  const failed = ids(results.filter(({ holds }) => !holds));
  const total = ids(results).size;
  const checks = results.reduce((sum, result) => sum + result.checks.length, 0);
  const verdict =
    failed.size === 0
      ? `all ${total} claims hold`
      : `${total - failed.size} of ${total} claims hold; not ${[...failed].join(', ')}`;
  return `\n${verdict} (${checks} checks, ${formatDuration(seconds)})`;
}

/** Six significant digits. */
function formatNumber(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(6)));
}

function resultJson({ claim, sampler, checks, holds, seconds }: VerifiedClaim) {
  const { id, name, source, setting } = claim;
  return { id, name, source, setting, sampler, holds, seconds, checks };
}
