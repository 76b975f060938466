// Every differentiable operation: its gradient against central differences in double precision, for random shapes with
// odd sizes and size 1.
import {
  abs,
  activation,
  add,
  affine,
  argmax,
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
  gradients,
  greaterEqual,
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
  program,
  reciprocal,
  record,
  reparameterise,
  reshape,
  scatterLast,
  sign,
  slice,
  softmax,
  softmaxCrossEntropy,
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
import { evaluate } from '@collapse-lab/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGradients } from '../support/check-gradients.ts';
import { broadcastPair, fixed, rows, shape, size } from '../support/shapes.ts';

const seed = fc.nat(1_000_000);

describe('elementwise, with broadcasting', () => {
  const positive = (x: number) => 0.5 + x * x;
  it.each([
    ['add', add, undefined],
    ['subtract', subtract, undefined],
    ['multiply', multiply, undefined],
    ['divide', divide, positive],
    ['maximum', maximum, undefined],
  ] as const)('%s', (_, combine, domain) => {
    fc.assert(
      fc.property(broadcastPair, seed, ([a, b], seed) => {
        const build = (p: Readonly<Record<string, Tensor>>) => combine(p.a, p.b);
        checkGradients({ parameters: { a, b }, build, seed, ...(domain && { domain }) });
      }),
      fixed,
    );
  });

  it.each([
    ['negate', negate, undefined],
    ['exp', exp, undefined],
    ['log', log, positive],
    ['sqrt', sqrt, positive],
    ['square', square, undefined],
    ['reciprocal', reciprocal, positive],
    ['abs', abs, undefined],
    ['affine', (x: Tensor) => affine(x, -1.5, 2), undefined],
    ['numbers', (x: Tensor) => divide(subtract(2, multiply(add(x, 1), 3)), 4), undefined],
    ['a number over x', (x: Tensor) => divide(2, x), positive],
    ['x three times', (x: Tensor) => add(multiply(x, x), x), undefined],
  ] as const)('%s', (_, map, domain) => {
    fc.assert(
      fc.property(shape, seed, (x, seed) => {
        checkGradients({ parameters: { x }, build: (p) => map(p.x), seed, ...(domain && { domain }) });
      }),
      fixed,
    );
  });
});

describe('activations', () => {
  it.each(['relu', 'gelu', 'silu', 'sigmoid', 'tanh', 'softplus'] as const)('%s', (kind) => {
    fc.assert(
      fc.property(shape, seed, (x, seed) => {
        checkGradients({ parameters: { x }, build: (p) => activation(p.x, kind), seed });
      }),
      fixed,
    );
  });
});

describe('matmul', () => {
  const activations = fc.constantFrom('none', 'relu', 'sigmoid', 'tanh');
  const options = fc.record({ transposeA: fc.boolean(), transposeB: fc.boolean(), activation: activations });

  it('of matrices, in all transpositions, with bias and activation', () => {
    fc.assert(
      fc.property(size, size, size, options, seed, (m, k, n, chosen, seed) => {
        const a = chosen.transposeA ? [k, m] : [m, k];
        const b = chosen.transposeB ? [n, k] : [k, n];
        const build = (p: Readonly<Record<string, Tensor>>) =>
          matmul(p.a, p.b, { ...chosen, bias: p.bias, alpha: 0.7 });
        checkGradients({ parameters: { a, b, bias: [n] }, build, seed });
      }),
      { ...fixed, numRuns: 40 },
    );
  });

  it('of a with leading axes by a matrix', () => {
    fc.assert(
      fc.property(rows, size, size, fc.boolean(), seed, (leading, k, n, transposeB, seed) => {
        const parameters = { a: [...leading, 2, k], b: transposeB ? [n, k] : [k, n], bias: [n] };
        const build = (p: Readonly<Record<string, Tensor>>) =>
          matmul(p.a, p.b, { bias: p.bias, transposeB, activation: 'tanh' });
        checkGradients({ parameters, build, seed });
      }),
      fixed,
    );
  });

  it('of batches of matrices', () => {
    fc.assert(
      fc.property(fc.tuple(size, size, size, size), options, seed, ([batch, m, k, n], chosen, seed) => {
        const a = chosen.transposeA ? [batch, k, m] : [batch, m, k];
        const b = chosen.transposeB ? [batch, n, k] : [batch, k, n];
        const build = (p: Readonly<Record<string, Tensor>>) => matmul(p.a, p.b, chosen);
        checkGradients({ parameters: { a, b }, build, seed });
      }),
      fixed,
    );
  });
});

describe('convolution', () => {
  const window = fc.record({
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.integer({ min: 0, max: 2 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    picture: fc.tuple(fc.integer({ min: 3, max: 6 }), fc.integer({ min: 3, max: 6 })),
    channels: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
  });

  it('conv2d', () => {
    fc.assert(
      fc.property(window, fc.constantFrom('none', 'relu', 'tanh'), seed, (w, kind, seed) => {
        const [ci, co] = w.channels;
        const parameters = { x: [2, ...w.picture, ci], filter: [...w.kernel, ci, co], bias: [co] };
        const { stride, padding } = w;
        const build = (p: Readonly<Record<string, Tensor>>) =>
          conv2d(p.x, p.filter, { bias: p.bias, stride, padding, activation: kind });
        checkGradients({ parameters, build, seed });
      }),
      fixed,
    );
  });

  it('conv2dTranspose', () => {
    fc.assert(
      fc.property(window, fc.nat(2), fc.nat(2), seed, (w, right, bottom, seed) => {
        const [ci, co] = w.channels;
        const parameters = { x: [1, ...w.picture, ci], filter: [...w.kernel, co, ci], bias: [co] };
        const { stride } = w;
        const padding = Math.min(w.padding, 1);
        const outputPadding = [bottom % stride, right % stride] as const;
        const build = (p: Readonly<Record<string, Tensor>>) =>
          conv2dTranspose(p.x, p.filter, { bias: p.bias, stride, padding, outputPadding });
        checkGradients({ parameters, build, seed });
      }),
      fixed,
    );
  });
});

describe('normalisation', () => {
  it('layerNorm', () => {
    fc.assert(
      fc.property(rows, seed, (x, seed) => {
        const d = [x[x.length - 1]];
        // An epsilon of 0.1 keeps third derivatives of rows with nearly equal elements small.
        const build = (p: Readonly<Record<string, Tensor>>) =>
          layerNorm(p.x, p.gain, p.bias, { epsilon: 0.1 });
        checkGradients({ parameters: { x, gain: d, bias: d }, build, seed });
      }),
      fixed,
    );
  });

  it.each([
    ['softmax', softmax],
    ['logSoftmax', logSoftmax],
  ] as const)('%s', (_, map) => {
    fc.assert(
      fc.property(rows, seed, (x, seed) => {
        checkGradients({ parameters: { x }, build: (p) => map(p.x), seed });
      }),
      fixed,
    );
  });
});

describe('losses', () => {
  it('softmaxCrossEntropy, with and without a mask', () => {
    fc.assert(
      fc.property(rows, size, fc.boolean(), seed, (leading, v, masked, seed) => {
        checkGradients({
          parameters: { logits: [...leading, v] },
          ids: { targets: [leading, v] },
          weights: { mask: leading },
          build: (p, i) => softmaxCrossEntropy(p.logits, i.targets, masked ? { mask: i.mask } : {}),
          seed,
        });
      }),
      fixed,
    );
  });

  it('bceWithLogits, by targets too', () => {
    fc.assert(
      fc.property(shape, seed, (logits, seed) => {
        const build = (p: Readonly<Record<string, Tensor>>) =>
          bceWithLogits(p.logits, p.targets, { divisor: 3 });
        checkGradients({ parameters: { logits, targets: logits }, build, seed });
      }),
      fixed,
    );
  });

  it('squaredError, by targets too', () => {
    fc.assert(
      fc.property(shape, seed, (x, seed) => {
        const build = (p: Readonly<Record<string, Tensor>>) => squaredError(p.x, p.target, { divisor: 0.5 });
        checkGradients({ parameters: { x, target: x }, build, seed });
      }),
      fixed,
    );
  });

  it('gaussianKl', () => {
    fc.assert(
      fc.property(shape, seed, (x, seed) => {
        const build = (p: Readonly<Record<string, Tensor>>) => gaussianKl(p.mean, p.spread, { divisor: 2 });
        checkGradients({ parameters: { mean: x, spread: x }, build, seed });
      }),
      fixed,
    );
  });
});

describe('random', () => {
  it('reparameterise, by noise too', () => {
    fc.assert(
      fc.property(shape, seed, (x, seed) => {
        const build = (p: Readonly<Record<string, Tensor>>) => reparameterise(p.mean, p.spread, p.noise);
        checkGradients({ parameters: { mean: x, spread: x, noise: x }, build, seed });
      }),
      fixed,
    );
  });

  it('dropout', () => {
    fc.assert(
      fc.property(shape, seed, (x, seed) => {
        const build = (p: Readonly<Record<string, Tensor>>, i: Readonly<Record<string, Tensor>>) =>
          dropout(p.x, i.bits, { rate: 0.4 });
        checkGradients({ parameters: { x }, ids: { bits: [x, 4294967296] }, build, seed });
      }),
      fixed,
    );
  });
});

describe('picking by ids', () => {
  it('embedding: rows picked more than once add up', () => {
    fc.assert(
      fc.property(shape, size, size, seed, (ids, v, d, seed) => {
        checkGradients({
          parameters: { table: [v, d] },
          ids: { ids: [ids, v] },
          build: (p, i) => embedding(p.table, i.ids),
          seed,
        });
      }),
      fixed,
    );
  });

  it('gatherLast and scatterLast', () => {
    fc.assert(
      fc.property(shape, size, seed, (leading, v, seed) => {
        const ids = { ids: [leading, v] as const };
        checkGradients({
          parameters: { x: [...leading, v] },
          ids,
          build: (p, i) => gatherLast(p.x, i.ids),
          seed,
        });
        checkGradients({
          parameters: { x: leading },
          ids,
          build: (p, i) => scatterLast(p.x, i.ids, v),
          seed,
        });
      }),
      fixed,
    );
  });
});

it('topK: every value is an element', () => {
  fc.assert(
    fc.property(size, size, fc.nat(4), seed, (n, v, k, s) => {
      checkGradients({
        parameters: { x: [n, v] },
        build: (p) => topK(p.x, 1 + (k % v)).values,
        seed: s,
      });
    }),
    fixed,
  );
});

it('attention, causal and not', () => {
  fc.assert(
    fc.property(
      fc.tuple(size, size, size),
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      seed,
      (s, h, causal, seed) => {
        const [batch, t, width] = s.map((n) => Math.min(n, 3));
        checkGradients({
          parameters: { qkv: [batch, t, 3 * width * h] },
          build: (p) => attention(p.qkv, { heads: h, causal }),
          seed,
        });
      },
    ),
    fixed,
  );
});

describe('reductions', () => {
  it.each([
    ['sum', sum],
    ['mean', mean],
    ['max', max],
  ] as const)('%s over any axes, kept or not', (_, reduce) => {
    fc.assert(
      fc.property(shape, fc.nat(15), fc.boolean(), seed, (x, chosen, keepDimensions, seed) => {
        const axes = x.map((_, axis) => axis).filter((axis) => (chosen >> axis) & 1);
        checkGradients({
          parameters: { x },
          build: (p) => reduce(p.x, { axes: axes.map((axis) => axis - x.length), keepDimensions }),
          seed,
        });
      }),
      fixed,
    );
  });
});

it('max: equal largest elements share the gradient', () => {
  const outputs = ({ x }: Readonly<Record<string, Tensor>>) => {
    const loss = sum(max(x, { axes: [1] }));
    return { dx: gradients(loss, [x])[0]! };
  };
  const module = record({ parameters: { x: { shape: [2, 4] } }, programs: { main: program({ outputs }) } });
  const { dx } = evaluate(module, 'main', { parameters: { x: [1, 3, 3, 2, 5, 5, 5, 5] } });
  expect(dx).toEqual(Float64Array.of(0, 0.5, 0.5, 0, 0.25, 0.25, 0.25, 0.25));
});

describe('shapes', () => {
  it('reshape, transpose, broadcastTo', () => {
    fc.assert(
      fc.property(rows, fc.nat(5), seed, (x, turn, seed) => {
        const permutation = x.map((_, axis) => (axis + turn) % x.length);
        checkGradients({ parameters: { x }, build: (p) => transpose(p.x, permutation), seed });
        checkGradients({ parameters: { x }, build: (p) => square(reshape(p.x, [...x, 1])), seed });
        const wider = [2, ...x.map((length) => (length === 1 ? 3 : length))];
        checkGradients({ parameters: { x }, build: (p) => broadcastTo(p.x, wider), seed });
      }),
      fixed,
    );
  });

  it('slice, pad, concat', () => {
    fc.assert(
      fc.property(rows, size, fc.nat(3), seed, (x, extra, at, seed) => {
        const axis = at % x.length;
        const begin = x.map((length) => (length > 1 ? 1 : 0));
        const block = x.map((length, i) => length - begin[i]);
        checkGradients({ parameters: { x }, build: (p) => slice(p.x, begin, block), seed });
        checkGradients({ parameters: { x }, build: (p) => pad(p.x, begin, x), seed });
        const y = x.map((length, i) => (i === axis ? extra : length));
        checkGradients({
          parameters: { x, y },
          build: (p) => concat([p.x, p.y, p.x], axis - x.length),
          seed,
        });
      }),
      fixed,
    );
  });
});

describe('where no gradient passes', () => {
  const recorded = (build: (x: Tensor) => Tensor) => {
    let found: (Tensor | undefined)[] = [];
    const outputs = ({ x }: Readonly<Record<string, Tensor>>) => {
      const loss = sum(build(x));
      found = gradients(loss, [x]);
      return { loss };
    };
    record({ parameters: { x: { shape: [2, 3] } }, programs: { main: program({ outputs }) } });
    return found;
  };

  it.each([
    ['stopGradient', (x: Tensor) => stopGradient(exp(x))],
    ['sign', sign],
    ['greaterEqual', (x: Tensor) => greaterEqual(x, 0)],
    ['argmax', (x: Tensor) => gatherLast(stopGradient(x), argmax(x))],
  ] as const)('%s: the gradient is undefined', (_, build) => {
    expect(recorded(build)).toEqual([undefined]);
  });

  it('the gradient of a gradient is refused', () => {
    const twice = (x: Tensor) => gradients(sum(softmax(x)), [x])[0]!;
    expect(() => recorded(twice)).toThrow(
      'gradients: softmaxGradient has no gradient; derivatives of derivatives are not recorded. Use stopGradient where none should pass.',
    );
  });

  it('a loss that is no scalar is refused', () => {
    const outputs = ({ x }: Readonly<Record<string, Tensor>>) => ({ x: gradients(x, [x])[0]! });
    const programs = { main: program({ outputs }) };
    expect(() => record({ parameters: { x: { shape: [2] } }, programs })).toThrow(
      'gradients: loss: got f32 of shape [2], expected a scalar f32; use sum or mean.',
    );
  });
});
