// Training steps of a small language model (4 layers, width 128, 4 heads, context 64, batch 16, vocabulary 1000, AdamW) on
// every engine beside PyTorch with its fused optimiser and TensorFlow.js. All start from the same weights and compute the
// same losses (checked). One thread each; medians of interleaved rounds. PyTorch is measured as it comes, held to AVX2
// (beside native avx2), and made to use AVX-512.
//
// node packages/tensor/bench/transformer.mjs [--batch 16] [--rounds 5] [--seconds 2] [--tfjs wasm] [--json folder]
//   --tfjs: backends of TensorFlow.js, none when left out: cpu; wasm or node where $TFJS is a folder that has them installed
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';
import { ownEngines, tfjsPeer, torchSettings } from './engines.mjs';
import { transformerStep } from './language-model.mjs';
import { interleave } from './measure.mjs';
import { checkLosses, contestant, torch } from './training.mjs';

const { values: given } = parseArgs({
  options: {
    batch: { type: 'string', default: '16' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    tfjs: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});
const [batch, rounds, seconds] = [given.batch, given.rounds, given.seconds].map(Number);
const targets = { 'native avx512': '≥ 1.0', 'native avx2': '≥ 0.9' };

const table = new BenchTable('transformer');
const versions = {};
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const settings = torchSettings(folder);
const step = transformerStep(batch);
const contestants = ownEngines().map((each) => contestant(each, step, seconds));
const expected = contestants[0].losses;
for (const { name, losses } of contestants) checkLosses(name, losses, expected);
const peers = settings.map((setting) =>
  torch(setting, 'transformer_torch.py', [[batch, seconds]], expected, versions),
);
for (const backend of given.tfjs === '' ? [] : given.tfjs.split(',')) {
  const engine = await tfjsPeer(backend);
  if (engine === undefined) continue;
  peers.push(contestant(engine, step, seconds));
  checkLosses(engine.name, peers.at(-1).losses, expected);
}
const results = interleave([...contestants, ...peers], rounds);

for (const { name } of contestants) {
  const work = `transformer, batch ${batch}: ${name}`;
  const ours = results.get(name).median;
  const besides = settings.filter(({ beside }) => beside.includes(name)).map((setting) => setting.name);
  const others = [...results.keys()].filter((by) => name === 'wasm' && by.startsWith('tfjs'));
  const found = [...besides, ...others].filter((by) => results.has(by));
  if (found.length === 0) table.row({ work, unit: 'ms per step', ours });
  for (const by of found) {
    const target = by === 'tfjs wasm' ? '≥ 4' : targets[name];
    table.row({ work, unit: 'ms per step', ours, peer: results.get(by).median, by, target });
  }
}
table.versions(versions);
const details = Object.fromEntries([...results].map(([name, { all }]) => [name, all]));
table.finish({ json: given.json, rounds: details });
rmSync(folder, { recursive: true });
