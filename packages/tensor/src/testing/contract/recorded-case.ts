import { normal, Stream } from '@collapse-lab/math';
import type { Engine } from '../../engine/engine.ts';
import { gradients } from '../../gradient/gradients.ts';
import type { RecordedModule } from '../../graph/recorded-module.ts';
import { elementCount, type Shape } from '../../graph/shape.ts';
import { multiply } from '../../operations/elementwise.ts';
import { sum } from '../../operations/reduction.ts';
import { program } from '../../record/program.ts';
import { record } from '../../record/record.ts';
import type { OperationCase, Tensors } from './operation-cases.ts';

export type CaseValues = Record<string, Float32Array | Int32Array>;

/** A case as a module with one program: the result `y` and the gradients of its weighted sum by the parameters. */
export interface RecordedCase {
  readonly module: RecordedModule;
  readonly parameters: Record<string, Float32Array>;
  readonly inputs: CaseValues;
}

function declarations({ inputs = {}, ids = {} }: OperationCase) {
  const integers = Object.entries(ids).map(([name, [shape]]) => [name, { shape, dtype: 'i32' as const }]);
  return { ...inputs, ...Object.fromEntries(integers) };
}

function shaped(shapes: Readonly<Record<string, Shape>>) {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape }]));
}

function recordModule(given: OperationCase): RecordedModule {
  const names = Object.keys(given.parameters);
  const parameters = shaped(given.parameters);
  const inputs = declarations(given);
  let outer: Shape = [];
  // The shape of the result is not known before it is built: a first recording finds it.
  const probe = (p: Tensors, i: Tensors, b: Tensors) => {
    const y = given.build(p, i, b);
    outer = y.shape;
    return { y };
  };
  const buffers = shaped(given.buffers ?? {});
  record({ parameters, buffers, programs: { probe: program<string>({ inputs, outputs: probe }) } });
  const outputs = (p: Tensors, i: Tensors, b: Tensors) => {
    const y = given.build(p, i, b);
    const found = gradients(
      sum(multiply(y, i.outer)),
      names.map((name) => p[name]),
    );
    const known = names.flatMap((name, at) => (found[at] === undefined ? [] : [[`d${name}`, found[at]]]));
    return { y, ...Object.fromEntries(known) };
  };
  const main = program<string>({ inputs: { ...inputs, outer }, outputs });
  return record({ parameters, buffers, programs: { main } });
}

/** The numbers of a case: always the same ones. */
export function recordCase(given: OperationCase): RecordedCase {
  const module = recordModule(given);
  const stream = Stream.fromPath(['operation', given.name]);
  const domain = given.domain ?? ((x: number) => x);
  const draw = (shape: Shape, map: (x: number) => number) =>
    Float32Array.from({ length: elementCount(shape) }, () => map(normal(stream)));
  const parameters = Object.fromEntries(
    Object.entries(given.parameters).map(([name, shape]) => [name, draw(shape, domain)]),
  );
  const inputs: CaseValues = {};
  for (const [name, { shape, dtype }] of Object.entries(module.programs.main.inputs)) {
    const below = given.ids?.[name]?.[1] ?? 1;
    const integer = () => (below > 0x7fffffff ? stream.uint32() | 0 : stream.uint32() % below);
    inputs[name] =
      dtype === 'i32' ? Int32Array.from({ length: elementCount(shape) }, integer) : draw(shape, (x) => x);
  }
  return { module, parameters, inputs };
}

/** All outputs of a case on an engine. */
export function runCase(engine: Engine, { module, parameters, inputs }: RecordedCase): CaseValues {
  const session = engine.loadSync(module);
  session.setParameters(parameters);
  const outputs = session.run('main', inputs);
  session.dispose();
  const asArray = (value: number | Float32Array | Int32Array) =>
    typeof value === 'number' ? Float32Array.of(value) : value;
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, asArray(value)]));
}
