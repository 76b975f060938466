import {
  adam,
  add,
  cachedAttention,
  embedding,
  exp,
  matmul,
  mean,
  program,
  record,
  reshape,
  sgd,
  slice,
  softmaxCrossEntropy,
  square,
  squaredError,
  storeKeysValues,
  sum,
  type Tensor,
} from '@collapse-lab/tensor';
import { evaluate } from '@collapse-lab/tensor/testing';
import { describe, expect, it } from 'vitest';
import { messageOf } from '../support/message-of.ts';

const parameters = { w: { shape: [3, 2] }, b: { shape: [2] } };

function linear(extra: Partial<Parameters<typeof program>[0]> = {}) {
  return program({
    inputs: { x: [4, 3], t: [4, 2] },
    outputs: (p, { x, t }) => ({ loss: squaredError(matmul(x, p.w, { bias: p.b }), t) }),
    ...extra,
  });
}

function train(options: object) {
  return record({
    parameters,
    programs: {
      train: linear({ train: { loss: 'loss', optimiser: sgd({ learningRate: 0.1 }), ...options } }),
    },
  });
}

describe('a recorded program', () => {
  const module = record({
    parameters: { ...parameters, unused: { shape: [7] } },
    programs: {
      score: program({
        inputs: { x: [4, 3], t: [4, 2] },
        outputs: (p, { x, t }) => {
          exp(p.unused);
          return { loss: squaredError(matmul(x, p.w, { bias: p.b }), t) };
        },
      }),
      train: linear({
        train: { loss: 'loss', optimiser: adam({ learningRate: 0.1 }), parameters: ['w', 'b'] },
      }),
    },
  });

  it('holds only what its outputs need', () => {
    expect(module.programs.score.nodes.map(({ operation }) => operation)).toEqual([
      'input',
      'input',
      'parameter',
      'parameter',
      'matmul',
      'squaredError',
    ]);
  });

  it('is numbered in topological order, updates last', () => {
    for (const { nodes } of Object.values(module.programs)) {
      expect(nodes.map(({ id }) => id)).toEqual(nodes.map((_, i) => i));
      const backwards = nodes.filter(({ id, inputs }) => inputs.some(({ node }) => node.id >= id));
      expect(backwards).toEqual([]);
    }
    const { nodes } = module.programs.train;
    expect(nodes.slice(-2).map(({ operation }) => operation)).toEqual(['adam', 'adam']);
    expect(nodes.filter(({ outputs }) => outputs.length === 0)).toHaveLength(2);
  });

  it('needs no copies of gradients: the loss starts from 1 without a product', () => {
    const operations = module.programs.train.nodes.map(({ operation }) => operation);
    expect(operations).not.toContain('multiply');
    expect(operations).not.toContain('constant');
  });

  it('has slots for the optimiser', () => {
    expect(module.slots).toEqual({
      'train/m/w': { shape: [3, 2] },
      'train/v/w': { shape: [3, 2] },
      'train/m/b': { shape: [2] },
      'train/v/b': { shape: [2] },
    });
  });

  it('keeps what changes a buffer, in its place, whether or not anything needs it', () => {
    const { programs, buffers } = record({
      parameters: {},
      buffers: { cache: { shape: [2, 4, 8] }, unused: { shape: [3] } },
      programs: {
        keep: program<'qkv' | 'ids' | 'sources'>({
          inputs: {
            qkv: [2, 12],
            ids: { shape: [2], dtype: 'i32' },
            sources: { shape: [2, 4], dtype: 'i32' },
          },
          outputs: (_, { qkv, ids, sources }, { cache }) => {
            exp(qkv);
            cachedAttention(qkv, cache, slice(ids, [0], [1]), sources, { heads: 2 });
            storeKeysValues(cache, reshape(qkv, [2, 1, 12]), ids);
            return {};
          },
        }),
      },
    });
    const { nodes, inputs } = programs.keep;
    const leaves = new Set(['input', 'buffer', 'slice', 'reshape']);
    const operations = nodes.map(({ operation }) => operation).filter((name) => !leaves.has(name));
    expect(operations).toEqual(['cachedAttention', 'storeKeysValues']);
    expect(buffers).toEqual({ cache: { shape: [2, 4, 8] }, unused: { shape: [3] } });
    // Both uses of the ids: positions in [0, 4), rows in [0, 2).
    expect([inputs.ids.below, inputs.sources.below]).toEqual([2, 2]);
  });

  it('survives being sent to a thread', () => {
    const twin = structuredClone(module);
    const values = {
      parameters: { w: [1, 2, 3, 4, 5, 6], b: [0, 1] },
      inputs: { x: Array(12).fill(1), t: Array(8).fill(0) },
    };
    expect(evaluate(twin, 'score', values)).toEqual(evaluate(module, 'score', values));
  });
});

describe('ids of inputs are bounded by what they pick from', () => {
  it('through reshape and slice, the smallest bound of all uses', () => {
    const module = record({
      parameters: { large: { shape: [9, 2] }, small: { shape: [5, 2] } },
      programs: {
        main: program({
          inputs: {
            ids: { shape: [2, 3], dtype: 'i32' },
            bits: { shape: [6], dtype: 'i32' },
            targets: { shape: [6], dtype: 'i32' },
          },
          outputs: (p, { ids, bits, targets }) => {
            const some = slice(reshape(ids, [6]), [0], [2]);
            const rows = reshape(embedding(p.large, ids), [6, 2]);
            return { y: sum(embedding(p.small, some)), loss: softmaxCrossEntropy(rows, targets), bits };
          },
        }),
      },
    });
    expect(module.programs.main.inputs).toEqual({
      ids: { shape: [2, 3], dtype: 'i32', below: 5 },
      bits: { shape: [6], dtype: 'i32' },
      targets: { shape: [6], dtype: 'i32', below: 2 },
    });
  });
});

describe('recording refuses', () => {
  const one = (
    outputs: (p: Readonly<Record<string, Tensor>>, i: Readonly<Record<string, Tensor>>) => object,
  ) =>
    record({
      parameters,
      programs: { main: program<string>({ inputs: { x: [2] }, outputs: outputs as never }) },
    });

  it.each<readonly [string, () => unknown]>([
    ['programs.main: parameters: got "v", expected one of "w", "b".', () => one((p) => ({ y: exp(p.v) }))],
    ['programs.main: inputs: got "z", expected one of "x".', () => one((_, i) => ({ y: exp(i.z) }))],
    ['programs.main.outputs.y: got 3, expected a tensor of this program.', () => one(() => ({ y: 3 }))],
    [
      'parameters.w.shape: got [0], expected an array of integers ≥ 1, [] for a scalar.',
      () => record({ parameters: { w: { shape: [0] } }, programs: {} }),
    ],
    [
      'programs.main.inputs.x: got [2.5], expected an array of integers ≥ 1, [] for a scalar.',
      () =>
        record({ parameters, programs: { main: program({ inputs: { x: [2.5] }, outputs: (_, i) => i }) } }),
    ],
    ['programs.train.train.loss: got "cost", expected one of "loss".', () => train({ loss: 'cost' })],
    [
      'programs.train.train.parameters[1]: got "v", expected one of "w", "b".',
      () => train({ parameters: ['w', 'v'] }),
    ],
    ['programs.train.train.clipNorm: got 0, expected a finite number > 0.', () => train({ clipNorm: 0 })],
    [
      'programs.main.train: got "b", expected parameters that "loss" depends on. Name those to train in train.parameters.',
      () =>
        record({
          parameters,
          programs: {
            main: program({
              outputs: (p) => ({ loss: mean(square(p.w)) }),
              train: { loss: 'loss', optimiser: sgd({ learningRate: 1 }) },
            }),
          },
        }),
    ],
  ])('%s', (message, action) => {
    expect(messageOf(action)).toBe(message);
  });
});

it('parameters that are not named are not trained', () => {
  const module = train({ parameters: ['b'] });
  const updates = module.programs.train.nodes.filter(({ outputs }) => outputs.length === 0);
  expect(updates.map(({ inputs }) => inputs[0].node.attributes)).toEqual([{ name: 'b' }]);
});

it('an output may be an input or a parameter itself', () => {
  const outputs = (p: Readonly<Record<string, Tensor>>, i: Readonly<Record<string, Tensor>>) => ({
    w: p.w,
    x: i.x,
    twice: add(i.x, i.x),
  });
  const module = record({ parameters, programs: { main: program<string>({ inputs: { x: [2] }, outputs }) } });
  const found = evaluate(module, 'main', { parameters: { w: [1, 2, 3, 4, 5, 6] }, inputs: { x: [7, 8] } });
  expect(found).toEqual({
    w: Float64Array.of(1, 2, 3, 4, 5, 6),
    x: Float64Array.of(7, 8),
    twice: Float64Array.of(14, 16),
  });
});
