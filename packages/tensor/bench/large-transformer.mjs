// A language model of the shape of OPT-125m (12 layers, width 768, 12 heads, vocabulary 50,272; 124 million parameters), 16
// sequences of 64 tokens: training steps with AdamW on the native engine, on one thread and on two, beside PyTorch; and one
// new token for 80 sequences with a cache, on wasm too. Each in a process of its own, for its memory. Losses are
// checked. Takes minutes, and 4 GiB.
//
// node packages/tensor/bench/large-transformer.mjs [--rounds 1] [--steps 2] [--json folder]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { median } from '@collapse-lab/math';
import { planMemory, wasmEngine } from '@collapse-lab/tensor';
import { nativeEngine } from '@collapse-lab/tensor/node';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';
import { askPeerWith } from '../../../tools/bench/peer.mjs';
import { torchSettings } from './engines.mjs';
import { generationStep, transformerStep } from './language-model.mjs';
import { checkLosses } from './training.mjs';

// What the weights leave behind while they are drawn is not of the session.
setFlagsFromString('--expose-gc');

const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1' },
    steps: { type: 'string', default: '2' },
    json: { type: 'string' },
    only: { type: 'string' },
  },
});
const [batch, sequences] = [16, 80];
const mebibytes = (bytes) => bytes / (1 << 20);
const make = { train: () => transformerStep(batch, 'large'), next: () => generationStep(sequences, 'large') };

const collectGarbage = runInNewContext('gc');

function timed(action) {
  const start = performance.now();
  const value = action();
  return { value, milliseconds: performance.now() - start };
}

/** Loading, steps and memory of one engine, in this process. */
function measure({ program, engine, threads }) {
  const { module, parameters, inputs } = make[program]();
  const chosen = engine === 'wasm' ? wasmEngine : nativeEngine({ threads });
  collectGarbage();
  const before = process.memoryUsage.rss();
  const load = timed(() => {
    const session = chosen.loadSync(module);
    session.setParameters(parameters);
    return session;
  });
  const session = load.value;
  const runs = Array.from({ length: 1 + Number(given.steps) }, () =>
    timed(() => session.run(program, inputs)),
  );
  collectGarbage();
  const taken = process.memoryUsage.rss() - before;
  const state = program === 'train' ? timed(() => session.state()).milliseconds : undefined;
  return {
    arena: 4 * planMemory(module, 'shared', threads).words,
    load: load.milliseconds,
    losses: runs.map(({ value }) => value.loss),
    step: median(Float64Array.from(runs.slice(1), ({ milliseconds }) => milliseconds)),
    taken,
    // Used here, so that they are not given back before what the session takes is measured.
    parameters: Object.keys(parameters).length,
    state,
  };
}

function measureApart(task) {
  const args = [fileURLToPath(import.meta.url), '--steps', given.steps, '--only', JSON.stringify(task)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }).trim().split('\n').at(-1));
}

/** The fastest of the rounds: a step of seconds on a shared machine has no better estimate. */
function best(results) {
  return results.reduce((one, other) => (other.step < one.step ? other : one));
}

function memoryRows(table, work, { load, taken, arena, state }) {
  table.row({ work: `${work}: loading`, unit: 'ms', ours: load });
  if (state !== undefined) table.row({ work: `${work}: state()`, unit: 'ms', ours: state });
  const [ours, plan] = [taken, arena].map(mebibytes);
  const by = 'the arena of the plan';
  table.row({
    work: `${work}: memory of the session`,
    unit: 'MiB',
    ours,
    peer: plan,
    by,
    ratio: ours / plan,
    target: '≤ 1.1',
  });
}

function compare() {
  const table = new BenchTable('large-transformer');
  const versions = {};
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  // As it comes, and with AVX-512 in its libraries: the faster one counts.
  const settings = torchSettings(folder).filter(({ beside }) => beside.includes('native avx512'));
  const found = { one: [], two: [], torch: [] };
  for (let round = 0; round < Number(given.rounds); round++) {
    for (const [name, threads] of [
      ['one', 1],
      ['two', 2],
    ])
      found[name].push(measureApart({ program: 'train', engine: 'native', threads }));
    for (const { environment } of settings) {
      const peer = askPeerWith(environment, 'transformer_torch.py', batch, 0, 'large');
      if (peer === undefined) continue;
      checkLosses('torch', peer.losses, found.one[0].losses);
      Object.assign(versions, peer.versions, { optimiser: peer.optimiser });
      found.torch.push({ step: peer.milliseconds });
    }
  }
  rmSync(folder, { recursive: true });
  const [one, two] = [best(found.one), best(found.two)];
  checkLosses('two threads', two.losses, one.losses);
  const unit = 'ms per step';
  const torch = found.torch.length > 0 ? best(found.torch) : {};
  const beside = { peer: torch.step, by: 'torch, one thread', target: 'goal 0.9' };
  table.row({ work: 'training: native', unit, ours: one.step, ...beside });
  const threads = { peer: one.step, by: 'one thread', target: '≥ 1.7' };
  table.row({ work: 'training: native, two threads', unit, ours: two.step, ...threads });
  memoryRows(table, 'training: native', one);
  for (const [name, task] of [
    ['native', { engine: 'native', threads: 1 }],
    ['native, two threads', { engine: 'native', threads: 2 }],
    ['wasm', { engine: 'wasm', threads: 1 }],
  ]) {
    const generation = measureApart({ program: 'next', ...task });
    const work = `a token for ${sequences} sequences: ${name}`;
    table.row({ work, unit: 'ms', ours: generation.step });
    table.row({ work: `${work}: loading`, unit: 'ms', ours: generation.load });
    // Pages of the caches that no position was written to are not there yet: the plan says how many may be.
    table.row({ work: `${work}: arena of the plan`, unit: 'MiB', ours: mebibytes(generation.arena) });
  }
  table.versions(versions);
  table.finish({ json: given.json, rounds: found });
}

if (given.only === undefined) compare();
else console.log(JSON.stringify(measure(JSON.parse(given.only))));
