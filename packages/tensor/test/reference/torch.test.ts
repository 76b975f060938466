// The reference engine against PyTorch and NumPy, both in double precision.
import {
  activation,
  argmax,
  attention,
  bceWithLogits,
  broadcastTo,
  concat,
  conv2d,
  conv2dTranspose,
  divide,
  embedding,
  gatherLast,
  gaussianKl,
  layerNorm,
  logSoftmax,
  matmul,
  max,
  maximum,
  mean,
  pad,
  program,
  record,
  reshape,
  scatterLast,
  slice,
  softmax,
  softmaxCrossEntropy,
  squaredError,
  subtract,
  sum,
  type Tensor,
  topK,
  transpose,
} from '@collapse-lab/tensor';
import { evaluate } from '@collapse-lab/tensor/testing';
import { expect, it } from 'vitest';
import { expectNear } from '../support/near.ts';
import { torchCase } from '../support/torch.ts';

type Tensors = Readonly<Record<string, Tensor>>;

/** Sums of a few dozen terms of order 1 to 100, in another order and with other elementary functions. */
const tolerance = 1e-14;

const integers = new Set(['targets', 'rows', 'at']);

const programs: Readonly<Record<string, (inputs: Tensors) => Tensors>> = {
  activations: ({ x }) => ({
    relu: activation(x, 'relu'),
    gelu: activation(x, 'gelu'),
    silu: activation(x, 'silu'),
    sigmoid: activation(x, 'sigmoid'),
    tanh: activation(x, 'tanh'),
    softplus: activation(x, 'softplus'),
  }),
  matmul: ({ a, b, bias, p, q, r, s }) => ({
    fused: matmul(a, b, { transposeB: true, alpha: 0.5, bias, activation: 'tanh' }),
    batched: matmul(p, q),
    rows: matmul(r, s),
  }),
  convolution: ({ x, filter, bias, small, taps, shift }) => ({
    conv2d: conv2d(x, filter, { bias, stride: 2, padding: 1 }),
    conv2dTranspose: conv2dTranspose(small, taps, {
      bias: shift,
      stride: 2,
      padding: 1,
      outputPadding: [1, 0],
    }),
  }),
  normalisation: ({ x, gain, bias }) => ({
    layerNorm: layerNorm(x, gain, bias),
    softmax: softmax(x),
    logSoftmax: logSoftmax(x),
  }),
  losses: ({ logits, targets, mask, x, t, mean, spread }) => ({
    crossEntropy: softmaxCrossEntropy(logits, targets),
    masked: softmaxCrossEntropy(logits, targets, { mask }),
    bce: bceWithLogits(x, t, { divisor: 4 }),
    squaredError: squaredError(x, t, { divisor: 4 }),
    gaussianKl: gaussianKl(mean, spread, { divisor: 3 }),
  }),
  attention: ({ qkv }) => ({
    whole: attention(qkv, { heads: 2 }),
    causal: attention(qkv, { heads: 2, causal: true }),
  }),
  picking: ({ table, rows, x, at, ties }) => ({
    embedding: embedding(table, rows),
    gatherLast: gatherLast(x, at),
    scatterLast: scatterLast(reshape(slice(x, [0, 0, 0], [2, 3, 1]), [2, 3]), at, 5),
    argmax: argmax(ties),
    largest: topK(x, 3).values,
    indices: topK(x, 3).indices,
  }),
  moving: ({ x, y }) => ({
    sum: sum(x, { axes: [0, 2] }),
    mean: mean(x, { axes: [1], keepDimensions: true }),
    max: max(x, { axes: [-1, -2] }),
    transpose: transpose(x, [2, 0, 1]),
    slice: slice(x, [0, 1, 2], [1, 2, 2]),
    pad: pad(x, [1, 2, 0], [1, 0, 1]),
    concat: concat([x, y, x], 1),
    broadcastTo: broadcastTo(y, [2, 3, 4]),
    subtract: subtract(x, y),
    divide: divide(y, x),
    maximum: maximum(x, y),
  }),
};

it.each(Object.keys(programs))('%s', (name) => {
  const { inputs, outputs } = torchCase(name);
  const declared = Object.entries(inputs).map(([input, { shape }]) => {
    const dtype = integers.has(input) ? ('i32' as const) : ('f32' as const);
    return [input, { shape, dtype }] as const;
  });
  const module = record({
    parameters: {},
    programs: {
      main: program<string>({
        inputs: Object.fromEntries(declared),
        outputs: (_, given) => programs[name](given),
      }),
    },
  });
  const values = Object.fromEntries(Object.entries(inputs).map(([input, told]) => [input, told.values]));
  const found = evaluate(module, 'main', { inputs: values });
  expect(Object.keys(found)).toEqual(Object.keys(outputs));
  for (const [output, { shape, values: expected }] of Object.entries(outputs)) {
    expect(module.programs.main.outputs[output].shape, output).toEqual(shape);
    expectNear(found[output], expected, tolerance, output);
  }
});
