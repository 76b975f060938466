// Where the time of a training step goes: its instructions one after the other, each timed, summed by operation. Medians
// over rounds. Timing adds about a microsecond per instruction: look at large steps.
//
// node packages/tensor/bench/profile.mjs [--network wide|small|picture|transformer] [--batch 256] [--vectors avx512|avx2|wasm]
//   [--rounds 15]
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { median } from '@collapse-lab/math';
import { planMemory } from '@collapse-lab/tensor';
import { allocateWasm, loadKernels } from '@collapse-lab/tensor/testing';
import { transformerStep } from './language-model.mjs';
import { vaeStep } from './networks.mjs';

const { values: given } = parseArgs({
  options: {
    network: { type: 'string', default: 'picture' },
    batch: { type: 'string', default: '256' },
    vectors: { type: 'string', default: 'avx512' },
    rounds: { type: 'string', default: '15' },
  },
});

/** The addon without the engine around it, so that instructions can be run one by one. */
function allocateNative(words) {
  const addon = createRequire(import.meta.url)('../native/kernels.node');
  const buffer = new ArrayBuffer(4 * (words + 16));
  const skipped = 4 * addon.lineOffset(new Float32Array(buffer));
  const floats = new Float32Array(buffer, skipped, words);
  const bits = { avx2: 1, avx512: 2 }[given.vectors];
  const run = (start, count) => addon.run(floats, start, count, bits, 1, 0);
  return { floats, integers: new Int32Array(buffer, skipped, words), run };
}

const batch = Number(given.batch);
const { module, parameters, inputs } =
  given.network === 'transformer' ? transformerStep(batch) : vaeStep(given.network, batch);
const { start, instructions, operations } = planMemory(module).programs.train;
let machine;
const loaded = loadKernels(module, (words) => {
  machine = given.vectors === 'wasm' ? allocateWasm(words) : allocateNative(words);
  return machine;
});
for (const [name, values] of Object.entries(parameters)) loaded.writeParameter(name, values);
for (const [name, values] of Object.entries(inputs)) loaded.writeInput('train', name, values);
loaded.writeHyper('train', [1e-3, 10, 1000]);

const begins = [...operations.keys(), instructions.length];
const rounds = Array.from({ length: Number(given.rounds) }, () => {
  const spent = new Map();
  for (let i = 0; i + 1 < begins.length; i++) {
    const before = performance.now();
    machine.run(start + begins[i], begins[i + 1] - begins[i]);
    const operation = operations.get(begins[i]);
    spent.set(operation, (spent.get(operation) ?? 0) + performance.now() - before);
  }
  return spent;
});

const total = median(Float64Array.from(rounds, (spent) => [...spent.values()].reduce((a, b) => a + b)));
const rows = [...rounds[0].keys()].map((operation) => {
  const milliseconds = median(Float64Array.from(rounds, (spent) => spent.get(operation)));
  return { operation, milliseconds, percent: (100 * milliseconds) / total };
});
rows.sort((a, b) => b.milliseconds - a.milliseconds);
const round = (x) => Number(x.toPrecision(3));
console.table(
  rows.map((row) => ({ ...row, milliseconds: round(row.milliseconds), percent: round(row.percent) })),
);
console.log(`${given.network}, batch ${given.batch}, ${given.vectors}: ${round(total)} ms a step`);
