// Random programs on every engine against the reference: what is in danger is memory that is used again too early, in
// combinations of operations that no test of single operations meets. FUZZ_RUNS=2000 tries more of them.
import { normal, Stream } from '@collapse-lab/math';
import {
  adam,
  type Engine,
  program,
  type RecordedModule,
  record,
  type Session,
  type Tensor,
  wasmEngine,
} from '@collapse-lab/tensor';
import { installedTfjsEngine } from '@collapse-lab/tensor/node';
import { referenceEngine } from '@collapse-lab/tensor/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nativeEngines } from '../support/native.ts';
import {
  lossOf,
  randomInputs,
  randomShapes,
  randomSteps,
  runSteps,
  type Step,
} from '../support/random-program.ts';

type Tensors = Readonly<Record<string, Tensor>>;

/** Trains along the steps and shows some of the tensors on the way; a second program only looks. */
function recordSteps(steps: readonly Step[], shown: number): RecordedModule {
  const outputs = (parameters: Tensors, inputs: Tensors) => {
    const made = runSteps(parameters, inputs, steps);
    const visible = made.filter((_, i) => (shown >> (i % 8)) & 1).map((tensor, i) => [`t${i}`, tensor]);
    return { ...Object.fromEntries(visible), loss: lossOf(parameters, made) };
  };
  const parameters = Object.entries(randomShapes).map(([name, shape]) => [name, { shape }]);
  const look = program<string>({ inputs: randomInputs, outputs });
  const train = { ...look, train: { loss: 'loss', optimiser: adam({ learningRate: 0.01, epsilon: 1e-2 }) } };
  return record({ parameters: Object.fromEntries(parameters), programs: { train, look } });
}

function start(engine: Engine, module: RecordedModule, seed: number): Session {
  const stream = Stream.fromPath(['fuzz', seed]);
  const session = engine.loadSync(module);
  for (const [name, shape] of Object.entries(randomShapes)) {
    const values = { length: shape.reduce((product, size) => product * size, 1) };
    session.setParameters({ [name]: Float32Array.from(values, () => 0.5 * normal(stream)) });
  }
  return session;
}

function drawInputs(seed: number) {
  const stream = Stream.fromPath(['fuzz inputs', seed]);
  return {
    x: Float32Array.from({ length: 12 }, () => normal(stream)),
    ids: Int32Array.from({ length: 64 }, () => stream.uint32() % 4),
    bits: Int32Array.from({ length: 256 }, () => stream.int32()),
  };
}

/** Every number that three rounds of both programs give, by name. */
function results(engine: Engine, module: RecordedModule, seed: number): Record<string, number[]> {
  const session = start(engine, module, seed);
  const found: Record<string, number[]> = {};
  for (let round = 0; round < 3; round++) {
    for (const name of ['train', 'look']) {
      for (const [output, values] of Object.entries(session.run(name, drawInputs(seed + round)))) {
        found[`${round} ${name} ${output}`] = typeof values === 'number' ? [values] : [...values];
      }
    }
  }
  for (const [name, values] of Object.entries(session.parameters())) found[name] = [...values];
  session.dispose();
  return found;
}

function largestOf(found: Record<string, number[]>): number {
  return Object.values(found).reduce(
    (most, values) => values.reduce((a, b) => Math.max(a, Math.abs(b)), most),
    1,
  );
}

/** Some dozen roundings of 2⁻²⁴ and their amplification by up to 14 operations and three steps. */
const tolerance = 2e-4;

const engines: readonly (readonly [string, Engine])[] = [
  ['wasm', wasmEngine],
  ['tfjs', installedTfjsEngine()],
  ...nativeEngines,
];

function expectSame(got: Record<string, number[]>, expected: Record<string, number[]>, engine: string): void {
  const scale = largestOf(expected);
  for (const [name, values] of Object.entries(expected)) {
    const label = `${engine}: ${name}`;
    expect(got[name].length, label).toBe(values.length);
    expect(got[name].some(Number.isNaN), `${label} is not a number`).toBe(false);
    const worst = values.reduce((most, x, i) => Math.max(most, Math.abs(got[name][i] - x)), 0);
    expect(worst / scale, label).toBeLessThan(tolerance);
  }
}

it('runs random programs as the reference does', () => {
  fc.assert(
    fc.property(randomSteps, fc.nat(255), fc.nat(1_000_000), (steps, shown, seed) => {
      const module = recordSteps(steps, shown);
      const expected = results(referenceEngine, module, seed);
      fc.pre(largestOf(expected) < 100);
      for (const [name, engine] of engines) expectSame(results(engine, module, seed), expected, name);
    }),
    { seed: Number(process.env.FUZZ_SEED ?? 4), numRuns: Number(process.env.FUZZ_RUNS ?? 40) },
  );
});
