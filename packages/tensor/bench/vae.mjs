// Steps of variational autoencoders, gradients and Adam included, on every engine beside PyTorch with its fused
// optimiser and TensorFlow.js. All start from the same weights and compute the same losses (checked). One thread each; medians of
// interleaved rounds. PyTorch is measured as it comes, held to AVX2 (beside native avx2), and made to use AVX-512.
//
// node packages/tensor/bench/vae.mjs [--networks wide,small,picture] [--rounds 5] [--seconds 1] [--tfjs cpu]
//   [--json folder]
//   --tfjs: backends of TensorFlow.js, none when left out: cpu; wasm or node where $TFJS is a folder that has them installed
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';
import { ownEngines, tfjsPeer, torchSettings } from './engines.mjs';
import { interleave } from './measure.mjs';
import { vaeStep } from './networks.mjs';
import { checkLosses, contestant, torch } from './training.mjs';

const { values: given } = parseArgs({
  options: {
    networks: { type: 'string', default: 'wide,small,picture' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1' },
    tfjs: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});
const rounds = Number(given.rounds);
const seconds = Number(given.seconds);

const works = {
  wide: { batch: 128, work: 'VAE 784-400-20, batch 128', convolutions: false },
  small: { batch: 256, work: 'VAE 2-64-64-2, batch 256', convolutions: false },
  picture: { batch: 256, work: 'convolutional VAE 28×28-64-128-20, batch 256', convolutions: true },
};
const targets = {
  wide: { 'native avx512': '≥ 1.2', 'native avx2': '≥ 1.0' },
  small: { 'native avx512': '≥ 4', wasm: '≥ 1.8' },
  picture: { 'native avx512': 'goal 1.0' },
};

const versions = {};

/** PyTorch; with convolutions also with channels last, whichever is faster. */
function peer(kind, batch, setting, expected) {
  const layouts = works[kind].convolutions ? [[], ['channels_last']] : [[]];
  const calls = layouts.map((layout) => [kind, batch, seconds, ...layout]);
  return torch(setting, 'vae_torch.py', calls, expected, versions);
}

const table = new BenchTable('vae');
const details = {};
const own = ownEngines();
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const settings = torchSettings(folder);
const backends = given.tfjs === '' ? [] : given.tfjs.split(',');

for (const kind of given.networks.split(',')) {
  const { batch, work } = works[kind];
  const step = vaeStep(kind, batch);
  const contestants = own.map((each) => contestant(each, step, seconds));
  const expected = contestants[0].losses;
  for (const { name, losses } of contestants) checkLosses(name, losses, expected);
  for (const setting of settings) contestants.push(peer(kind, batch, setting, expected));
  const results = interleave(contestants, rounds);
  for (const backend of backends) {
    const other = await tfjsPeer(backend);
    if (other === undefined) continue;
    const slow = contestant(other, step, seconds);
    checkLosses(other.name, slow.losses, expected);
    results.set(other.name, interleave([slow], 1).get(other.name));
  }
  details[kind] = Object.fromEntries([...results].map(([name, { all }]) => [name, all]));
  for (const { name } of own) {
    const ours = results.get(name).median;
    const peers = settings.filter((setting) => setting.beside.includes(name) && results.has(setting.name));
    const label = `${work}: ${name}`;
    if (peers.length === 0) table.row({ work: label, unit: 'ms per step', ours });
    for (const { name: by } of peers) {
      const peer = results.get(by).median;
      table.row({ work: label, unit: 'ms per step', ours, peer, by, target: targets[kind][name] });
    }
  }
  for (const [by, { median: peer }] of results) {
    if (!by.startsWith('tfjs')) continue;
    const target = kind === 'wide' && by.startsWith('tfjs wasm') ? '≥ 3' : undefined;
    table.row({
      work: `${work}: wasm`,
      unit: 'ms per step',
      ours: results.get('wasm').median,
      peer,
      by,
      target,
    });
  }
}
table.versions(versions);
table.finish({ json: given.json, rounds: details });
rmSync(folder, { recursive: true });
