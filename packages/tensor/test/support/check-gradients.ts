// Gradients against central differences, both in double precision.
import { normal, Stream } from '@collapse-lab/math';
import {
  gradients,
  multiply,
  program,
  type RecordedModule,
  record,
  type Shape,
  sum,
  type Tensor,
} from '@collapse-lab/tensor';
import { evaluate, type Named } from '@collapse-lab/tensor/testing';
import { expect } from 'vitest';

type Tensors = Readonly<Record<string, Tensor>>;

export interface GradientCase {
  /** What to differentiate by. */
  readonly parameters: Readonly<Record<string, Shape>>;
  /** i32 inputs: shape, and the number of values that elements are drawn from. */
  readonly ids?: Readonly<Record<string, readonly [Shape, number]>>;
  /** f32 inputs, filled with weights ≥ 0. */
  readonly weights?: Readonly<Record<string, Shape>>;
  /** Any tensor: its sum with random weights is differentiated. */
  readonly build: (parameters: Tensors, inputs: Tensors) => Tensor;
  /** Turns standard normal numbers into the domain of the function. */
  readonly domain?: (x: number) => number;
  readonly seed: number;
}

function count(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

function recordCase({ parameters, ids = {}, weights = {}, build }: GradientCase): RecordedModule {
  const names = Object.keys(parameters);
  const integers = Object.entries(ids).map(([name, [shape]]) => [name, { shape, dtype: 'i32' as const }]);
  const inputs = { ...Object.fromEntries(integers), ...weights };
  // The shape of the result is not known before it is built: a first recording finds it.
  let shape: Shape = [];
  const probe = (p: Tensors, i: Tensors) => {
    const y = build(p, i);
    shape = y.shape;
    return { y };
  };
  const shapes = Object.fromEntries(names.map((name) => [name, { shape: parameters[name] }]));
  record({ parameters: shapes, programs: { probe: program<string>({ inputs, outputs: probe }) } });
  const outputs = (p: Tensors, i: Tensors) => {
    const loss = sum(multiply(build(p, i), i.outer));
    const found = gradients(
      loss,
      names.map((name) => p[name]),
    );
    return { loss, ...Object.fromEntries(names.map((name, at) => [name, found[at]!])) };
  };
  return record({
    parameters: shapes,
    programs: { main: program<string>({ inputs: { ...inputs, outer: shape }, outputs }) },
  });
}

function drawInputs(module: RecordedModule, { ids = {} }: GradientCase, stream: Stream): Named {
  const drawOf = (name: string) =>
    name in ids ? () => stream.uint32() % ids[name][1] : () => Math.abs(normal(stream));
  const entries = Object.entries(module.programs.main.inputs).map(([name, { shape }]) => {
    const draw = name === 'outer' ? () => normal(stream) : drawOf(name);
    return [name, Float64Array.from({ length: count(shape) }, draw)];
  });
  return Object.fromEntries(entries);
}

/** Relative to this, a central difference with step 1e-5 is off by about 1e-10 for functions of order 1. */
const step = 1e-5;
/** ε/step = 2e-11 times the size of a sum, and step² = 1e-10 times third derivatives of up to some hundreds. */
const tolerance = 2e-7;

/** Expects every recorded gradient to be the central difference. */
export function checkGradients(given: GradientCase): void {
  const stream = Stream.fromPath(['gradient', given.seed]);
  const module = recordCase(given);
  const inputs = drawInputs(module, given, stream);
  const domain = given.domain ?? ((x) => x);
  const parameters: Record<string, Float64Array> = {};
  for (const [name, shape] of Object.entries(given.parameters)) {
    parameters[name] = Float64Array.from({ length: count(shape) }, () => domain(normal(stream)));
  }
  const found = evaluate(module, 'main', { parameters, inputs });
  const lossAt = () => evaluate(module, 'main', { parameters, inputs }).loss[0];
  for (const [name, values] of Object.entries(parameters)) {
    expect(module.programs.main.outputs[name].shape).toEqual(given.parameters[name]);
    values.forEach((value, i) => {
      values[i] = value + step;
      const above = lossAt();
      values[i] = value - step;
      const below = lossAt();
      values[i] = value;
      const difference = (above - below) / (2 * step);
      const scale = 1 + Math.abs(difference) + Math.abs(found.loss[0]);
      expect(Math.abs(found[name][i] - difference) / scale, `${name}[${i}]`).toBeLessThan(tolerance);
    });
  }
}
