/** The claims table as plain text: what `collapse verify` prints. */
import type { Check } from '../claim.ts';
import type { ClaimResult } from '../verify.ts';

const heading = ['', 'expected', 'measured', 'SE', 'z', 'verdict'] as const;

/**
 * One block per result (number, name, sampler, source, setting, correction), a row per check, a last line
 * that counts.
 */
export function formatClaims(results: readonly ClaimResult[]): string {
  const rows = results.map(({ checks }) => checks.map(rowOf));
  const widths = columnWidths([[...heading], ...rows.flat()]);
  const blocks = results.map((result, i) => [
    ...aboutLines(result),
    ...[[...heading], ...rows[i]].map((row) => `  ${alignRow(row, widths)}`),
  ]);
  return [...blocks.map((lines) => lines.join('\n')), summary(results)].join('\n\n');
}

/** The count of claims and checks that hold, and the false-alarm rate of these checks together. */
export function summary(results: readonly ClaimResult[]): string {
  const checks = results.flatMap((result) => result.checks);
  const failed = results.filter((result) => !result.holds);
  const names = [...new Set(failed.map(({ id }) => id))].join(', ');
  const claims = new Set(results.map(({ id }) => id)).size;
  const verdict = failed.length === 0 ? 'all hold' : `not holding: claims ${names}`;
  return (
    `${claims} claim${claims === 1 ? '' : 's'}, ${checks.length} check${checks.length === 1 ? '' : 's'}: ${checks.filter(({ holds }) => holds).length} hold, ` +
    `${checks.filter(({ holds }) => !holds).length} fail; ${verdict}. ` +
    `A correct simulator fails any of these with ${falseAlarm(checks)}.`
  );
}

/** By Bonferroni, in percent, rounded up. */
function falseAlarm(checks: readonly Check[]): string {
  const rate = checks.reduce((sum, check) => sum + check.falseAlarm, 0);
  if (rate >= 0.5) return 'a probability that cannot be told from so few replicates';
  return `probability below ${Math.ceil(rate * 1e4) / 100} %`;
}

function aboutLines({ id, name, sampler, source, setting, correction, holds }: ClaimResult): string[] {
  const lines = [
    `${id}  ${name}  [${sampler}: ${holds ? 'holds' : 'FAILS'}]`,
    `  source:  ${source}`,
    `  setting: ${setting}`,
  ];
  return correction === undefined ? lines : [...lines, `  note:    ${correction}`];
}

function rowOf(check: Check): string[] {
  return [
    check.what,
    number(check.expected),
    number(check.measured),
    check.standardError.toPrecision(2),
    check.z.toFixed(2),
    `${check.holds ? 'holds' : 'FAILS'} (${check.tolerance})`,
  ];
}

/** Five significant digits. */
function number(x: number): string {
  return x === 0 ? '0' : x.toPrecision(5);
}

function columnWidths(rows: readonly (readonly string[])[]): number[] {
  return heading.map((_, column) => Math.max(...rows.map((row) => [...row[column]].length)));
}

/** First and last columns to the left, numbers to the right. */
function alignRow(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => {
    const padding = ' '.repeat(widths[column] - [...cell].length);
    return column === 0 || column === row.length - 1 ? cell + padding : padding + cell;
  });
  return cells.join('  ').trimEnd();
}
