// Sessions refuse ids out of range before a program runs. The kernels refuse them too, since memory is at stake.
import {
  cachedAttention,
  embedding,
  program,
  record,
  reshape,
  softmaxCrossEntropy,
  storeKeysValues,
} from '@collapse-lab/tensor';
import { allocateWasm, loadKernels } from '@collapse-lab/tensor/testing';
import { expect, it } from 'vitest';

const module = record({
  parameters: { table: { shape: [3, 2] } },
  buffers: { cache: { shape: [3, 4, 2] } },
  programs: {
    choose: program<'ids'>({
      inputs: { ids: { shape: [4], dtype: 'i32' } },
      outputs: ({ table }, { ids }) => ({ rows: embedding(table, ids) }),
    }),
    classify: program<'targets'>({
      inputs: { targets: { shape: [3], dtype: 'i32' } },
      outputs: ({ table }, { targets }) => ({ loss: softmaxCrossEntropy(table, targets) }),
    }),
    keep: program<'rows'>({
      inputs: { rows: { shape: [2], dtype: 'i32' } },
      outputs: ({ table }, { rows }, { cache }) => {
        storeKeysValues(cache, reshape(table, [2, 1, 3]), rows);
        return {};
      },
    }),
    attend: program<'position' | 'sources'>({
      inputs: { position: { shape: [], dtype: 'i32' }, sources: { shape: [2, 4], dtype: 'i32' } },
      outputs: ({ table }, { position, sources }, { cache }) => ({
        y: cachedAttention(reshape(table, [2, 3]), cache, position, sources, { heads: 1 }),
      }),
    }),
  },
});

it.each([
  ['choose', 'ids', [0, 2, 3, 0], 'embedding'],
  ['choose', 'ids', [0, -1, 0, 0], 'embedding'],
  ['classify', 'targets', [0, 1, 2], 'softmaxCrossEntropy'],
  ['keep', 'rows', [0, 3], 'storeKeysValues'],
  ['attend', 'position', [4], 'cachedAttention'],
  ['attend', 'position', [-1], 'cachedAttention'],
  ['attend', 'sources', [0, 0, 0, 0, 3, 0, 0, 0], 'cachedAttention'],
] as const)('%s: kernels refuse %s %s', (name, input, values, operation) => {
  const loaded = loadKernels(module, allocateWasm);
  loaded.writeInput(name, input, values);
  expect(() => loaded.execute(name)).toThrow(
    `${name}: ${operation} met an id out of its range, expected ids within the table or axis they choose from.`,
  );
});

it('runs ids within their range', () => {
  const loaded = loadKernels(module, allocateWasm);
  loaded.writeParameter('table', [1, 2, 3, 4, 5, 6]);
  loaded.writeInput('choose', 'ids', [2, 0, 1, 2]);
  loaded.execute('choose');
  expect(loaded.readOutput('choose', 'rows')).toEqual(Float32Array.of(5, 6, 1, 2, 3, 4, 5, 6));
});
