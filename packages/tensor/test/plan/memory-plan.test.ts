import {
  add,
  exp,
  matmul,
  multiply,
  planMemory,
  program,
  record,
  reshape,
  sgd,
  storeKeysValues,
  sum,
  wasmEngine,
} from '@collapse-lab/tensor';
import { expect, it } from 'vitest';

it('computes a chain of operations in one place', () => {
  const { sharedWords } = planMemory(
    record({
      parameters: {},
      programs: {
        chain: program<'x'>({
          inputs: { x: [160] },
          outputs: (_, { x }) => ({ y: reshape(exp(add(exp(multiply(x, 3)), x)), [16, 10]) }),
        }),
      },
    }),
  );
  expect(sharedWords).toBe(160);
});

it('shares what programs compute in, and nothing that outlives a run', () => {
  const square = program<'x'>({ inputs: { x: [32, 32] }, outputs: ({ w }, { x }) => ({ y: matmul(x, w) }) });
  const module = (names: readonly string[]) =>
    record({
      parameters: { w: { shape: [32, 32] } },
      programs: Object.fromEntries(names.map((name) => [name, square])),
    });
  const one = planMemory(module(['a']));
  const two = planMemory(module(['a', 'b']));
  expect(two.sharedWords).toBe(one.sharedWords);
  // The second program has an input and instructions of its own.
  expect(two.words - one.words).toBe(1024 + 32);
});

it('keeps inputs and parameters as they were written', () => {
  const module = record({
    parameters: { w: { shape: [5] } },
    programs: {
      twice: program<'x'>({ inputs: { x: [5] }, outputs: ({ w }, { x }) => ({ y: exp(x), z: exp(w) }) }),
    },
  });
  const session = wasmEngine.loadSync(module);
  session.setParameters({ w: [1, 2, 3, 4, 5] });
  session.run('twice', { x: [0, 0, 0, 0, 0] });
  expect(session.parameters().w).toEqual(Float32Array.of(1, 2, 3, 4, 5));
});

it('gives a buffer a place of its own, where no program computes', () => {
  const keep = program<'qkv' | 'rows'>({
    inputs: { qkv: [1, 4, 48], rows: { shape: [1], dtype: 'i32' } },
    outputs: (_, { qkv, rows }, { cache }) => {
      storeKeysValues(cache, qkv, rows);
      return { y: exp(qkv) };
    },
  });
  const plan = (rows: number) =>
    planMemory(record({ parameters: {}, buffers: { cache: { shape: [rows, 4, 32] } }, programs: { keep } }));
  expect(plan(3).sharedWords).toBe(plan(1).sharedWords);
  expect(plan(3).words - plan(1).words).toBe(2 * 4 * 32);
  expect(plan(3).buffers.cache.words).toBe(3 * 4 * 32);
});

it('gives a parameter of a training program as it was before the step', () => {
  const module = record({
    parameters: { w: { shape: [2] } },
    programs: {
      train: program({
        outputs: ({ w }) => ({ loss: sum(w), before: w, reshaped: reshape(w, [2, 1]) }),
        train: { loss: 'loss', optimiser: sgd({ learningRate: 1 }) },
      }),
    },
  });
  const session = wasmEngine.loadSync(module);
  session.setParameters({ w: [3, 5] });
  const { before, reshaped } = session.run('train');
  expect(before).toEqual(Float32Array.of(3, 5));
  expect(reshaped).toEqual(Float32Array.of(3, 5));
  expect(session.parameters().w).toEqual(Float32Array.of(2, 4));
});
