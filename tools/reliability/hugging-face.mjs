/**
 * Models as Hugging Face saves them, at full size: tools/reference/hugging_face.py writes a randomly initialised OPT-125m in
 * 32 and 16 bits; its logits must be ours to 1e-4 of the largest, and those of the folder that we save again the same.
 * Needs PyTorch, 2 GB of memory and 2 GB below the temporary directory.
 *
 *     node tools/reliability/hugging-face.mjs [--size=small] [--python=/usr/bin/python3]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadOpt, optFiles, optLogits } from '../../packages/models/dist/index.js';
import { openFolder, writeOutputFile } from '../../packages/sweep/dist/index.js';

const { size, python } = parseArgs({
  options: {
    size: { type: 'string', default: '125m' },
    python: { type: 'string', default: '/usr/bin/python3' },
  },
}).values;
const script = fileURLToPath(new URL('../reference/hugging_face.py', import.meta.url));
const prompt = [2, 4, 10, 0, 7, 7, 3];
const tolerance = 1e-4;

const reference = (...options) =>
  execFileSync(python, [script, ...options.map(String)], { maxBuffer: 1 << 30, encoding: 'utf8' });
const referenceLogits = (folder) => JSON.parse(reference('logits', folder, ...prompt)).flat();

/** Of the largest. */
function difference(got, expected) {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(got[i] - value)), 0) / largest;
}

function timed(work) {
  const start = performance.now();
  return [work(), ((performance.now() - start) / 1000).toFixed(1)];
}

function check(format, place) {
  const folder = join(place, format);
  reference('write', folder, '--size', size, '--format', format, '--shards', format === 'BF16' ? 3 : 1);
  const [weights, loading] = timed(() => loadOpt(openFolder(folder)));
  const k = weights.config.vocabularySize;
  const tokens = { kind: 'sequences', n: 1, length: prompt.length, k, values: Uint32Array.from(prompt) };
  const ours = difference(optLogits(weights, tokens), referenceLogits(folder));
  const again = join(place, `${format}-again`);
  mkdirSync(again);
  const [, saving] = timed(() => {
    for (const file of optFiles(weights)) writeOutputFile(again, file);
  });
  const saved = difference(referenceLogits(again), referenceLogits(folder));
  console.log(
    `OPT ${size}, ${format}: logits ${ours.toExponential(1)}, saved again ${saved.toExponential(1)}; loaded in ${loading} s, saved in ${saving} s`,
  );
  return ours <= tolerance && saved === 0;
}

const place = mkdtempSync(join(tmpdir(), 'collapse-hugging-face-'));
try {
  const right = ['F32', 'F16', 'BF16'].map((format) => {
    const result = check(format, place);
    for (const name of [format, `${format}-again`]) rmSync(join(place, name), { recursive: true });
    return result;
  });
  if (right.includes(false)) process.exitCode = 1;
} finally {
  rmSync(place, { recursive: true });
}
console.log(`most memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
