// Every operation with shapes that kernels may stumble over: size 1, odd sizes, sizes beyond one vector, one tile and
// one block of the kernels. Each case comes with the gradients by its parameters, and so with the kernels of these.
import type { Shape } from '../../graph/shape.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { activation } from '../../operations/activation.ts';
import { attention } from '../../operations/attention.ts';
import { cachedAttention, storeKeysValues } from '../../operations/cached-attention.ts';
import { conv2d, conv2dTranspose } from '../../operations/convolution.ts';
import {
  abs,
  add,
  affine,
  divide,
  exp,
  greaterEqual,
  log,
  maximum,
  multiply,
  negate,
  reciprocal,
  sign,
  sqrt,
  square,
  subtract,
} from '../../operations/elementwise.ts';
import { embedding, gatherLast, scatterLast } from '../../operations/embedding.ts';
import { bceWithLogits, gaussianKl, softmaxCrossEntropy, squaredError } from '../../operations/loss.ts';
import { matmul } from '../../operations/matmul.ts';
import { layerNorm, logSoftmax, softmax } from '../../operations/normalisation.ts';
import { dropout, reparameterise } from '../../operations/random.ts';
import { argmax, max, mean, sum } from '../../operations/reduction.ts';
import { broadcastTo, concat, pad, reshape, slice, stopGradient, transpose } from '../../operations/shape.ts';
import { topK } from '../../operations/top-k.ts';

export type Tensors = Readonly<Record<string, Tensor>>;

export interface OperationCase {
  readonly name: string;
  /** Filled with normal numbers, and differentiated by. */
  readonly parameters: Readonly<Record<string, Shape>>;
  /** Filled with normal numbers. */
  readonly inputs?: Readonly<Record<string, Shape>>;
  /** Integers: shape, and the number of values they are drawn from. */
  readonly ids?: Readonly<Record<string, readonly [Shape, number]>>;
  readonly buffers?: Readonly<Record<string, Shape>>;
  readonly build: (parameters: Tensors, inputs: Tensors, buffers: Tensors) => Tensor;
  /** Turns normal numbers into the domain of the function. */
  readonly domain?: (x: number) => number;
  /**
   * Largest error, in ε = 2⁻²³ of the largest element of the result (of 1 where it is smaller): some ε for what is
   * computed element by element, more where sums of n terms add up (about √n) or a large slope multiplies them.
   */
  readonly limit: number;
}

const positive = (x: number) => 0.5 + x * x;

/** Keeps sums of some hundred products near 1. */
const quarter = (x: number) => 0.25 * x;

const vectorShapes: readonly Shape[] = [[], [1], [3], [16], [5, 7], [2, 3, 129]];

const unaries = {
  negate,
  exp,
  log,
  sqrt,
  square,
  reciprocal,
  abs,
  sign,
  affine: (x: Tensor) => affine(x, -1.5, 0.25),
  stopGradient: (x: Tensor) => stopGradient(x),
} as const;

const unaryCases = Object.entries(unaries).flatMap(([name, map]) =>
  vectorShapes.map((x): OperationCase => {
    const domain = ['log', 'sqrt', 'reciprocal'].includes(name) ? { domain: positive } : {};
    return { name: `${name} [${x}]`, parameters: { x }, build: (p) => map(p.x), limit: 4, ...domain };
  }),
);

const activationCases = (['relu', 'gelu', 'silu', 'sigmoid', 'tanh', 'softplus'] as const).flatMap((kind) =>
  vectorShapes.map((x): OperationCase => {
    const build = (p: Tensors) => activation(p.x, kind);
    return { name: `${kind} [${x}]`, parameters: { x }, build, domain: (v) => 4 * v, limit: 24 };
  }),
);

const broadcastPairs: readonly (readonly [Shape, Shape])[] = [
  [[], []],
  [[37], [37]],
  [[4, 33], [33]],
  [
    [4, 33],
    [4, 1],
  ],
  [[19], []],
  [[1], [2, 3, 17]],
  [
    [5, 1, 7],
    [1, 6, 1],
  ],
  [
    [2, 1, 3, 1],
    [2, 4, 3, 5],
  ],
];

const binaryCases = Object.entries({ add, subtract, multiply, divide, maximum, greaterEqual }).flatMap(
  ([name, combine]) =>
    broadcastPairs.flatMap(([a, b]) =>
      [
        [a, b],
        [b, a],
      ].map(([left, right]): OperationCase => {
        const domain = name === 'divide' ? { domain: positive } : {};
        const build = (p: Tensors) => combine(p.a, p.b);
        const label = `${name} [${left}] [${right}]`;
        return { name: label, parameters: { a: left, b: right }, build, limit: 16, ...domain };
      }),
    ),
);

const matmulSizes = [
  [1, 1, 1, 4],
  [2, 3, 1, 4],
  [1, 7, 33, 8],
  [13, 17, 5, 16],
  [12, 32, 16, 16],
  [25, 66, 130, 32],
  [194, 514, 258, 64],
  // One side of at most four: the narrow kernels, which begin at two vectors along the long side.
  [2, 41, 258, 32],
  [67, 3, 9, 8],
  [4, 33, 6, 8],
  [7, 37, 2, 8],
  [35, 1, 258, 32],
  [3, 64, 5, 8],
  [9, 18, 4, 8],
  [6, 40, 1, 8],
  [5, 19, 3, 8],
  [40, 4, 11, 8],
] as const;

const matmulCases = matmulSizes.flatMap(([m, n, k, limit], index) =>
  [0, 1, 2, 3].map((transposes): OperationCase => {
    const transposeA = (transposes & 1) === 1;
    const transposeB = (transposes & 2) === 2;
    const activation = (['none', 'relu', 'sigmoid', 'tanh'] as const)[(index + transposes) % 4];
    const a = transposeA ? [k, m] : [m, k];
    const b = transposeB ? [n, k] : [k, n];
    const bias = index % 2 === 0 ? { bias: [n] } : {};
    const build = (p: Tensors) => {
      const options = { transposeA, transposeB, activation, alpha: 0.25 };
      return matmul(p.a, p.b, 'bias' in p ? { ...options, bias: p.bias } : options);
    };
    const name = `matmul ${m} ${n} ${k} ${transposeA ? 'aᵀ' : 'a'} ${transposeB ? 'bᵀ' : 'b'} ${activation}`;
    return { name, parameters: { a, b, ...bias }, build, limit };
  }),
);

const batchedMatmulCases: readonly OperationCase[] = [
  {
    name: 'matmul of rows',
    parameters: { a: [3, 2, 5, 7], b: [7, 4], bias: [4] },
    build: (p) => matmul(p.a, p.b, { bias: p.bias }),
    limit: 16,
  },
  {
    name: 'matmul of batches',
    parameters: { a: [2, 3, 5, 7], b: [2, 3, 7, 11] },
    build: (p) => matmul(p.a, p.b),
    limit: 16,
  },
  {
    name: 'matmul of transposed batches',
    parameters: { a: [4, 7, 5], b: [4, 11, 7] },
    build: (p) => matmul(p.a, p.b, { transposeA: true, transposeB: true }),
    limit: 16,
  },
];

/** images, height, width, channels, kernel height, kernel width, output channels, stride, padding. */
const windows = [
  [1, 1, 1, 1, 1, 1, 1, 1, 0],
  [2, 5, 7, 3, 3, 2, 5, 1, 0],
  [2, 6, 5, 1, 4, 4, 17, 2, 1],
  [1, 8, 9, 4, 3, 3, 33, 3, 2],
  [3, 14, 14, 20, 4, 4, 40, 2, 1],
] as const;

const convolutionCases = windows.flatMap(([n, h, w, ci, kh, kw, co, stride, padding]): OperationCase[] => [
  {
    name: `conv2d ${[n, h, w, ci]} by ${[kh, kw, co]} stride ${stride} padding ${padding}`,
    parameters: { x: [n, h, w, ci], filter: [kh, kw, ci, co], bias: [co] },
    build: (p) => conv2d(p.x, p.filter, { bias: p.bias, stride, padding, activation: 'tanh' }),
    domain: quarter,
    limit: 64,
  },
  {
    name: `conv2dTranspose ${[n, h, w, ci]} by ${[kh, kw, co]} stride ${stride} padding ${Math.min(padding, 1)}`,
    parameters: { x: [n, h, w, ci], filter: [kh, kw, co, ci], bias: [co] },
    build: (p) => {
      const outputPadding = [0, stride - 1] as const;
      return conv2dTranspose(p.x, p.filter, {
        bias: p.bias,
        stride,
        padding: Math.min(padding, 1),
        outputPadding,
      });
    },
    domain: quarter,
    limit: 64,
  },
]);

const rowShapes: readonly Shape[] = [[1], [5, 1], [3, 16], [2, 3, 37], [300, 20]];

const normalisationCases = rowShapes.flatMap((x): OperationCase[] => {
  const d = [x[x.length - 1]];
  return [
    {
      name: `layerNorm [${x}]`,
      parameters: { x, gain: d, bias: d },
      build: (p) => layerNorm(p.x, p.gain, p.bias, { epsilon: 0.01 }),
      limit: 64,
    },
    { name: `softmax [${x}]`, parameters: { x }, build: (p) => softmax(p.x), limit: 8 },
    { name: `logSoftmax [${x}]`, parameters: { x }, build: (p) => logSoftmax(p.x), limit: 16 },
  ];
});

const lossCases = rowShapes.flatMap((x): OperationCase[] => {
  const rows = x.slice(0, -1);
  const classes = x[x.length - 1];
  const targets = [rows, classes] as const;
  return [
    {
      name: `softmaxCrossEntropy [${x}]`,
      parameters: { x },
      ids: { targets },
      build: (p, i) => softmaxCrossEntropy(p.x, i.targets),
      limit: 8,
    },
    {
      name: `softmaxCrossEntropy [${x}] with a mask`,
      parameters: { x },
      inputs: { weights: rows },
      ids: { targets },
      build: (p, i) => softmaxCrossEntropy(p.x, i.targets, { mask: square(i.weights) }),
      limit: 8,
    },
    {
      name: `bceWithLogits [${x}]`,
      parameters: { x },
      inputs: { t: x },
      build: (p, i) => bceWithLogits(p.x, activation(i.t, 'sigmoid'), { divisor: 3 }),
      domain: (v) => 6 * v,
      limit: 8,
    },
    {
      name: `squaredError [${x}]`,
      parameters: { x },
      inputs: { t: x },
      build: (p, i) => squaredError(p.x, i.t, { divisor: 3 }),
      limit: 8,
    },
    {
      name: `gaussianKl [${x}]`,
      parameters: { m: x, v: x },
      build: (p) => gaussianKl(p.m, p.v, { divisor: 3 }),
      limit: 8,
    },
    {
      name: `reparameterise [${x}]`,
      parameters: { m: x, v: x },
      inputs: { noise: x },
      build: (p, i) => reparameterise(p.m, p.v, i.noise),
      limit: 8,
    },
    ...[0.4, 0.5, 0.7].map((rate): OperationCase => {
      return {
        name: `dropout [${x}] of ${rate}`,
        parameters: { x },
        ids: { bits: [x, 4294967296] },
        build: (p, i) => dropout(p.x, i.bits, { rate }),
        limit: 4,
      };
    }),
  ];
});

const choiceCases = [1, 5, 33].flatMap((d): OperationCase[] => [
  {
    name: `embedding of ${d} numbers`,
    parameters: { table: [7, d] },
    ids: { ids: [[4, 5], 7] },
    build: (p, i) => embedding(p.table, i.ids),
    limit: 8,
  },
  {
    name: `embedding of ${d} numbers by ids that were moved`,
    parameters: { table: [7, d] },
    ids: { ids: [[4, 5], 7] },
    build: (p, i) => {
      const moved = concat([transpose(i.ids), slice(reshape(i.ids, [5, 4]), [1, 0], [3, 4])], 0);
      return embedding(p.table, stopGradient(moved));
    },
    limit: 8,
  },
  {
    name: `gatherLast of ${d}`,
    parameters: { x: [3, 2, d] },
    ids: { ids: [[3, 2], d] },
    build: (p, i) => gatherLast(p.x, i.ids),
    limit: 1,
  },
  {
    name: `scatterLast to ${d}`,
    parameters: { x: [3, 2] },
    ids: { ids: [[3, 2], d] },
    build: (p, i) => scatterLast(p.x, i.ids, d),
    limit: 1,
  },
  {
    name: `argmax of ${d}`,
    parameters: { x: [11, d] },
    build: (p) => gatherLast(p.x, argmax(p.x)),
    limit: 1,
  },
]);

const attentionCases = (
  [
    [1, 1, 1, 1],
    [2, 5, 2, 3],
    [1, 17, 3, 16],
    [2, 33, 1, 20],
  ] as const
).flatMap(([batch, time, heads, width]) =>
  [false, true].map((causal): OperationCase => {
    const name = `attention ${[batch, time, heads, width]}${causal ? ' causal' : ''}`;
    const parameters = { qkv: [batch, time, 3 * heads * width] };
    return { name, parameters, build: (p) => attention(p.qkv, { heads, causal }), limit: 32 };
  }),
);

/** sequences, heads, width of a head, length of the cache, positions of the prompts. */
const cachedAttentionCases = (
  [
    [1, 1, 1, 1, 1],
    [3, 2, 3, 7, 4],
    [5, 3, 16, 21, 20],
    [2, 1, 150, 9, 3],
    [7, 4, 32, 40, 25],
  ] as const
).map(([batch, heads, width, length, time]): OperationCase => {
  const d = heads * width;
  const rows = batch + 2;
  return {
    name: `cachedAttention ${[batch, heads, width, length, time]}`,
    parameters: {},
    inputs: { prompts: [batch, time, 3 * d], qkv: [batch, 3 * d] },
    ids: { rows: [[batch], rows], position: [[1], length], sources: [[batch, length], rows] },
    buffers: { cache: [rows, length, 2 * d] },
    build: (_, i, { cache }) => {
      storeKeysValues(cache, i.prompts, i.rows);
      return cachedAttention(i.qkv, cache, i.position, i.sources, { heads });
    },
    limit: 32,
  };
});

/** Values and indices at once: each value times a number chosen by its index. */
const topKCases = (
  [
    [[1], 1],
    [[2, 3], 3],
    [[5, 33], 4],
    [[2, 3, 129], 1],
    [[3, 1000], 10],
  ] as const
).map(([x, k]): OperationCase => {
  const v = x[x.length - 1];
  return {
    name: `topK ${k} of [${x}]`,
    parameters: { x, table: [v, 1] },
    build: (p) => {
      const { values, indices } = topK(p.x, k);
      return multiply(values, reshape(embedding(p.table, indices), values.shape));
    },
    limit: 4,
  };
});

const reductionAxes: readonly (readonly [Shape, readonly number[]])[] = [
  [[], []],
  [[1], [0]],
  [[1300], [0]],
  [[700, 3], [0]],
  [[5, 33], [1]],
  [[5, 33], []],
  [
    [5, 33],
    [0, 1],
  ],
  [
    [2, 3, 4, 5],
    [0, 2],
  ],
  [
    [2, 3, 4, 5],
    [1, 3],
  ],
  [[3, 1, 70], [0]],
];

const reductionCases = Object.entries({ sum, mean, max }).flatMap(([name, reduce]) =>
  reductionAxes.map(([x, axes], index): OperationCase => {
    const build = (p: Tensors) => reduce(p.x, { axes, keepDimensions: index % 2 === 1 });
    return { name: `${name} [${x}] over [${axes}]`, parameters: { x }, build, limit: 8 };
  }),
);

const movementCases: readonly OperationCase[] = [
  ...(
    [
      [[3], [0]],
      [
        [4, 7],
        [1, 0],
      ],
      [
        [33, 50],
        [1, 0],
      ],
      [
        [2, 3, 4, 5],
        [0, 2, 1, 3],
      ],
      [
        [2, 3, 4, 5],
        [3, 1, 0, 2],
      ],
      [
        [1, 6, 1, 5],
        [2, 3, 0, 1],
      ],
    ] as const
  ).map(
    ([x, permutation]): OperationCase => ({
      name: `transpose [${x}] to [${permutation}]`,
      parameters: { x },
      build: (p) => transpose(p.x, permutation),
      limit: 1,
    }),
  ),
  {
    name: 'slice',
    parameters: { x: [4, 5, 6] },
    build: (p) => slice(p.x, [1, 0, 2], [2, 5, 3]),
    limit: 1,
  },
  { name: 'slice of a scalar', parameters: { x: [] }, build: (p) => slice(p.x, [], []), limit: 1 },
  { name: 'pad of a scalar', parameters: { x: [] }, build: (p) => pad(p.x, [], []), limit: 1 },
  { name: 'slice of one', parameters: { x: [9] }, build: (p) => slice(p.x, [8], [1]), limit: 1 },
  { name: 'pad', parameters: { x: [2, 3] }, build: (p) => pad(p.x, [1, 0], [0, 5]), limit: 1 },
  {
    name: 'concat of rows',
    parameters: { a: [1, 3], b: [4, 3], c: [2, 3] },
    build: (p) => concat([p.a, p.b, p.c], 0),
    limit: 1,
  },
  {
    name: 'concat of columns',
    parameters: { a: [3, 1], b: [3, 17], c: [3, 2] },
    build: (p) => concat([p.a, p.b, p.c], -1),
    limit: 1,
  },
  {
    name: 'concat of a tensor with itself',
    parameters: { a: [3, 2, 5] },
    build: (p) => concat([p.a, p.a], 1),
    limit: 4,
  },
  {
    name: 'broadcastTo',
    parameters: { x: [3, 1, 2] },
    build: (p) => broadcastTo(p.x, [4, 3, 5, 2]),
    limit: 16,
  },
  {
    name: 'reshape twice of what goes on to be used',
    parameters: { x: [4, 6] },
    build: (p) => {
      const y = exp(p.x);
      return add(multiply(reshape(reshape(y, [24]), [6, 4]), 2), reshape(y, [6, 4]));
    },
    limit: 8,
  },
];

export const operationCases: readonly OperationCase[] = [
  ...unaryCases,
  ...activationCases,
  ...binaryCases,
  ...matmulCases,
  ...batchedMatmulCases,
  ...convolutionCases,
  ...normalisationCases,
  ...lossCases,
  ...choiceCases,
  ...attentionCases,
  ...cachedAttentionCases,
  ...topKCases,
  ...reductionCases,
  ...movementCases,
];
