// Language models: 5-beam generation of 16 × 64 new tokens after prompts of 64 (4 layers, width 128, 4 heads, vocabulary 1000)
// on every engine beside PyTorch, written the same way: keys and values in a cache, of which only those after the prompts
// are ever reordered. All continue the same prompts with the same weights, and find the same texts (checked, by how many).
// One thread; medians of interleaved rounds.
//
// node packages/models/bench/opt.mjs [--rounds 5] [--seconds 3] [--layers 4] [--width 128] [--vocabulary 1000] [--json folder]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Stream } from '@collapse-lab/math';
import { opt, optModelOf, optTensorShapes } from '@collapse-lab/models';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';
import { hashedUniforms, hashedWeights } from '../../../tools/bench/hashed-uniforms.mjs';
import { askPeerWith } from '../../../tools/bench/peer.mjs';
import { ownEngines, torchSettings } from '../../tensor/bench/engines.mjs';
import { interleave, millisecondsOf } from '../../tensor/bench/measure.mjs';

const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    layers: { type: 'string', default: '4' },
    width: { type: 'string', default: '128' },
    vocabulary: { type: 'string', default: '1000' },
    json: { type: 'string' },
  },
});
const [rounds, seconds, layers, width, k] = [
  given.rounds,
  given.seconds,
  given.layers,
  given.width,
  given.vocabulary,
].map(Number);
const [length, n, beams] = [64, 16, 5];
const heads = width % 64 === 0 && width >= 512 ? width / 64 : 4;
const targets = { wasm: '≥ 1.0', 'native avx2': '≥ 1.6', 'native avx512': '≥ 1.6' };

const shape = { kind: 'sequences', length, k };
const resolved = opt.resolve({ width, layers, heads, positions: 2 * length, generate: { beams, batch: n } });
if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));

/** Layer norms 1 and 0; the table of tokens wide enough that some tokens are likelier than others. */
function weights(config) {
  const tensors = Object.entries(optTensorShapes(config)).map(([name, of], index) => {
    const count = of.reduce((product, size) => product * size, 1);
    if (of.length === 1) return [name, new Float32Array(count).fill(name.endsWith('norm.weight') ? 1 : 0)];
    const bound = name.includes('embed_tokens') ? 0.25 : 1 / Math.sqrt(of[1]);
    return [name, hashedWeights(3001 + index, count, bound)];
  });
  return { config, tensors: Object.fromEntries(tensors) };
}

const prompts = {
  ...shape,
  n,
  values: Uint32Array.from(hashedUniforms(3000, n * length), (u) => Math.floor(u * k)),
};
const stream = Stream.fromPath(['bench', 'opt']);

function contestant({ name, engine }) {
  const family = opt.create(resolved.options, shape, undefined, engine);
  const model = optModelOf(weights(family.config));
  const texts = family.sample(model, { n, given: prompts }, stream).values;
  const measure = () => millisecondsOf(() => family.sample(model, { n, given: prompts }, stream), seconds);
  return { name, texts, measure };
}

const versions = {};
/** Of the texts, how many are the same. */
const alike = (a, b) =>
  Array.from({ length: n }, (_, i) => i).filter((i) =>
    a.slice(i * length, (i + 1) * length).every((token, j) => token === b[i * length + j]),
  ).length;

function torch({ name, environment }, expected) {
  const measure = () => {
    const answer = askPeerWith(environment, 'opt_torch.py', layers, width, heads, k, seconds);
    if (answer === undefined) return undefined;
    const same = alike(Uint32Array.from(answer.tokens), expected);
    // Sums of log probabilities that differ by rounding may order two beams in another way.
    if (same < 0.8 * n)
      throw new Error(`${name}: ${same} of ${n} texts are those of wasm: not the same computation`);
    Object.assign(versions, answer.versions, { 'same texts': `${same} of ${n}` });
    return answer.milliseconds;
  };
  return { name, measure };
}

const table = new BenchTable('opt');
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const contestants = ownEngines().map(contestant);
const [{ texts: expected }] = contestants;
for (const { name, texts } of contestants)
  if (alike(texts, expected) < 0.8 * n) throw new Error(`${name}: texts are not those of wasm`);
const settings = torchSettings(folder);
const results = interleave([...contestants, ...settings.map((each) => torch(each, expected))], rounds);

for (const { name } of contestants) {
  const work = `${beams} beams, ${n} × ${length} tokens, ${layers} × ${width}: ${name}`;
  const ours = results.get(name).median;
  const besides = settings.filter(({ beside }) => beside.includes(name)).map((setting) => setting.name);
  const found = besides.filter((by) => results.has(by));
  if (found.length === 0) table.row({ work, unit: 'ms', ours });
  for (const by of found)
    table.row({ work, unit: 'ms', ours, peer: results.get(by).median, by, target: targets[name] });
}
table.versions(versions);
const details = Object.fromEntries([...results].map(([name, { all }]) => [name, all]));
table.finish({ json: given.json, rounds: details });
rmSync(folder, { recursive: true });
