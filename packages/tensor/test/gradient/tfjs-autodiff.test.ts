// Every differentiable operation: its recorded gradient in double precision against automatic differentiation by
// TensorFlow.js, whose operations and gradients were written by others.
import {
  abs,
  activation,
  add,
  affine,
  attention,
  bceWithLogits,
  broadcastTo,
  concat,
  conv2d,
  conv2dTranspose,
  divide,
  dropout,
  embedding,
  exp,
  gatherLast,
  gaussianKl,
  layerNorm,
  log,
  logSoftmax,
  matmul,
  max,
  maximum,
  mean,
  multiply,
  negate,
  pad,
  reciprocal,
  reparameterise,
  reshape,
  scatterLast,
  slice,
  softmax,
  softmaxCrossEntropy,
  sqrt,
  square,
  squaredError,
  stopGradient,
  subtract,
  sum,
  transpose,
} from '@collapse-lab/tensor';
import { evaluate, type OperationCase, recordCase } from '@collapse-lab/tensor/testing';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, it } from 'vitest';
import { registerTfjsGradients } from '../support/tfjs-gradients.ts';

type TfTensors = Readonly<Record<string, tf.Tensor>>;
type Case = readonly [OperationCase, (tensors: TfTensors) => tf.Tensor];

/** Rounding of binary32 in sums of up to 150 products, and in quotients; in ε of the largest element. */
const limit = 32;

function one(
  name: string,
  parameters: OperationCase['parameters'],
  build: OperationCase['build'],
  tfjs: Case[1],
  others: Partial<OperationCase> = {},
): Case {
  return [{ name, parameters, build, limit, ...others }, tfjs];
}

const positive = { domain: (x: number) => 0.5 + x * x };
const pair = { a: [4, 1, 3], b: [5, 1] };
const grid = { x: [3, 4, 5] };

const elementwise: readonly Case[] = [
  one(
    'add',
    pair,
    (p) => add(p.a, p.b),
    ({ a, b }) => tf.add(a, b),
  ),
  one(
    'subtract',
    pair,
    (p) => subtract(p.a, p.b),
    ({ a, b }) => tf.sub(a, b),
  ),
  one(
    'multiply',
    pair,
    (p) => multiply(p.a, p.b),
    ({ a, b }) => tf.mul(a, b),
  ),
  one(
    'divide',
    pair,
    (p) => divide(p.a, p.b),
    ({ a, b }) => tf.div(a, b),
    positive,
  ),
  one(
    'maximum',
    pair,
    (p) => maximum(p.a, p.b),
    ({ a, b }) =>
      // Its gradient there does not sum over axes that stretch.
      tf.maximum(tf.broadcastTo(a, [4, 5, 3]), tf.broadcastTo(b, [4, 5, 3])),
  ),
  one(
    'negate',
    grid,
    (p) => negate(p.x),
    ({ x }) => tf.neg(x),
  ),
  one(
    'exp',
    grid,
    (p) => exp(p.x),
    ({ x }) => tf.exp(x),
  ),
  one(
    'log',
    grid,
    (p) => log(p.x),
    ({ x }) => tf.log(x),
    positive,
  ),
  one(
    'sqrt',
    grid,
    (p) => sqrt(p.x),
    ({ x }) => tf.sqrt(x),
    positive,
  ),
  one(
    'square',
    grid,
    (p) => square(p.x),
    ({ x }) => tf.square(x),
  ),
  one(
    'reciprocal',
    grid,
    (p) => reciprocal(p.x),
    ({ x }) => tf.reciprocal(x),
    positive,
  ),
  one(
    'abs',
    grid,
    (p) => abs(p.x),
    ({ x }) => tf.abs(x),
  ),
  one(
    'affine',
    grid,
    (p) => affine(p.x, -1.5, 2),
    ({ x }) => tf.add(tf.mul(x, -1.5), 2),
  ),
  one(
    'stopGradient',
    grid,
    (p) => multiply(p.x, stopGradient(p.x)),
    ({ x }) => tf.mul(x, tf.tensor(x.dataSync(), x.shape)),
  ),
];

function geluOf(x: tf.Tensor): tf.Tensor {
  const inner = tf.mul(Math.sqrt(2 / Math.PI), tf.add(x, tf.mul(0.044715, tf.pow(x, 3))));
  return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(inner)));
}

const activations: readonly Case[] = [
  one(
    'relu',
    grid,
    (p) => activation(p.x, 'relu'),
    ({ x }) => tf.relu(x),
  ),
  one(
    'gelu',
    grid,
    (p) => activation(p.x, 'gelu'),
    ({ x }) => geluOf(x),
  ),
  one(
    'silu',
    grid,
    (p) => activation(p.x, 'silu'),
    ({ x }) => tf.mul(x, tf.sigmoid(x)),
  ),
  one(
    'sigmoid',
    grid,
    (p) => activation(p.x, 'sigmoid'),
    ({ x }) => tf.sigmoid(x),
  ),
  one(
    'tanh',
    grid,
    (p) => activation(p.x, 'tanh'),
    ({ x }) => tf.tanh(x),
  ),
  one(
    'softplus',
    grid,
    (p) => activation(p.x, 'softplus'),
    ({ x }) => tf.softplus(x),
  ),
];

const products: readonly Case[] = [
  ...[0, 1, 2, 3].map((transposes) => {
    const [transposeA, transposeB] = [(transposes & 1) === 1, (transposes & 2) === 2];
    return one(
      `matmul ${transposeA ? 'aᵀ' : 'a'}·${transposeB ? 'bᵀ' : 'b'} with bias and activation`,
      { a: transposeA ? [7, 5] : [5, 7], b: transposeB ? [3, 7] : [7, 3], bias: [3] },
      (p) => matmul(p.a, p.b, { transposeA, transposeB, bias: p.bias, activation: 'sigmoid' }),
      ({ a, b, bias }) => tf.sigmoid(tf.add(tf.matMul(a, b, transposeA, transposeB), bias)),
    );
  }),
  one(
    'matmul of batches',
    { a: [2, 5, 7], b: [2, 3, 7] },
    (p) => matmul(p.a, p.b, { transposeB: true, alpha: 0.5 }),
    ({ a, b }) => tf.mul(tf.matMul(a, b, false, true), 0.5),
  ),
  ...(
    [
      [1, 0],
      [2, 1],
      [3, 2],
    ] as const
  ).flatMap(([stride, padding]) => [
    one(
      `conv2d stride ${stride} padding ${padding}`,
      { x: [2, 7, 6, 3], filter: [3, 2, 3, 4], bias: [4] },
      (p) => conv2d(p.x, p.filter, { bias: p.bias, stride, padding, activation: 'tanh' }),
      ({ x, filter, bias }) => {
        const sides: [number, number] = [padding, padding];
        const y = tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, [[0, 0], sides, sides, [0, 0]]);
        return tf.tanh(tf.add(y, bias));
      },
    ),
    one(
      `conv2dTranspose stride ${stride} padding ${Math.min(padding, 1)}`,
      { x: [2, 4, 3, 3], filter: [3, 2, 4, 3], bias: [4] },
      (p) => conv2dTranspose(p.x, p.filter, { bias: p.bias, stride, padding: Math.min(padding, 1) }),
      ({ x, filter, bias }) => {
        const cut = Math.min(padding, 1);
        const [h, w] = [3 * stride + 3 - 2 * cut, 2 * stride + 2 - 2 * cut];
        const sides: [number, number] = [cut, cut];
        const pads: [[number, number], [number, number], [number, number], [number, number]] = [
          [0, 0],
          sides,
          sides,
          [0, 0],
        ];
        const y = tf.conv2dTranspose(x as tf.Tensor4D, filter as tf.Tensor4D, [2, h, w, 4], stride, pads);
        return tf.add(y, bias);
      },
    ),
  ]),
];

function normalised(x: tf.Tensor, epsilon: number): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  return tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, epsilon)));
}

const sumOfAll = tf.Reduction.SUM;
const ids = (count: number) => ({ ids: { at: [[3, 4], count] as const } });

const rowwise: readonly Case[] = [
  one(
    'layerNorm',
    { x: [3, 4, 5], gain: [5], bias: [5] },
    (p) => layerNorm(p.x, p.gain, p.bias, { epsilon: 0.1 }),
    ({ x, gain, bias }) => tf.add(tf.mul(normalised(x, 0.1), gain), bias),
  ),
  one(
    'softmax',
    grid,
    (p) => softmax(p.x),
    ({ x }) => tf.softmax(x),
  ),
  one(
    'logSoftmax',
    grid,
    (p) => logSoftmax(p.x),
    ({ x }) => tf.logSoftmax(x),
  ),
  one(
    'softmaxCrossEntropy',
    { x: [12, 5] },
    (p, i) => softmaxCrossEntropy(p.x, reshape(i.at, [12])),
    ({ x, at }) => tf.losses.softmaxCrossEntropy(tf.oneHot(tf.reshape(at, [12]), 5), x),
    ids(5),
  ),
  one(
    'softmaxCrossEntropy with a mask',
    { x: [12, 5] },
    (p, i) => softmaxCrossEntropy(p.x, reshape(i.at, [12]), { mask: square(i.weights) }),
    ({ x, at, weights }) =>
      tf.losses.softmaxCrossEntropy(
        tf.oneHot(tf.reshape(at, [12]), 5),
        x,
        tf.square(weights),
        0,
        tf.Reduction.MEAN,
      ),
    { ...ids(5), inputs: { weights: [12] } },
  ),
  one(
    'bceWithLogits',
    { x: [6, 5] },
    (p, i) => bceWithLogits(p.x, activation(i.t, 'sigmoid'), { divisor: 3 }),
    ({ x, t }) => tf.div(tf.losses.sigmoidCrossEntropy(tf.sigmoid(t), x, undefined, 0, sumOfAll), 3),
    { inputs: { t: [6, 5] } },
  ),
  one(
    'squaredError',
    { x: [6, 5], t: [6, 5] },
    (p) => squaredError(p.x, p.t, { divisor: 3 }),
    ({ x, t }) => tf.div(tf.losses.meanSquaredError(t, x, undefined, sumOfAll), 6),
  ),
  one(
    'gaussianKl',
    { m: [6, 5], v: [6, 5] },
    (p) => gaussianKl(p.m, p.v, { divisor: 3 }),
    ({ m, v }) => tf.div(tf.sum(tf.sub(tf.add(tf.square(m), tf.exp(v)), tf.add(v, 1))), 6),
  ),
  one(
    'reparameterise',
    { m: [6, 5], v: [6, 5] },
    (p, i) => reparameterise(p.m, p.v, i.noise),
    ({ m, v, noise }) => tf.add(m, tf.mul(noise, tf.exp(tf.div(v, 2)))),
    { inputs: { noise: [6, 5] } },
  ),
  one(
    'dropout',
    { x: [3, 4] },
    (p, i) => dropout(p.x, i.at, { rate: 0.4 }),
    ({ x, at }) =>
      tf.mul(
        x,
        tf.tensor(
          Array.from(at.dataSync(), (bits) => (bits >>> 0 >= 0.4 * 2 ** 32 ? 1 / 0.6 : 0)),
          [3, 4],
        ),
      ),
    ids(2 ** 32),
  ),
];

function attend(qkv: tf.Tensor, heads: number, causal: boolean): tf.Tensor {
  const [b, t, width] = qkv.shape;
  const size = width / 3 / heads;
  const parts = tf.unstack(tf.transpose(tf.reshape(qkv, [b, t, 3, heads, size]), [2, 0, 3, 1, 4]));
  const scores = tf.div(tf.matMul(parts[0], parts[1], false, true), Math.sqrt(size));
  const later = tf.sub(1, tf.linalg.bandPart(tf.ones([t, t]), -1, 0));
  const hidden = causal ? tf.sub(scores, tf.mul(later, 1e9)) : scores;
  return tf.reshape(tf.transpose(tf.matMul(tf.softmax(hidden), parts[2]), [0, 2, 1, 3]), [b, t, width / 3]);
}

const choosing: readonly Case[] = [
  one(
    'embedding',
    { table: [5, 3] },
    (p, i) => embedding(p.table, i.at),
    ({ table, at }) => tf.gather(table, at as tf.Tensor2D),
    ids(5),
  ),
  one(
    'gatherLast',
    grid,
    (p, i) => gatherLast(p.x, i.at),
    ({ x, at }) => tf.sum(tf.mul(x, tf.oneHot(at, 5)), -1),
    ids(5),
  ),
  one(
    'scatterLast',
    { x: [3, 4] },
    (p, i) => scatterLast(p.x, i.at, 5),
    ({ x, at }) => tf.mul(tf.expandDims(x, -1), tf.oneHot(at, 5)),
    ids(5),
  ),
  one(
    'attention',
    { qkv: [2, 5, 12] },
    (p) => attention(p.qkv, { heads: 2 }),
    ({ qkv }) => attend(qkv, 2, false),
  ),
  one(
    'causal attention',
    { qkv: [2, 5, 12] },
    (p) => attention(p.qkv, { heads: 2, causal: true }),
    ({ qkv }) => attend(qkv, 2, true),
  ),
];

const moving: readonly Case[] = [
  one(
    'sum',
    grid,
    (p) => sum(p.x, { axes: [0, 2] }),
    ({ x }) => tf.sum(x, [0, 2]),
  ),
  one(
    'mean',
    grid,
    (p) => mean(p.x, { axes: [1], keepDimensions: true }),
    ({ x }) => tf.mean(x, 1, true),
  ),
  one(
    'max',
    grid,
    (p) => max(p.x, { axes: [2] }),
    ({ x }) => tf.max(x, 2),
  ),
  one(
    'reshape',
    grid,
    (p) => reshape(p.x, [6, 10]),
    ({ x }) => tf.reshape(x, [6, 10]),
  ),
  one(
    'transpose',
    grid,
    (p) => transpose(p.x, [2, 0, 1]),
    ({ x }) => tf.transpose(x, [2, 0, 1]),
  ),
  one(
    'slice',
    grid,
    (p) => slice(p.x, [1, 0, 2], [2, 4, 2]),
    ({ x }) => tf.slice(x, [1, 0, 2], [2, 4, 2]),
  ),
  one(
    'pad',
    { x: [3, 4] },
    (p) => pad(p.x, [1, 0], [2, 3]),
    ({ x }) =>
      tf.pad(x, [
        [1, 2],
        [0, 3],
      ]),
  ),
  one(
    'concat',
    { a: [3, 2], b: [3, 4] },
    (p) => concat([p.a, p.b], 1),
    ({ a, b }) => tf.concat([a, b], 1),
  ),
  one(
    'broadcastTo',
    { x: [3, 1] },
    (p) => broadcastTo(p.x, [2, 3, 4]),
    ({ x }) => tf.broadcastTo(x, [2, 3, 4]),
  ),
];

beforeAll(registerTfjsGradients);

/** Gradients of the weighted sum of a case by its parameters, from TensorFlow.js. */
function tfjsGradients([given, tfjs]: Case): Record<string, ArrayLike<number>> {
  const { module, parameters, inputs } = recordCase(given);
  const names = Object.keys(parameters);
  return tf.tidy(() => {
    const fixed = Object.entries(inputs).map(([name, values]) => {
      const { shape, dtype } = module.programs.main.inputs[name];
      return [name, tf.tensor(values, [...shape], dtype === 'i32' ? 'int32' : 'float32')] as const;
    });
    const { outer, ...others } = Object.fromEntries(fixed);
    const loss = (...tensors: tf.Tensor[]) => {
      const named = Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
      return tf.sum(tf.mul(tfjs({ ...others, ...named }), outer)) as tf.Scalar;
    };
    const found = tf.grads(loss)(
      names.map((name) => tf.tensor(parameters[name], [...given.parameters[name]])),
    );
    return Object.fromEntries(names.map((name, i) => [name, found[i].dataSync()]));
  });
}

const cases = [...elementwise, ...activations, ...products, ...rowwise, ...choosing, ...moving];

it.each(cases.map((given) => [given[0].name, given] as const))('%s', (_, given) => {
  const recorded = recordCase(given[0]);
  const ours = evaluate(recorded.module, 'main', recorded);
  for (const [name, theirs] of Object.entries(tfjsGradients(given))) {
    const gradient = ours[`d${name}`];
    expect(theirs.length, name).toBe(gradient.length);
    const scale = gradient.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
    gradient.forEach((x, i) => {
      expect(Math.abs(theirs[i] - x) / scale, `d${name}[${i}]`).toBeLessThanOrEqual(limit * 2 ** -23);
    });
  }
});
