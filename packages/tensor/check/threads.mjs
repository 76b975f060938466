/**
 * Runs a training step of a transformer and a step of generation with a cache on one thread and on four, built with
 * ThreadSanitizer: a race ends the run, and so do other bits. Needs gcc with libtsan and a processor with AVX2.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stream } from '@collapse-lab/math';
import {
  adamw,
  add,
  attention,
  cachedAttention,
  dropout,
  embedding,
  layerNorm,
  logSoftmax,
  matmul,
  program,
  record,
  reshape,
  softmaxCrossEntropy,
  storeKeysValues,
  sum,
  topK,
  transpose,
} from '@collapse-lab/tensor';
import { loadKernels } from '@collapse-lab/tensor/testing';
import { arithmeticFlags, kernelFolder } from '../kernel/sources.mjs';

const threads = 4;
const [batch, time, d, heads, words] = [6, 17, 48, 3, 301];
const i32 = 'i32';

const shapes = {
  table: [words, d],
  positions: [time, d],
  gain: [d],
  bias: [d],
  qkv: [d, 3 * d],
  qkvBias: [3 * d],
  up: [d, 4 * d],
  down: [4 * d, d],
};

function layer(p, x, attend) {
  const normal = layerNorm(x, p.gain, p.bias);
  const attended = add(x, attend(matmul(normal, p.qkv, { bias: p.qkvBias })));
  return add(attended, matmul(matmul(attended, p.up, { activation: 'tanh' }), p.down));
}

const train = program({
  inputs: {
    ids: { shape: [batch, time], dtype: i32 },
    targets: { shape: [batch, time], dtype: i32 },
    bits: { shape: [batch, time, d], dtype: i32 },
  },
  outputs: (p, { ids, targets, bits }) => {
    const x = dropout(add(embedding(p.table, ids), p.positions), bits, { rate: 0.1 });
    const y = layer(p, x, (qkv) => attention(qkv, { heads, causal: true }));
    return { loss: softmaxCrossEntropy(matmul(y, p.table, { transposeB: true }), targets) };
  },
  train: { loss: 'loss', optimiser: adamw({ learningRate: 0.01 }), clipNorm: 1 },
});

const generate = program({
  inputs: {
    prompts: [batch, time - 1, 3 * d],
    ids: { shape: [batch], dtype: i32 },
    rows: { shape: [batch], dtype: i32 },
    position: { shape: [], dtype: i32 },
    sources: { shape: [batch, time], dtype: i32 },
  },
  outputs: (p, { prompts, ids, rows, position, sources }, { cache }) => {
    storeKeysValues(cache, prompts, rows);
    const y = layer(p, embedding(p.table, ids), (qkv) =>
      cachedAttention(qkv, cache, position, sources, { heads }),
    );
    const logits = matmul(y, transpose(p.table));
    const { values, indices } = topK(logSoftmax(logits), 10);
    return { values, total: sum(reshape(logits, [batch * words])), indices };
  },
});

const module = record({
  parameters: Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape }])),
  buffers: { cache: { shape: [batch, time, 2 * d] } },
  programs: { train, generate },
});

/** The bytes of a program in its arena, inputs written, before it runs. */
function dump(name, inputs) {
  let bytes;
  const allocate = (size) => {
    const floats = new Float32Array(size);
    const run = (start, count) => {
      bytes = Buffer.concat([
        Buffer.from(Int32Array.of(size, start, count).buffer),
        Buffer.from(floats.buffer),
      ]);
      return -1;
    };
    return { floats, integers: new Int32Array(floats.buffer), run };
  };
  const loaded = loadKernels(module, allocate, 'shared', threads);
  const stream = Stream.fromPath(['check threads']);
  for (const [parameter, shape] of Object.entries(shapes)) {
    const length = shape.reduce((product, size) => product * size, 1);
    loaded.writeParameter(
      parameter,
      Float32Array.from({ length }, () => stream.uniform() - 0.5),
    );
  }
  if (name === 'train') loaded.writeHyper(name, [0.01, 1, 1]);
  for (const [input, make] of Object.entries(inputs)) {
    const { shape } = module.programs[name].inputs[input];
    const length = shape.reduce((product, size) => product * size, 1);
    loaded.writeInput(
      name,
      input,
      Array.from({ length }, (_, i) => make(stream, i)),
    );
  }
  loaded.execute(name);
  return bytes;
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: kernelFolder, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const folder = mkdtempSync(join(tmpdir(), 'check-threads-'));
try {
  const binary = join(folder, 'threads');
  const flags = [...arithmeticFlags, '-fsanitize=thread', '-g', '-pthread', '-mavx2', '-mfma', '-I.'];
  const sources = ['../check/threads.c', 'threads.c', 'native-avx2.c'];
  run(process.env.CC ?? 'gcc', [...flags, ...sources, '-o', binary]);
  const below = (n) => (stream) => stream.uint32() % n;
  const programs = {
    train: { ids: below(words), targets: below(words), bits: (stream) => stream.int32() },
    generate: {
      prompts: (stream) => stream.uniform() - 0.5,
      ids: below(words),
      rows: (_, i) => i,
      position: () => time - 1,
      // The own row at the last position, any before.
      sources: (stream, i) => (i % time === time - 1 ? Math.floor(i / time) : stream.uint32() % batch),
    },
  };
  for (const [name, inputs] of Object.entries(programs)) {
    const file = join(folder, name);
    writeFileSync(file, dump(name, inputs));
    process.stdout.write(`${name}: `);
    run(binary, [file, String(threads)]);
  }
} finally {
  rmSync(folder, { recursive: true });
}
