// How far every engine is from the reference engine (double precision), operation by operation: the largest difference
// over the cases of the engine contract, in ε = 2⁻²³ of the largest element of a result (of 1 where that is smaller).
// `--markdown` prints a table for documents.
import { cpus } from 'node:os';
import { wasmEngine } from '@collapse-lab/tensor';
import { nativeAvailability, nativeEngine, tfjsAvailability } from '@collapse-lab/tensor/node';
import { measureAgreement } from '@collapse-lab/tensor/testing';

const engines = [['wasm', wasmEngine]];
for (const vectors of ['avx2', 'avx512']) {
  const found = nativeAvailability({ vectors });
  if (found.available) engines.push([`native ${vectors}`, nativeEngine({ vectors })]);
  else console.log(`skipped: native ${vectors}: ${found.reason}`);
}
const tfjs = tfjsAvailability();
if (tfjs.available) engines.push([tfjs.engine.name, tfjs.engine]);
else console.log(`skipped: tfjs: ${tfjs.reason}`);

const found = engines.map(([name, engine]) => [name, measureAgreement(engine)]);
const text = ({ result, gradients }) => `${result.toFixed(1)} / ${gradients.toFixed(1)}`;
const rows = Object.keys(found[0][1]).map((operation) => [
  operation,
  ...found.map(([, agreement]) => text(agreement[operation])),
]);
const worst = found.map(([, agreement]) => {
  const all = Object.values(agreement);
  return {
    result: Math.max(...all.map(({ result }) => result)),
    gradients: Math.max(...all.map(({ gradients }) => gradients)),
  };
});
rows.push(['all', ...worst.map(text)]);

const header = ['result / gradients, in ε', ...found.map(([name]) => name)];
if (process.argv.includes('--markdown')) {
  for (const row of [header, header.map(() => '---'), ...rows]) console.log(`| ${row.join(' | ')} |`);
} else {
  console.table(rows.map((row) => Object.fromEntries(row.map((cell, i) => [header[i], cell]))));
}
console.log(`node ${process.version}; ${cpus()[0]?.model.trim() ?? process.arch}`);
