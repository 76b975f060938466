// Statistical battery of the streams: a table of p-values; exit code 1 when one is too small or too good.
// Every p-value is uniform for true random bits, so a run with fresh seeds fails with probability 2 · LEVEL · tests
// (2e-4 for a hundred); the seeds are fixed, so that a failure is a defect. Run: npx nx battery math [-- --json]
import { Stream } from '@collapse-lab/math';
import * as derived from './derived-streams.mjs';
import * as sequence from './sequence-tests.mjs';

const LEVEL = 1e-6;
const STREAMS = 100_000;
const MILLION = 2 ** 20;

/** Name, words of a long sequence to use, test; 10^5 streams have 1.6e6 words. */
const sequenceTests = [
  ['equidistribution, bits 31-16', 8 * MILLION, (next, n) => sequence.equidistribution(next, n, 16)],
  ['equidistribution, bits 15-0', 8 * MILLION, (next, n) => sequence.equidistribution(next, n, 0)],
  ['serial triples', 6 * MILLION, sequence.serialTriples],
  ['words of a block', 8 * MILLION, sequence.wordsOfBlock],
  ['serial correlation, lags 1-64', 2 * MILLION, sequence.serialCorrelation],
  ['runs', 8 * MILLION, sequence.runs],
  ['Hamming weight', 8 * MILLION, sequence.hammingWeight],
  ['birthday spacings', 2 * MILLION, sequence.birthdaySpacings],
];

/** Sequences read from single streams. */
const sequences = {
  'one stream': () => words(Stream.fromPath(['battery'])),
  'counter past 2^32': () => words(Stream.fromState({ key: [1, 2, 3, 4], block: 2 ** 32 - 1000, used: 0 })),
  'zero key': () => words(Stream.fromState({ key: [0, 0, 0, 0], block: 0, used: 0 })),
};

/** Families of 10^5 streams, by label. */
const root = Stream.fromPath(['battery', 'derived']);
const families = {
  'split(i)': (i) => root.split(i),
  'split(generation, purpose)': (i) => root.split(Math.floor(i / 4), i % 4),
  'split(i).split(i)': (i) => root.split(i).split(i),
  "fromPath(['seed', i])": (i) => Stream.fromPath(['seed', i]),
};

function words(stream) {
  return () => stream.uint32();
}

const derivedTests = [
  ['no two keys equal', (f) => derived.noCollision(f.keys, 4, f.count)],
  ['no two first blocks equal', (f) => derived.noCollision(f.words, 16, f.count)],
  ['equal first words', derived.wordCollisions],
  ['equidistribution across streams', derived.equidistributionAcross],
  ['correlation of neighbours', (f) => derived.correlationAcross(f, 1)],
  ['correlation at distance 2', (f) => derived.correlationAcross(f, 2)],
  ['correlation at distance 256', (f) => derived.correlationAcross(f, 256)],
  ['bits in which neighbours differ', derived.differingBits],
  ...sequenceTests.flatMap(([name, , run]) => [
    [`${name}, stream by stream`, (f) => run(derived.sequenceOf(f, false), 1.5e6)],
    [`${name}, across streams`, (f) => run(derived.sequenceOf(f, true), 1.5e6)],
  ]),
];

function* results() {
  for (const [source, start] of Object.entries(sequences)) {
    for (const [test, n, run] of sequenceTests) yield { source, test, p: run(start(), n) };
  }
  for (const [source, member] of Object.entries(families)) {
    const family = derived.collect(member, STREAMS);
    for (const [test, run] of derivedTests) yield { source, test, p: run(family) };
  }
}

/** A collision test is certain (p = 1) or failed (p = 0); elsewhere p near 1 is too good to be true. */
function verdict({ test, p }) {
  if (test.startsWith('no two')) return p === 1 ? 'passed' : 'FAILED';
  return p > LEVEL && p < 1 - LEVEL ? 'passed' : 'FAILED';
}

function printTable(rows) {
  for (const { source, test, p, verdict } of rows) {
    console.log(`${source.padEnd(28)}${test.padEnd(48)}${p.toPrecision(4).padStart(11)}  ${verdict}`);
  }
  const failed = rows.filter((row) => row.verdict === 'FAILED').length;
  console.log(
    `${rows.length} tests, level ${LEVEL} on either side: ${rows.length - failed} passed, ${failed} failed`,
  );
}

const rows = [];
for (const result of results()) rows.push({ ...result, verdict: verdict(result) });
if (process.argv.includes('--json')) console.log(JSON.stringify({ level: LEVEL, rows }, null, 2));
else printTable(rows);
process.exitCode = rows.some((row) => row.verdict === 'FAILED') ? 1 : 0;
