// Products of square matrices on every engine beside PyTorch, and as a fraction of what the machine can do at most. One
// thread each; medians of interleaved rounds. PyTorch is measured as it comes, held to AVX2 (beside native avx2), and made
// to use AVX-512.
//
// node packages/tensor/bench/matmul.mjs [--sizes 128,512,1024] [--rounds 5] [--seconds 0.5] [--json folder]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { matmul, program, record, slice } from '@collapse-lab/tensor';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';
import { hashedWeights } from '../../../tools/bench/hashed-uniforms.mjs';
import { askPeerWith } from '../../../tools/bench/peer.mjs';
import { ownEngines, torchSettings } from './engines.mjs';
import { interleave, millisecondsOf } from './measure.mjs';
import { peakRates } from './peak.mjs';

const { values: given } = parseArgs({
  options: {
    sizes: { type: 'string', default: '128,512,1024' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '0.5' },
    json: { type: 'string' },
  },
});
const rounds = Number(given.rounds);
const seconds = Number(given.seconds);

/** Only one element of the product is read back. */
function product(n) {
  const outputs = ({ a, b }) => ({ last: slice(matmul(a, b), [n - 1, n - 1], [1, 1]) });
  const shape = [n, n];
  return record({ parameters: { a: { shape }, b: { shape } }, programs: { product: program({ outputs }) } });
}

function contestant({ name, engine }, n) {
  const session = engine.loadSync(product(n));
  session.setParameters({ a: hashedWeights(1, n * n, 1), b: hashedWeights(2, n * n, 1) });
  const last = session.run('product').last[0];
  return { name, last, measure: () => millisecondsOf(() => session.run('product'), seconds) };
}

const versions = {};

function torch(n, { name, environment }, expected) {
  const measure = () => {
    const answer = askPeerWith(environment, 'matmul_torch.py', n, seconds);
    if (answer === undefined) return undefined;
    if (!(Math.abs(answer.last - expected) < 1e-3))
      throw new Error(`${name}: got ${answer.last}, not ${expected}`);
    Object.assign(versions, answer.versions);
    return answer.milliseconds;
  };
  return { name, measure };
}

const table = new BenchTable('matmul');
const own = ownEngines();
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const settings = torchSettings(folder);
const peaks = peakRates(folder);
const details = { peaks };

for (const n of given.sizes.split(',').map(Number)) {
  const contestants = own.map((each) => contestant(each, n));
  const expected = contestants[0].last;
  for (const setting of settings) contestants.push(torch(n, setting, expected));
  const results = interleave(contestants, rounds);
  details[n] = Object.fromEntries([...results].map(([name, { all }]) => [name, all]));
  for (const { name } of own) {
    const ours = results.get(name).median;
    const rate = (2 * n * n * n) / ours / 1e6;
    const peak = peaks[name.replace('native ', '')];
    const share =
      peak === undefined ? '' : `, ${Math.round((100 * rate) / peak)} % of the peak ${peak.toFixed(0)}`;
    const work = `matmul ${n}: ${name}, ${rate.toFixed(0)} GFLOP/s${share}`;
    const peers = settings.filter((setting) => setting.beside.includes(name) && results.has(setting.name));
    if (peers.length === 0) table.row({ work, unit: 'ms', ours });
    for (const { name: by } of peers) {
      const target = n === 512 && name.startsWith('native') ? '≥ 0.75' : undefined;
      table.row({ work, unit: 'ms', ours, peer: results.get(by).median, by, target });
    }
  }
}
table.versions(versions);
table.finish({ json: given.json, rounds: details });
rmSync(folder, { recursive: true });
