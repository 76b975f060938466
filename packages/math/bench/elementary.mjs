// Portable elementary functions against the built-in ones: nanoseconds per call, medians of interleaved rounds.
//
// node packages/math/bench/elementary.mjs [--rounds 61] [--json folder]
import { parseArgs } from 'node:util';
import { cos, exp, expm1, fillUniform, log, log1p, median, Stream, sin } from '@collapse-lab/math';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';

const ours = { cos, exp, expm1, log, log1p, sin };

const { values: given } = parseArgs({
  options: { rounds: { type: 'string', default: '61' }, json: { type: 'string' } },
});
const rounds = Number(given.rounds);
const repeats = 4;
const points = 65536; // more than a branch predictor remembers, as arguments in use are never the same again

/**
 * Arguments as densities, samplers and losses pass them, and two ranges for which the built-in ones have a
 * short cut.
 */
const cases = [
  ['exp', -20, 20],
  ['exp', -1, 0],
  ['expm1', -5, 5],
  ['expm1', -0.1, 0.1],
  ['log', 0, 1],
  ['log', 0, 1000],
  ['log1p', 0, 10],
  ['log1p', -1, 1],
  ['log1p', -0.1, 0.1],
  ['sin', -Math.PI, Math.PI],
  ['sin', -0.7, 0.7],
  ['sin', -100, 100],
  ['cos', -Math.PI, Math.PI],
  ['cos', -100, 100],
];

const body = (call) =>
  `let s = 0; for (let r = 0; r < repeats; r++) for (let i = 0; i < x.length; i++) s += ${call}; return s;`;

function timers(name, label) {
  // The label in the source keeps the loops of different cases apart in the engine's code cache.
  const builtIn = new Function('x', 'repeats', `/* ${label} */ ${body(`Math.${name}(x[i])`)}`);
  const portable = new Function(name, 'x', 'repeats', `/* ${label} */ ${body(`${name}(x[i])`)}`);
  return { builtIn, portable: (x, repeats) => portable(ours[name], x, repeats) };
}

function nanoseconds(loop, x) {
  const start = process.hrtime.bigint();
  loop(x, repeats);
  return Number(process.hrtime.bigint() - start) / (repeats * x.length);
}

function measure(name, low, high) {
  const { builtIn, portable } = timers(name, `${name} ${low} ${high}`);
  const x = fillUniform(Stream.fromPath(['bench', name]), new Float64Array(points), low, high);
  const times = { builtIn: [], ours: [] };
  for (let round = -20; round < rounds; round++) {
    const b = nanoseconds(builtIn, x);
    const o = nanoseconds(portable, x);
    if (round < 0) continue;
    times.builtIn.push(b);
    times.ours.push(o);
  }
  return { builtIn: median(times.builtIn), ours: median(times.ours) };
}

const table = new BenchTable('elementary');
for (const [name, low, high] of cases) {
  const { builtIn, ours } = measure(name, low, high);
  const range = `[${Number(low.toFixed(2))}, ${Number(high.toFixed(2))}]`;
  table.row({ work: `${name} on ${range}`, unit: 'ns', ours, peer: builtIn, by: `Math.${name}` });
}
table.finish({ json: given.json, rounds, calls: repeats * points });
