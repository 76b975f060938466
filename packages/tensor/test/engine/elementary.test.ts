// The kernels' own elementary functions: accuracy in ulp over their whole range, and what they make of the ends of the range.
import { exp as exactExp, log as exactLog, expm1, log1p } from '@collapse-lab/math';
import {
  activation,
  type Engine,
  exp,
  log,
  maximum,
  program,
  reciprocal,
  record,
  sqrt,
  type Tensor,
  wasmEngine,
} from '@collapse-lab/tensor';
import { describe, expect, it } from 'vitest';
import { nativeEngines } from '../support/native.ts';

const engines: readonly (readonly [string, Engine])[] = [['wasm', wasmEngine], ...nativeEngines];

function evaluate(engine: Engine, map: (x: Tensor) => Tensor, x: Float32Array): Float32Array {
  const outputs = (_: unknown, inputs: { readonly x: Tensor }) => ({ y: map(inputs.x) });
  const main = program<'x'>({ inputs: { x: [x.length] }, outputs });
  return engine.loadSync(record({ parameters: {}, programs: { main } })).run('main', { x }).y as Float32Array;
}

const bits = new Int32Array(1);
const float = new Float32Array(bits.buffer);

/** Distance of y and the next float, at least that of the smallest normal numbers. */
function ulp(y: number): number {
  float[0] = Math.max(Math.abs(y), 2 ** -126);
  bits[0] += 1;
  const next = float[0];
  bits[0] -= 1;
  return next - float[0];
}

function grid(from: number, to: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

/** Numbers of every magnitude, from the smallest normal ones up. */
function magnitudes(count: number): Float32Array {
  const first = 0x00800000;
  const last = 0x7f7fffff;
  return new Float32Array(
    Int32Array.from({ length: count }, (_, i) => first + Math.floor(((last - first) * i) / (count - 1)))
      .buffer,
  );
}

const logistic = (x: number) => (x < 0 ? exactExp(x) / (1 + exactExp(x)) : 1 / (1 + exactExp(-x)));
const tanh = (x: number) => {
  const above = expm1(2 * Math.abs(x));
  return (Math.sign(x) * above) / (above + 2);
};

/** Largest errors in ulp, as stated in kernel/elementary.h. */
const functions: Readonly<
  Record<string, readonly [(x: Tensor) => Tensor, (x: number) => number, Float32Array, number]>
> = {
  exp: [exp, exactExp, grid(-87, 88.7, 40_001), 2],
  log: [log, exactLog, magnitudes(40_001), 2],
  'log near 1': [log, exactLog, grid(0.5, 2, 40_001), 2],
  tanh: [(x) => activation(x, 'tanh'), tanh, grid(-10, 10, 40_001), 2],
  sigmoid: [(x) => activation(x, 'sigmoid'), logistic, grid(-80, 80, 40_001), 3],
  softplus: [
    (x) => activation(x, 'softplus'),
    (x) => Math.max(x, 0) + log1p(exactExp(-Math.abs(x))),
    grid(-80, 80, 40_001),
    3,
  ],
};

const ends = Float32Array.of(-Infinity, -1e30, -100, -0, 0, 1e-40, 100, 1e30, Infinity, NaN);

/** Where wasm keeps denormal numbers, native flushes them to 0. */
const small = expect.closeTo(0, 15);

describe.each(engines)('%s', (_, engine) => {
  it.each(Object.entries(functions))('%s within its stated ulp', (_, [map, exact, x, limit]) => {
    const y = evaluate(engine, map, x);
    const worst = x.reduce((most, value, i) => {
      const error = Math.abs(y[i] - exact(value)) / ulp(exact(value));
      return error <= most ? most : error;
    }, 0);
    expect(worst).toBeLessThanOrEqual(limit);
  });

  it.each([
    ['exp', exp, [0, 0, small, 1, 1, 1, Infinity, Infinity, Infinity, NaN]],
    ['sqrt', sqrt, [NaN, NaN, NaN, 0, 0, small, 10, 1e15, Infinity, NaN]],
    ['relu', (x: Tensor) => activation(x, 'relu'), [0, 0, 0, 0, 0, small, 100, 1e30, Infinity, NaN]],
    ['sigmoid', (x: Tensor) => activation(x, 'sigmoid'), [0, 0, small, 0.5, 0.5, 0.5, 1, 1, 1, NaN]],
    ['tanh', (x: Tensor) => activation(x, 'tanh'), [-1, -1, -1, 0, 0, small, 1, 1, 1, NaN]],
    [
      'softplus',
      (x: Tensor) => activation(x, 'softplus'),
      [0, 0, small, Math.LN2, Math.LN2, Math.LN2, 100, 1e30, Infinity, NaN],
    ],
  ] as const)('%s at the ends of the range', (_, map, expected) => {
    // The sign of 0 is nobody's promise.
    const y = [...evaluate(engine, map, ends)].map((value) => value + 0);
    const rounded = expected.map((value) => (typeof value === 'number' ? Math.fround(value) : value));
    expect(y).toEqual(rounded);
  });

  it('log at the ends of the range', () => {
    const y = [...evaluate(engine, log, Float32Array.of(-1, -0, 0, Infinity, NaN, 2 ** -126))];
    expect(y).toEqual([NaN, -Infinity, -Infinity, Infinity, NaN, Math.fround(-126 * Math.LN2)]);
  });

  it('maximum and division pass on what is not a number', () => {
    expect([...evaluate(engine, (x) => maximum(x, 1), Float32Array.of(NaN, 0, 2))]).toEqual([NaN, 1, 2]);
    const y = evaluate(engine, reciprocal, Float32Array.of(0, -0, Infinity, NaN));
    expect([...y]).toEqual([Infinity, -Infinity, 0, NaN]);
  });
});
