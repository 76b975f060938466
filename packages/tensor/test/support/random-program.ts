// Random programs: a list of steps, each applying some operation to tensors that were made before. Any list is valid:
// a step picks operands that fit. Values stay of order 1 for most programs.
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
  type Shape,
  scatterLast,
  slice,
  softmax,
  sqrt,
  square,
  squaredError,
  stopGradient,
  subtract,
  sum,
  type Tensor,
  topK,
  transpose,
} from '@collapse-lab/tensor';
import fc from 'fast-check';

/** Parameters of every random program. */
export const randomShapes: Readonly<Record<string, Shape>> = { matrix: [3, 4], row: [4], pool: [400] };
/** Inputs of every random program: numbers, ids below 4, random bits. */
export const randomInputs = {
  x: { shape: [3, 4], dtype: 'f32' },
  ids: { shape: [64], dtype: 'i32' },
  bits: { shape: [256], dtype: 'i32' },
} as const;

const largest = 250;

export interface Step {
  readonly move: number;
  /** Which of the tensors made so far. */
  readonly first: number;
  readonly second: number;
  /** Whatever else there is to choose. */
  readonly choice: number;
}

interface Operands {
  readonly x: Tensor;
  /** Another tensor of the shape of x; x itself where there is none. */
  readonly twin: Tensor;
  /** A tensor that broadcasts with x. */
  readonly mate: Tensor;
  readonly choice: number;
  /** Elements of the parameter `pool` in any shape of at most 400. */
  readonly take: (shape: Shape) => Tensor;
  /** Ids in [0, 4), in any shape of at most 64. */
  readonly ids: (shape: Shape) => Tensor;
  readonly bits: (shape: Shape) => Tensor;
}

function count(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

function last(x: Tensor): number {
  return x.shape[x.shape.length - 1];
}

function asMatrix(x: Tensor): Tensor {
  return x.shape.length === 0 ? reshape(x, [1, 1]) : reshape(x, [count(x.shape) / last(x), last(x)]);
}

/** x as one picture, as square as its shape allows. */
function asPicture(x: Tensor): Tensor {
  const [h, w] = asMatrix(x).shape;
  return reshape(x, [1, h, w, 1]);
}

const kinds = ['relu', 'gelu', 'silu', 'sigmoid', 'tanh', 'softplus'] as const;
const fused = ['none', 'relu', 'sigmoid', 'tanh'] as const;

function half({ x, choice }: Operands): Tensor {
  if (x.shape.length === 0) return x;
  const axis = choice % x.shape.length;
  const kept = Math.ceil(x.shape[axis] / 2);
  const begin = x.shape.map((size, i) => (i === axis ? size - kept : 0));
  return slice(
    x,
    begin,
    x.shape.map((size, i) => (i === axis ? kept : size)),
  );
}

function reduced(reduce: typeof sum) {
  return ({ x, choice }: Operands) => {
    const axes = x.shape.map((_, axis) => axis).filter((axis) => (choice >> axis) & 1);
    return reduce(x, { axes, keepDimensions: choice % 2 === 0 });
  };
}

function attended({ x, choice, take }: Operands): Tensor {
  const qkv = matmul(asMatrix(x), take([asMatrix(x).shape[1], 6]));
  return attention(reshape(qkv, [1, qkv.shape[0], 6]), { heads: 1 + (choice % 2), causal: choice % 3 === 0 });
}

function convolved({ x, choice, take }: Operands): Tensor {
  const options = { padding: 1, stride: 1 + (choice % 2), bias: take([2]), activation: fused[choice % 4] };
  return affine(conv2d(asPicture(x), take([2, 3, 1, 2]), options), 0.5);
}

function enlarged({ x, choice, take }: Operands): Tensor {
  return affine(conv2dTranspose(asPicture(x), take([2, 2, 2, 1]), { stride: 1 + (choice % 2) }), 0.5);
}

function multiplied({ x, choice, take }: Operands): Tensor {
  const k = x.shape.length === 0 ? 1 : last(x);
  const n = 1 + (choice % 5);
  const rows = x.shape.length < 2 ? asMatrix(x) : x;
  const transposeB = choice % 2 === 0;
  const options = { transposeB, bias: take([n]), activation: fused[choice % 4], alpha: 0.5 };
  return matmul(rows, take(transposeB ? [n, k] : [k, n]), options);
}

/** At least 0.5 and of order 1. */
function positive(x: Tensor): Tensor {
  return affine(square(activation(x, 'tanh')), 1, 0.5);
}

const moves: readonly ((operands: Operands) => Tensor)[] = [
  ({ x, choice }) => activation(x, kinds[choice % 6]),
  ({ x, choice }) => activation(x, kinds[choice % 6]),
  ({ x }) => affine(x, -0.5, 0.25),
  ({ x }) => negate(x),
  ({ x }) => abs(x),
  ({ x }) => affine(square(x), 0.3),
  ({ x }) => exp(activation(x, 'tanh')),
  ({ x }) => log(positive(x)),
  ({ x }) => sqrt(positive(x)),
  ({ x }) => reciprocal(positive(x)),
  ({ x, mate }) => add(x, mate),
  ({ x, twin }) => add(twin, x),
  ({ x, mate }) => subtract(mate, x),
  ({ x, mate }) => affine(multiply(x, mate), 0.3),
  ({ x, twin }) => affine(multiply(x, twin), 0.3),
  ({ x, mate }) => divide(x, positive(mate)),
  ({ x, mate }) => maximum(x, mate),
  ({ x }) => stopGradient(x),
  ({ x }) => reshape(x, [count(x.shape)]),
  ({ x }) => reshape(x, [1, ...x.shape]),
  ({ x }) => transpose(x),
  half,
  ({ x }) =>
    pad(
      x,
      x.shape.map((_, axis) => axis % 2),
      x.shape.map(() => 1),
    ),
  ({ x, twin, choice }) => (x.shape.length === 0 ? x : concat([x, twin], choice % x.shape.length)),
  ({ x }) => broadcastTo(x, [2, ...x.shape]),
  reduced(sum),
  reduced(mean),
  reduced(max),
  ({ x, choice }) => topK(asMatrix(x), 1 + (choice % asMatrix(x).shape[1])).values,
  ({ x }) => softmax(asMatrix(x)),
  ({ x }) => logSoftmax(asMatrix(x)),
  ({ x, take }) =>
    layerNorm(asMatrix(x), take([asMatrix(x).shape[1]]), take([asMatrix(x).shape[1]]), { epsilon: 0.1 }),
  multiplied,
  multiplied,
  convolved,
  enlarged,
  attended,
  ({ x, twin }) => squaredError(x, twin, { divisor: count(x.shape) }),
  ({ x, twin }) => bceWithLogits(x, activation(twin, 'sigmoid'), { divisor: count(x.shape) }),
  ({ x, twin }) => gaussianKl(x, activation(twin, 'tanh'), { divisor: count(x.shape) }),
  ({ x, twin, mate }) => reparameterise(x, activation(twin, 'tanh'), mate.shape === x.shape ? mate : twin),
  ({ x, bits }) => dropout(x, bits(x.shape), { rate: 0.3 }),
  ({ take, ids, choice }) => embedding(take([4, 3]), ids([1 + (choice % 7)])),
  ({ x, take, ids }) =>
    gatherLast(matmul(asMatrix(x), take([asMatrix(x).shape[1], 4])), ids([asMatrix(x).shape[0]])),
  ({ x, ids }) => (count(x.shape) > 30 ? x : scatterLast(x, ids(x.shape), 4)),
];

function fits(a: Shape, b: Shape): boolean {
  return b.every((size, i) => {
    const other = a[a.length - b.length + i] ?? 1;
    return size === other || size === 1 || other === 1;
  });
}

/** The first of the tensors from `start` on, going around, that is accepted. */
function pick(made: readonly Tensor[], start: number, accept: (tensor: Tensor) => boolean): Tensor {
  const order = made.map((_, i) => made[(start + i) % made.length]);
  return order.find(accept)!;
}

type Tensors = Readonly<Record<string, Tensor>>;

/** Values of an input or parameter of one axis, from its start, in another shape. */
function cut(source: Tensor, shape: Shape, start: number): Tensor {
  return reshape(slice(source, [start % (source.shape[0] - count(shape) + 1)], [count(shape)]), shape);
}

/** All tensors that the steps make, in order; the first are parameters and inputs. */
export function runSteps(parameters: Tensors, inputs: Tensors, steps: readonly Step[]): Tensor[] {
  const made = [parameters.matrix, parameters.row, inputs.x];
  for (const { move, first, second, choice } of steps) {
    const x = made[first % made.length];
    if (count(x.shape) > 64) continue;
    const next = moves[move % moves.length]({
      x,
      twin: pick(made, second, (t) => t.shape.join() === x.shape.join()),
      mate: pick(made, second, (t) => fits(x.shape, t.shape)),
      choice,
      take: (shape) => cut(parameters.pool, shape, choice),
      ids: (shape) => cut(inputs.ids, shape, choice),
      bits: (shape) => cut(inputs.bits, shape, choice),
    });
    if (count(next.shape) <= largest && next.shape.length <= 4) made.push(next);
  }
  return made;
}

/** Mean of the tanh of the last tensors, and of the squares of all parameters, so that every parameter has a gradient. */
export function lossOf(parameters: Tensors, made: readonly Tensor[]): Tensor {
  const ends = made.slice(-3).map((tensor) => mean(activation(tensor, 'tanh')));
  const norms = Object.keys(randomShapes).map((name) => affine(mean(square(parameters[name])), 0.1));
  return [...ends, ...norms].reduce((total, term) => add(total, term));
}

export const randomSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    move: fc.nat(moves.length - 1),
    first: fc.nat(1000),
    second: fc.nat(1000),
    choice: fc.nat(1000),
  }),
  { minLength: 3, maxLength: 14 },
);
