/**
 * Runs one sweep in every way it can be run and compares the stores byte for byte: in this process, on 1, 2 and 7
 * threads, in processes, in three parts, and with other Node binaries.
 *
 *   node tools/reliability/same-bytes.mjs [--experiment wright-fisher] [--seeds 5] [--node /path/to/other/node …]
 *
 * Exit code 0 when all stores hold the same files with the same bytes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hashesOfSegments } from './segments.mjs';

const program = fileURLToPath(new URL('../../apps/cli/bin/collapse.js', import.meta.url));

const { values: options } = parseArgs({
  options: {
    experiment: { type: 'string', default: 'wright-fisher' },
    seeds: { type: 'string', default: '5' },
    node: { type: 'string', multiple: true, default: [] },
  },
});

const threads = (n) => ['--executor', 'threads', '--threads', String(n)];
const ways = [
  { name: 'inline', runs: [['--executor', 'inline']] },
  ...[1, 2, 7].map((n) => ({ name: `${n} threads`, runs: [threads(n)] })),
  { name: '2 processes', runs: [['--executor', 'processes', '--threads', '2']] },
  { name: 'parts 3/3 1/3 2/3', runs: ['3/3', '1/3', '2/3'].map((part) => [...threads(2), '--part', part]) },
  ...options.node.map((node) => ({ name: `other node (${versionOf(node)})`, runs: [threads(2)], node })),
];

function versionOf(node) {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
}

function storeOf({ runs, node = process.execPath }, store) {
  for (const run of runs) {
    const words = [
      program,
      'run',
      options.experiment,
      '--seeds',
      options.seeds,
      '--quiet',
      '--store',
      store,
      ...run,
    ];
    execFileSync(node, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return hashesOfSegments(store);
}

function sameAs(reference, found) {
  return reference.size === found.size && [...reference].every(([name, hash]) => found.get(name) === hash);
}

const scratch = mkdtempSync(join(tmpdir(), 'collapse-same-bytes-'));
try {
  const reference = storeOf(ways[0], join(scratch, '0'));
  console.log(`${ways[0].name} (${process.version}): ${reference.size} segments of ${options.experiment}`);
  ways.slice(1).forEach((way, i) => {
    const same = sameAs(reference, storeOf(way, join(scratch, String(i + 1))));
    console.log(`${way.name}: ${same ? 'the same bytes' : 'OTHER BYTES'}`);
    if (!same) process.exitCode = 1;
  });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
