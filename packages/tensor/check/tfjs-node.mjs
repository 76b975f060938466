// Installs @tensorflow/tfjs-node in a folder of its own and runs the contract of engines on it. Not part of the tests:
// the package downloads libtensorflow when it is installed, which many networks refuse.
//
// node packages/tensor/check/tfjs-node.mjs [--required] [--installed folder]
//   --installed: a folder where it is installed already, in place of one of its own
//
// Exit status: 0 where the contract is kept, and where the package could not be installed or does not work here (the
// reason is printed; `--required` makes that 2); 1 where the contract is broken.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { tfjsAvailability } from '@collapse-lab/tensor/node';
import { describeEngine } from '@collapse-lab/tensor/testing';

const version = '4.22.0';
const { values: given } = parseArgs({
  options: { required: { type: 'boolean', default: false }, installed: { type: 'string' } },
});

/** What npm says of errors, without stacks. */
function errorLines(text) {
  const lines = text.split('\n').filter((line) => /https?:|error: |code /i.test(line));
  return lines.map((line) => line.replace(/^npm error /, '')).join('\n  ');
}

/** The reason why it could not be installed, or undefined. */
function install(folder) {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
  const done = spawnSync('npm', ['install', ...options, `@tensorflow/tfjs-node@${version}`], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 15 * 60_000,
  });
  if (done.status === 0) return undefined;
  return done.error?.message ?? errorLines(done.stderr);
}

/** Runs the contract; the number of broken tests. */
function runContract(engine) {
  const path = [];
  let kept = 0;
  let broken = 0;
  const describe = (name, body) => {
    path.push(name);
    body();
    path.pop();
  };
  const it = (name, body) => {
    try {
      body();
      kept++;
    } catch (error) {
      broken++;
      console.error(`broken: ${[...path, name].join(' > ')}: ${error.message}`);
    }
  };
  describeEngine({ describe, it }, engine);
  console.log(`${engine.name}: ${kept} of ${kept + broken} tests of the contract are kept`);
  return broken;
}

function skip(reason) {
  console.log(`not checked: @tensorflow/tfjs-node ${version} on Node ${process.version}:\n  ${reason}`);
  return given.required ? 2 : 0;
}

function checkIn(folder) {
  const found = tfjsAvailability({ from: folder });
  if (!found.available) return skip(found.reason);
  if (!found.package.startsWith('@tensorflow/tfjs-node')) return skip(`found ${found.package} only`);
  return runContract(found.engine) > 0 ? 1 : 0;
}

function installAndCheck() {
  const folder = mkdtempSync(join(tmpdir(), 'tfjs-node-'));
  try {
    const refused = install(folder);
    return refused === undefined ? checkIn(folder) : skip(refused);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = given.installed === undefined ? installAndCheck() : checkIn(resolve(given.installed));
