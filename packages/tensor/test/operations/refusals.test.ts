// What every operation refuses while it is recorded, with whole messages.
import {
  activation,
  add,
  affine,
  argmax,
  attention,
  bceWithLogits,
  broadcastTo,
  cachedAttention,
  concat,
  conv2d,
  conv2dTranspose,
  type DType,
  dropout,
  embedding,
  exp,
  gatherLast,
  gaussianKl,
  gradients,
  layerNorm,
  matmul,
  pad,
  program,
  record,
  reparameterise,
  reshape,
  ShapeError,
  scatterLast,
  slice,
  softmax,
  softmaxCrossEntropy,
  squaredError,
  storeKeysValues,
  sum,
  type Tensor,
  topK,
  transpose,
} from '@collapse-lab/tensor';
import { describe, expect, it } from 'vitest';
import { messageOf } from '../support/message-of.ts';
import { recordOne } from '../support/record-one.ts';

type Inputs = Parameters<typeof recordOne>[0];
type Build = Parameters<typeof recordOne>[1];

const refusals: readonly (readonly [string, Inputs, Build])[] = [
  [
    'add: a [2, 3] and b [2, 4] do not fit: got sizes that differ, expected equal ones or 1 on every axis, counted from the last.',
    { a: [2, 3], b: [2, 4] },
    ({ a, b }) => add(a, b),
  ],
  ['add: b [3]: got i32, expected f32 (numbers).', { a: [3], b: [[3], 'i32'] }, ({ a, b }) => add(a, b)],
  ['exp: x [3]: got i32, expected f32 (numbers).', { x: [[3], 'i32'] }, ({ x }) => exp(x)],
  ['affine.scale: got NaN, expected a finite number.', { x: [3] }, ({ x }) => affine(x, Number.NaN)],
  [
    'activation.kind: got "swish", expected one of "relu", "gelu", "silu", "sigmoid", "tanh", "softplus".',
    { x: [3] },
    ({ x }) => activation(x, 'swish' as 'silu'),
  ],
  [
    'matmul: a [128, 784] and b [400, 784] do not fit: got inner sizes 784 and 400, expected equal ones; use transposeB to multiply by b transposed.',
    { a: [128, 784], b: [400, 784] },
    ({ a, b }) => matmul(a, b),
  ],
  [
    'matmul: a [2, 3] and b [3, 4] do not fit: got inner sizes 3 and 4, expected equal ones; leave transposeB out to multiply by b itself.',
    { a: [2, 3], b: [3, 4] },
    ({ a, b }) => matmul(a, b, { transposeB: true }),
  ],
  [
    'matmul: a [2, 3] and b [4, 5] do not fit: got inner sizes 3 and 4, expected equal ones.',
    { a: [2, 3], b: [4, 5] },
    ({ a, b }) => matmul(a, b),
  ],
  [
    'matmul: a [3] and b [3, 4] do not fit: got ranks 1 and 2, expected at least 2 axes each.',
    { a: [3], b: [3, 4] },
    ({ a, b }) => matmul(a, b),
  ],
  [
    'matmul: a [2, 3, 4] and b [5, 4, 1] do not fit: got different leading axes, expected equal ones, or b of rank 2.',
    { a: [2, 3, 4], b: [5, 4, 1] },
    ({ a, b }) => matmul(a, b),
  ],
  [
    'matmul: a [2, 3, 4] and b [3, 5] do not fit: got transposeA with leading axes of a alone, expected a of rank 2; reshape it.',
    { a: [2, 3, 4], b: [3, 5] },
    ({ a, b }) => matmul(a, b, { transposeA: true }),
  ],
  [
    'matmul: bias: got shape [3], expected [4], the columns of the product.',
    { a: [2, 3], b: [3, 4], bias: [3] },
    ({ a, b, bias }) => matmul(a, b, { bias }),
  ],
  [
    'matmul.activation: got "gelu", expected one of "none", "relu", "sigmoid", "tanh".',
    { a: [2, 3], b: [3, 4] },
    ({ a, b }) => matmul(a, b, { activation: 'gelu' as 'relu' }),
  ],
  [
    'conv2d: x: got shape [28, 28, 1], expected [n, h, w, ci].',
    { x: [28, 28, 1], f: [3, 3, 1, 8] },
    ({ x, f }) => conv2d(x, f),
  ],
  [
    'conv2d: x [1, 28, 28, 3] and filter [3, 3, 1, 8] do not fit: got 3 and 1 input channels, expected equal numbers.',
    { x: [1, 28, 28, 3], f: [3, 3, 1, 8] },
    ({ x, f }) => conv2d(x, f),
  ],
  [
    'conv2d: x [1, 2, 2, 1] and filter [5, 5, 1, 8] do not fit: got an output of -2 × -2, expected at least 1 × 1.',
    { x: [1, 2, 2, 1], f: [5, 5, 1, 8] },
    ({ x, f }) => conv2d(x, f),
  ],
  [
    'conv2d.stride: got 0, expected an integer ≥ 1.',
    { x: [1, 4, 4, 1], f: [3, 3, 1, 8] },
    ({ x, f }) => conv2d(x, f, { stride: 0 }),
  ],
  [
    'conv2d.padding: got -1, expected an integer ≥ 0.',
    { x: [1, 4, 4, 1], f: [3, 3, 1, 8] },
    ({ x, f }) => conv2d(x, f, { padding: -1 }),
  ],
  [
    'conv2dTranspose: x [1, 4, 4, 2] and filter [3, 3, 2, 8] do not fit: got 2 and 8 input channels, expected equal numbers.',
    { x: [1, 4, 4, 2], f: [3, 3, 2, 8] },
    ({ x, f }) => conv2dTranspose(x, f),
  ],
  [
    'conv2dTranspose.outputPadding: got [2, 2], expected integers in [0, 2), less than the stride.',
    { x: [1, 4, 4, 2], f: [3, 3, 8, 2] },
    ({ x, f }) => conv2dTranspose(x, f, { stride: 2, outputPadding: 2 }),
  ],
  [
    'layerNorm: gain: got shape [4], expected [3], the last axis of x.',
    { x: [2, 3], gain: [4], bias: [3] },
    ({ x, gain, bias }) => layerNorm(x, gain, bias),
  ],
  [
    'layerNorm.epsilon: got 0, expected a finite number > 0.',
    { x: [2, 3], gain: [3], bias: [3] },
    ({ x, gain, bias }) => layerNorm(x, gain, bias, { epsilon: 0 }),
  ],
  ['softmax: x: got a scalar, expected at least one axis.', { x: [] }, ({ x }) => softmax(x)],
  [
    'softmaxCrossEntropy: targets [2]: got f32, expected i32 (integers).',
    { x: [2, 3], t: [2] },
    ({ x, t }) => softmaxCrossEntropy(x, t),
  ],
  [
    'softmaxCrossEntropy: targets: got shape [3], expected [2], that of the logits without their last axis.',
    { x: [2, 3], t: [[3], 'i32'] },
    ({ x, t }) => softmaxCrossEntropy(x, t),
  ],
  [
    'softmaxCrossEntropy: mask: got shape [3], expected [2], that of the targets.',
    { x: [2, 3], t: [[2], 'i32'], mask: [3] },
    ({ x, t, mask }) => softmaxCrossEntropy(x, t, { mask }),
  ],
  [
    'bceWithLogits: targets: got shape [3], expected [2, 3], that of the logits.',
    { x: [2, 3], t: [3] },
    ({ x, t }) => bceWithLogits(x, t),
  ],
  [
    'squaredError.divisor: got 0, expected a finite number > 0.',
    { x: [2, 3], t: [2, 3] },
    ({ x, t }) => squaredError(x, t, { divisor: 0 }),
  ],
  [
    'gaussianKl: logVariance: got shape [3], expected [2, 3], that of the means.',
    { x: [2, 3], t: [3] },
    ({ x, t }) => gaussianKl(x, t),
  ],
  [
    'reparameterise: noise: got shape [3], expected [2, 3], that of the means.',
    { x: [2, 3], t: [3] },
    ({ x, t }) => reparameterise(x, x, t),
  ],
  [
    'dropout.rate: got 1, expected a number in [0, 1).',
    { x: [2], bits: [[2], 'i32'] },
    ({ x, bits }) => dropout(x, bits, { rate: 1 }),
  ],
  [
    'dropout: bits [2]: got f32, expected i32 (integers).',
    { x: [2], bits: [2] },
    ({ x, bits }) => dropout(x, bits, { rate: 0.5 }),
  ],
  [
    'embedding: table: got shape [4], expected [v, d].',
    { table: [4], ids: [[2], 'i32'] },
    ({ table, ids }) => embedding(table, ids),
  ],
  [
    'gatherLast: ids: got shape [2, 3], expected [2], that of x without its last axis.',
    { x: [2, 3], ids: [[2, 3], 'i32'] },
    ({ x, ids }) => gatherLast(x, ids),
  ],
  [
    'scatterLast.size: got 0, expected an integer ≥ 1.',
    { x: [2], ids: [[2], 'i32'] },
    ({ x, ids }) => scatterLast(x, ids, 0),
  ],
  [
    'embedding: ids: got argmax over 5 elements, expected at most 4, the number of things to pick from.',
    { table: [4, 2], x: [3, 5] },
    ({ table, x }) => embedding(table, argmax(x)),
  ],
  [
    'attention: qkv: got shape [2, 3, 10], expected [b, t, 3·d]: queries, keys and values side by side.',
    { qkv: [2, 3, 10] },
    ({ qkv }) => attention(qkv, { heads: 1 }),
  ],
  [
    'attention.heads: got 3, expected a divisor of 4, the width of qkv [2, 3, 12] over 3.',
    { qkv: [2, 3, 12] },
    ({ qkv }) => attention(qkv, { heads: 3 }),
  ],
  [
    'sum.axes: got [2], expected distinct axes of [2, 3], each in [-2, 2).',
    { x: [2, 3] },
    ({ x }) => sum(x, { axes: [2] }),
  ],
  [
    'sum.axes: got [1, 1], expected distinct axes of [2, 3], each in [-2, 2).',
    { x: [2, 3] },
    ({ x }) => sum(x, { axes: [-1, 1] }),
  ],
  [
    'reshape: x [2, 3] and shape [4] do not fit: got 6 and 4 elements, expected equal numbers.',
    { x: [2, 3] },
    ({ x }) => reshape(x, [4]),
  ],
  [
    'reshape.shape: got [-1], expected an array of integers ≥ 1, [] for a scalar.',
    { x: [2, 3] },
    ({ x }) => reshape(x, [-1]),
  ],
  [
    'transpose.permutation: got [0, 0], expected the axes [0, 1] of x [2, 3] in some order.',
    { x: [2, 3] },
    ({ x }) => transpose(x, [0, 0]),
  ],
  [
    'slice: x [2, 3]: got begin [0, 2] and size [2, 2], expected a block of at least one element within x, one number per axis.',
    { x: [2, 3] },
    ({ x }) => slice(x, [0, 2], [2, 2]),
  ],
  [
    'pad: x [2, 3]: got before [1] and after [0, 0], expected integers ≥ 0, one per axis.',
    { x: [2, 3] },
    ({ x }) => pad(x, [1], [0, 0]),
  ],
  [
    'concat: [2, 3] f32 and [2, 4] f32 do not fit: got other sizes or types, expected equal ones but for axis 0.',
    { x: [2, 3], y: [2, 4] },
    ({ x, y }) => concat([x, y], 0),
  ],
  [
    'concat.axis: got 2, expected an axis of [2, 3], in [-2, 2).',
    { x: [2, 3] },
    ({ x }) => concat([x, x], 2),
  ],
  [
    'topK.k: got 4, expected an integer in [1, 3], at most the last axis of x [2, 3].',
    { x: [2, 3] },
    ({ x }) => topK(x, 4).values,
  ],
  [
    'embedding: ids: got topK over 5 elements, expected at most 4, the number of things to pick from.',
    { table: [4, 2], x: [3, 5] },
    ({ table, x }) => embedding(table, topK(x, 2).indices),
  ],
  [
    'storeKeysValues: cache: got the result of input, expected a buffer of the module; declare it in buffers of record().',
    { cache: [2, 5, 4], qkv: [1, 3, 6], rows: [[1], 'i32'] },
    ({ cache, qkv, rows }) => {
      storeKeysValues(cache, qkv, rows);
      return qkv;
    },
  ],
  ['concat.parts: got [], expected at least one tensor.', { x: [2, 3] }, () => concat([], 0)],
  [
    'broadcastTo: x [2, 3] and shape [2, 4] do not fit: got sizes of x that are neither 1 nor those of the shape, expected one of them on every axis, counted from the last.',
    { x: [2, 3] },
    ({ x }) => broadcastTo(x, [2, 4]),
  ],
  [
    'matmul: input 2: got undefined, expected a tensor of a program that is being recorded. Use the parameters and inputs that the outputs function of program() receives.',
    { x: [2, 3] },
    ({ x }) => matmul(x, undefined as unknown as Tensor),
  ],
];

type Tensors = Readonly<Record<string, Tensor>>;

const rows: readonly [readonly number[], 'i32'] = [[2], 'i32'];
const step = { qkv: [[2, 6], 'f32'], position: [[], 'i32'], sources: [[2, 5], 'i32'] } as const;

function stored({ qkv, rows: given }: Tensors, cache: Tensor): Tensor {
  storeKeysValues(cache, qkv, given);
  return qkv;
}

function attended(heads = 2) {
  return ({ qkv, position, sources }: Tensors, cache: Tensor) =>
    cachedAttention(qkv, cache, position, sources, { heads });
}

/** With a cache of [2, 5, 4]. */
const cacheRefusals: readonly (readonly [
  string,
  Readonly<Record<string, readonly [readonly number[], DType]>>,
  (inputs: Tensors, cache: Tensor) => Tensor,
])[] = [
  [
    'storeKeysValues: qkv [2, 3, 9] and cache [2, 5, 4] do not fit: got last axes of 9 and 4, expected 3·d and 2·d: queries, keys and values, and of these the keys and values.',
    { qkv: [[2, 3, 9], 'f32'], rows },
    stored,
  ],
  [
    'storeKeysValues: qkv [2, 6, 6] and cache [2, 5, 4] do not fit: got 6 positions, expected at most 5, the length of the cache.',
    { qkv: [[2, 6, 6], 'f32'], rows },
    stored,
  ],
  [
    'storeKeysValues: rows: got shape [2], expected [3], one row of the cache per sequence.',
    { qkv: [[3, 5, 6], 'f32'], rows },
    stored,
  ],
  [
    'cachedAttention: qkv [2, 8] and cache [2, 5, 4] do not fit: got last axes of 8 and 4, expected 3·d and 2·d: queries, keys and values, and of these the keys and values.',
    { ...step, qkv: [[2, 8], 'f32'] },
    attended(),
  ],
  [
    'cachedAttention: position: got i32 of shape [2], expected i32 of shape [] or [1]: the same for all sequences.',
    { ...step, position: [[2], 'i32'] },
    attended(),
  ],
  [
    'cachedAttention: sources: got shape [2, 4], expected [2, 5], a row of the cache per position.',
    { ...step, sources: [[2, 4], 'i32'] },
    attended(),
  ],
  [
    'cachedAttention.heads: got 3, expected a divisor of 2, the width of qkv [2, 6] over 3.',
    step,
    attended(3),
  ],
  [
    'exp: got the buffer "cache", expected tensors; storeKeysValues and cachedAttention alone use buffers.',
    step,
    (_, cache) => exp(cache),
  ],
  ['programs.main.outputs.y: got "a buffer", expected a tensor of this program.', step, (_, cache) => cache],
  [
    'gradients: cachedAttention has no gradient; none passes through a buffer. Use stopGradient where none should pass.',
    step,
    (inputs, cache) => gradients(sum(attended()(inputs, cache)), [inputs.qkv])[0]!,
  ],
];

describe('operations refuse while recording', () => {
  it.each(refusals)('%s', (message, inputs, build) => {
    expect(messageOf(() => recordOne(inputs, build))).toBe(message);
  });

  it.each(cacheRefusals)('%s', (message, inputs, build) => {
    const declared = Object.entries(inputs).map(([name, [shape, dtype]]) => [name, { shape, dtype }]);
    const outputs = (_: unknown, given: Tensors, { cache }: Tensors) => ({ y: build(given, cache) });
    const main = program<string>({ inputs: Object.fromEntries(declared), outputs });
    const buffers = { cache: { shape: [2, 5, 4] } };
    expect(messageOf(() => record({ parameters: {}, buffers, programs: { main } }))).toBe(message);
  });

  it('a shape error says which operation', () => {
    expect(() => recordOne({ x: [2], y: [3] }, ({ x, y }) => add(x, y))).toThrow(ShapeError);
  });

  it('tensors of two programs', () => {
    let kept: Tensor | undefined;
    const first = program({
      inputs: { x: [2] },
      outputs: (_, { x }) => {
        kept = x;
        return { x };
      },
    });
    const second = program({ inputs: { y: [2] }, outputs: (_, { y }) => ({ y: add(kept!, y) }) });
    expect(() => record({ parameters: {}, programs: { first, second } })).toThrow(
      'add: got tensors of different programs, expected tensors of one; parameters are shared by name, not by tensor.',
    );
  });
});
