// Steps of a variational autoencoder on two threads, each with a session of its own, against one thread. Medians of interleaved
// rounds. Needs two idle cores.
//
// node packages/tensor/bench/threads.mjs [--networks wide,small] [--rounds 5] [--seconds 1] [--json folder]
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { median } from '@collapse-lab/math';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';
import { ownEngines } from './engines.mjs';
import { vaeStep } from './networks.mjs';

/** A thread: every message, a number of seconds, is answered with the rate of steps in that time. */
function work({ name, network }) {
  const { engine } = ownEngines().find((each) => each.name === name);
  const { module, parameters, inputs } = vaeStep(network, network === 'wide' ? 128 : 256);
  const session = engine.loadSync(module);
  session.setParameters(parameters);
  for (let i = 0; i < 20; i++) session.run('train', inputs);
  parentPort.on('message', (seconds) => {
    const start = performance.now();
    let steps = 0;
    do {
      session.run('train', inputs);
      steps++;
    } while (performance.now() - start < 1000 * seconds);
    parentPort.postMessage((1000 * steps) / (performance.now() - start));
  });
  parentPort.postMessage('ready');
}

function answerOf(worker) {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Steps per second of all threads together. */
async function rateOf(workers, seconds) {
  const answers = workers.map(answerOf);
  for (const worker of workers) worker.postMessage(seconds);
  return (await Promise.all(answers)).reduce((sum, rate) => sum + rate, 0);
}

async function compare(name, network, rounds, seconds) {
  const start = () => new Worker(new URL(import.meta.url), { workerData: { name, network } });
  const workers = [start(), start()];
  await Promise.all(workers.map(answerOf));
  const rates = { one: [], two: [] };
  for (let round = 0; round < rounds; round++) {
    rates.one.push(await rateOf([workers[round % 2]], seconds));
    rates.two.push(await rateOf(workers, seconds));
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return { one: median(Float64Array.from(rates.one)), two: median(Float64Array.from(rates.two)), rates };
}

async function main() {
  const { values: given } = parseArgs({
    options: {
      networks: { type: 'string', default: 'wide,small' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1' },
      json: { type: 'string' },
    },
  });
  const table = new BenchTable('threads');
  const rounds = {};
  for (const network of given.networks.split(',')) {
    for (const { name } of ownEngines()) {
      const { one, two, rates } = await compare(name, network, Number(given.rounds), Number(given.seconds));
      rounds[`${network}, ${name}`] = rates;
      const target = '≥ 1.85';
      table.row({
        work: `${network}: ${name}`,
        unit: 'steps/s',
        ours: two,
        peer: one,
        by: 'one thread',
        ratio: two / one,
        target,
      });
    }
  }
  table.finish({ json: given.json, rounds });
}

if (isMainThread) await main();
else work(workerData);
