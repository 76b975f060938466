/**
 * Kills a running sweep with SIGKILL at random moments, runs it again each time, and compares what is stored with
 * an uninterrupted run: the same files with the same bytes, none torn, none written twice, and no blob left that is not
 * in the uninterrupted run.
 *
 *   node tools/reliability/kill-nine.mjs [--experiment wright-fisher | --experiment path/of/experiment.yaml] [--seeds 100] [--moments 20]
 *                                        [--executor threads] [--threads 2] [--random 1]
 *
 * `--random` seeds the moments. Exit code 0 when all of it holds.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stream } from '@collapse-lab/math';
import { filesOfSegments, hashesOfSegments } from './segments.mjs';

const program = fileURLToPath(new URL('../../apps/cli/bin/collapse.js', import.meta.url));

const { values: options } = parseArgs({
  options: {
    experiment: { type: 'string', default: 'replace-vs-accumulate' },
    seeds: { type: 'string', default: '20' },
    moments: { type: 'string', default: '20' },
    executor: { type: 'string', default: 'threads' },
    threads: { type: 'string', default: '2' },
    random: { type: 'string', default: '1' },
  },
});

/** Runs the sweep; `killAfter` in milliseconds. */
function sweep(store, killAfter) {
  const { experiment, seeds, executor, threads } = options;
  const words = [program, 'run', experiment, '--seeds', seeds, '--executor', executor, '--threads', threads];
  const child = spawn(process.execPath, [...words, '--store', store, '--json', '--quiet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, outcome: code === 0 ? JSON.parse(output) : undefined });
    });
  });
}

/** Name → hash, and the identity of the file, which changes when it is written again. */
function segmentsOf(store) {
  return new Map(
    [...hashesOfSegments(store)].map(([name, hash]) => {
      const { ino, mtimeMs } = statSync(join(store, 'segments', name));
      return [name, { hash, file: `${ino} ${mtimeMs}` }];
    }),
  );
}

/** Files of blobs: those of published cells, and what is left beside checkpoints. */
function blobsOf(store) {
  return ['blobs', 'checkpoints'].flatMap((folder) => {
    if (!existsSync(join(store, folder))) return [];
    const entries = readdirSync(join(store, folder), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => `${folder}/${name}`);
  });
}

function blobDifferences(store) {
  const [expected, found] = [join(folder, 'whole'), store].map((each) => new Set(blobsOf(each)));
  const left = [...found].filter((name) => !expected.has(name)).map((name) => `${name} is left`);
  return [...left, ...[...expected].filter((name) => !found.has(name)).map((name) => `${name} is missing`)];
}

/** What differs, in words. `complete`: whether nothing may be missing. */
function differences(reference, found, complete) {
  const wrong = [...found].flatMap(([name, { hash }]) => {
    if (!reference.has(name)) return [`${name} is not of the uninterrupted run`];
    return reference.get(name).hash === hash ? [] : [`${name} has other bytes`];
  });
  const missing = complete ? [...reference.keys()].filter((name) => !found.has(name)) : [];
  return [...wrong, ...missing.map((name) => `${name} is missing`)];
}

const rewritten = (before, after) =>
  [...before]
    .filter(([name, { file }]) => after.get(name)?.file !== file)
    .map(([name]) => `${name} was written again`);

const folder = mkdtempSync(join(tmpdir(), 'collapse-kill-'));
const problems = [];
let kills = 0;
let torn = 0;

const start = performance.now();
const whole = await sweep(join(folder, 'whole'));
if (whole.code !== 0) throw new Error(`the uninterrupted run ended with code ${whole.code}`);
const milliseconds = performance.now() - start;
const reference = segmentsOf(join(folder, 'whole'));
console.log(
  `uninterrupted: ${whole.outcome.total} cells in ${reference.size} segments, ${Math.round(milliseconds)} ms`,
);

const stream = Stream.fromPath(['kill-nine', Number(options.random)]);
for (let attempt = 1; kills < Number(options.moments); attempt++) {
  const store = join(folder, `attempt-${attempt}`);
  for (let before = new Map(), finished = false; !finished; ) {
    const again = kills >= Number(options.moments);
    const moment = again ? undefined : 100 + stream.uniform() * milliseconds * 0.7;
    const { signal, code, outcome } = await sweep(store, moment);
    const after = segmentsOf(store);
    finished = signal === null;
    problems.push(...differences(reference, after, finished), ...rewritten(before, after));
    torn += filesOfSegments(store).filter((name) => name.endsWith('.bad')).length;
    if (finished) problems.push(...blobDifferences(store));
    if (finished && code !== 0) problems.push(`a run ended with code ${code}`);
    if (finished && outcome !== undefined && outcome.done !== outcome.total)
      problems.push('a run left cells');
    if (signal === 'SIGKILL') {
      kills++;
      const [ready, files] = [`${after.size} of ${reference.size} segments`, blobsOf(store).length];
      console.log(`kill ${kills} after ${Math.round(moment)} ms: ${ready}, ${files} blobs and checkpoints`);
    }
    before = after;
  }
  rmSync(store, { recursive: true });
}
rmSync(folder, { recursive: true });
for (const problem of new Set(problems)) console.log(problem);
console.log(
  `${kills} kills: ${torn} torn segments, ${problems.length} differences from the uninterrupted run`,
);
process.exitCode = problems.length + torn === 0 ? 0 : 1;
