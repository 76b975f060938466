// The whole table of claims on one core: processor seconds of every unit beside the estimate that orders them, the largest
// |z|, and the false-alarm rate of the table by Bonferroni, with the skewness that the run itself shows.
//
// node packages/theory/bench/verify.mjs [--scale 1] [--only 1,2,3] [--full] [--json folder]
import { parseArgs } from 'node:util';
import { claimUnits, compareUnits, measureClaim } from '@collapse-lab/theory';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';

const { values: given } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    only: { type: 'string' },
    full: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const scale = Number(given.scale);
const { full } = given;
const only = given.only?.split(',').map(Number);

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** How far a check is off, in the direction that counts. */
function deviation({ tolerance, z }) {
  if (tolerance.startsWith('z ≤')) return Math.max(0, z);
  return tolerance.startsWith('z ≥') ? Math.max(0, -z) : Math.abs(z);
}

const inErrors = ({ tolerance }) => !tolerance.startsWith('within');

const table = new BenchTable('claims');
const checks = [];
let total = 0;
for (const { id, sampler, cost } of [...claimUnits({ scale, full, only })].sort(compareUnits)) {
  const from = cpuSeconds();
  const result = measureClaim(id, { sampler, scale, full });
  const seconds = cpuSeconds() - from;
  total += seconds;
  checks.push(...result.checks.map((check) => ({ id, sampler, ...check })));
  const largest = Math.max(0, ...result.checks.filter(inErrors).map(deviation)).toFixed(2);
  table.row({
    work: `claim ${id}, ${sampler}: ${result.checks.length} checks, |z| ≤ ${largest}${result.holds ? '' : ', FAILS'}`,
    unit: 's',
    ours: seconds,
    peer: cost,
    by: 'its estimate',
  });
}
const rate = checks.reduce((sum, { falseAlarm }) => sum + falseAlarm, 0);
table.row({ work: `all, scale ${scale}${full ? ', full' : ''}`, unit: 's', ours: total });
table.row({ work: 'false-alarm rate of the table', unit: '%', ours: 100 * rate, target: '≤ 1 %' });
table.finish({ json: given.json, checks });

/** Standard scores of means and shares should have mean square 1 at every scale. */
const scores = checks.filter(({ tolerance }) => tolerance.startsWith('|z|')).map(({ z }) => z);
const meanSquare = scores.reduce((sum, z) => sum + z * z, 0) / scores.length;
console.log(`${scores.length} two-sided checks, mean square of z ${meanSquare.toFixed(3)}`);
const likeliest = [...checks].sort((a, b) => b.falseAlarm - a.falseAlarm).slice(0, 8);
console.log('likeliest false alarms:');
for (const { id, sampler, what, falseAlarm } of likeliest)
  console.log(`  ${falseAlarm.toExponential(1)}  claim ${id}, ${sampler}: ${what}`);
