// What a session takes of the memory of the process, against the arena that its plan states; each in a process of its
// own, in which nothing can be given back in between.
//
// node packages/tensor/bench/memory.mjs [--json folder]
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { planMemory } from '@collapse-lab/tensor';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';
import { ownEngines } from './engines.mjs';
import { vaeStep } from './networks.mjs';

const { values: given } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });

function run(engine, { module, parameters, inputs }) {
  const session = engine.loadSync(module);
  session.setParameters(parameters);
  for (let i = 0; i < 2; i++) session.run('train', inputs);
  return session;
}

/** Bytes that a session takes, and bytes of its arena. */
function measure(name, network, batch) {
  const { engine } = ownEngines().find((each) => each.name === name);
  // What an engine takes once, such as compiled code, is not of a session.
  const first = run(engine, vaeStep(network, 1));
  const step = vaeStep(network, batch);
  const before = process.memoryUsage.rss();
  const second = run(engine, step);
  const taken = process.memoryUsage.rss() - before;
  for (const session of [first, second]) session.dispose();
  return { taken, arena: 4 * planMemory(step.module).words };
}

function measureApart(...task) {
  const path = fileURLToPath(import.meta.url);
  const line = execFileSync(process.execPath, [path, '--only', JSON.stringify(task)], { encoding: 'utf8' });
  return JSON.parse(line.trim().split('\n').at(-1));
}

function compare() {
  const table = new BenchTable('memory');
  const mebibytes = (bytes) => bytes / (1 << 20);
  for (const [network, batch] of [
    ['picture', 256],
    ['wide', 2048],
  ]) {
    for (const { name } of ownEngines()) {
      const { taken, arena } = measureApart(name, network, batch);
      const work = `${network}, batch ${batch}: ${name}`;
      const by = 'the arena of the plan';
      const [ours, peer] = [taken, arena].map(mebibytes);
      table.row({ work, unit: 'MiB', ours, peer, by, ratio: taken / arena, target: '≤ 1.2' });
    }
  }
  table.finish({ json: given.json });
}

if (given.only === undefined) compare();
else console.log(JSON.stringify(measure(...JSON.parse(given.only))));
