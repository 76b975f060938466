/**
 * The whole table on one core: processor seconds per unit beside the estimate, and the false-alarm rate of
 * the table with the skewness that the run itself shows. For |z| ≤ k the Edgeworth factor of a Studentised
 * mean of skewness γ is about exp(γ k³/3) on the side the skewness favours.
 *
 *     node packages/theory/bench/verify.mjs [scale]
 */
import {
  chiSquaredTolerance,
  claimById,
  claimUnits,
  falseAlarmPerCheck,
  measureClaim,
  zTolerance,
} from '@collapse-lab/theory';

const scale = Number(process.argv[2] ?? 1);
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const started = cpuSeconds();
let rate = 0;
let checks = 0;
let skewest = { skewness: 0 };
for (const { id, sampler, cost } of claimUnits({ scale })) {
  const from = cpuSeconds();
  const result = measureClaim(id, { sampler, scale });
  const seconds = cpuSeconds() - from;
  for (const check of result.checks) {
    checks += 1;
    if (check.tolerance.startsWith('χ²')) rate += chiSquaredTolerance;
    else if (!check.tolerance.startsWith('within'))
      rate +=
        (falseAlarmPerCheck / 2) * (1 + Math.exp((Math.abs(check.skewness ?? 0) * zTolerance ** 3) / 3));
    if (Math.abs(check.skewness ?? 0) > Math.abs(skewest.skewness)) skewest = { ...check, id, sampler };
  }
  const worst = Math.max(...result.checks.map(({ z }) => Math.abs(z)));
  console.log(
    `${String(id).padStart(2)} ${sampler.padEnd(10)} ${seconds.toFixed(2)} s (estimate ${cost.toFixed(2)}), ` +
      `${result.checks.length} checks, largest |z| ${worst.toFixed(2)}, ${result.holds ? 'holds' : 'FAILS'}`,
  );
}
for (const id of new Set(claimUnits().map((unit) => unit.id))) {
  for (const { replicates, expectations } of claimById(id).experiments) {
    for (const expectation of expectations) {
      if ('falseAlarm' in expectation) rate += expectation.falseAlarm * Object.keys(replicates).length;
    }
  }
}
console.log(`${checks} checks, false-alarm rate of the table about ${rate.toFixed(5)}`);
console.log(
  `skewest mean: ${skewest.skewness.toFixed(3)} (claim ${skewest.id}, ${skewest.sampler}: ${skewest.what})`,
);
console.log(`${(cpuSeconds() - started).toFixed(1)} s of processor time`);
