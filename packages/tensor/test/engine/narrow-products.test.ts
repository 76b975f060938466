// A product with a side of at most four runs in kernels of its own (kernel/narrow-matmul.h). It has the bits of the same
// elements of a product that is not narrow, so nothing depends on which kernel ran.
import { Stream } from '@collapse-lab/math';
import {
  type Engine,
  matmul,
  pad,
  program,
  record,
  slice,
  type Tensor,
  transpose,
  wasmEngine,
} from '@collapse-lab/tensor';
import { expect, it } from 'vitest';
import { nativeEngines } from '../support/native.ts';

const long = 70;
const wide = 9;
const depth = 259;

const inputs = { tall: [long, depth], few: [depth, wide], longBias: [long], fewBias: [wide] } as const;

type Tensors = Readonly<Record<keyof typeof inputs, Tensor>>;

const turned = (x: Tensor, turn: boolean) => (turn ? transpose(x, [1, 0]) : x);

/** Pairs of products that are to be equal: with `narrow` columns, rows, and inner size. */
function pairs({ tall, few, longBias, fewBias }: Tensors, narrow: number, transposes: number) {
  const [transposeA, transposeB] = [(transposes & 1) === 1, (transposes & 2) === 2];
  const activation = (['none', 'relu', 'sigmoid', 'tanh'] as const)[(transposes + narrow) % 4];
  const times = (a: Tensor, b: Tensor, bias?: Tensor) =>
    matmul(turned(a, transposeA), turned(b, transposeB), {
      transposeA,
      transposeB,
      activation,
      alpha: 0.3,
      ...(bias && { bias }),
    });
  const columns = slice(few, [0, 0], [depth, narrow]);
  const [rows, across] = [transpose(few, [1, 0]), transpose(tall, [1, 0])];
  const inner = slice(tall, [0, 0], [long, narrow]);
  const outer = slice(across, [0, 0], [narrow, long]);
  return {
    columns: [
      times(tall, columns, slice(fewBias, [0], [narrow])),
      slice(times(tall, few, fewBias), [0, 0], [long, narrow]),
    ],
    rows: [
      times(slice(rows, [0, 0], [narrow, depth]), across, longBias),
      slice(times(rows, across, longBias), [0, 0], [narrow, long]),
    ],
    // Products with zeros add nothing.
    inner: [
      times(inner, outer, longBias),
      times(pad(inner, [0, 0], [0, wide]), pad(outer, [0, 0], [wide, 0]), longBias),
    ],
  };
}

function outputs(given: Tensors): Record<string, Tensor> {
  const named: [string, Tensor][] = [];
  for (const narrow of [1, 2, 3, 4]) {
    for (const transposes of [0, 1, 2, 3]) {
      for (const [side, [own, other]] of Object.entries(pairs(given, narrow, transposes))) {
        named.push(
          [`${side} ${narrow} ${transposes}`, own],
          [`${side} ${narrow} ${transposes} of more`, other],
        );
      }
    }
  }
  return Object.fromEntries(named);
}

const engines: readonly (readonly [string, Engine])[] = [['wasm', wasmEngine], ...nativeEngines];

it.each(engines)('have the bits of products that are not narrow: %s', (_, engine) => {
  const products = program<keyof typeof inputs>({ inputs, outputs: (_parameters, given) => outputs(given) });
  const session = engine.loadSync(record({ parameters: {}, programs: { products } }));
  const stream = Stream.fromPath(['narrow']);
  const draw = (shape: readonly number[]) =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => stream.uniform() - 0.5);
  const values = Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, draw(shape)]));
  const results = session.run('products', values as Record<keyof typeof inputs, Float32Array>);
  for (const [name, own] of Object.entries(results)) {
    if (!name.endsWith(' of more')) expect(own, name).toEqual(results[`${name} of more`]);
  }
});
