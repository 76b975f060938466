// Order among equal elements, and of what is no number, on every engine; long rows against sorting.
import { normal, Stream } from '@collapse-lab/math';
import { type Engine, program, record, topK, wasmEngine } from '@collapse-lab/tensor';
import { installedTfjsEngine } from '@collapse-lab/tensor/node';
import { referenceEngine } from '@collapse-lab/tensor/testing';
import { describe, expect, it } from 'vitest';
import { nativeEngines } from '../support/native.ts';

const engines: readonly (readonly [string, Engine])[] = [
  ['reference', referenceEngine],
  ['wasm', wasmEngine],
  ['tfjs', installedTfjsEngine()],
  ...nativeEngines,
];

function largest(engine: Engine, x: ArrayLike<number>, rows: number, k: number) {
  const main = program<'x'>({
    inputs: { x: [rows, x.length / rows] },
    outputs: (_, inputs) => ({ ...topK(inputs.x, k) }),
  });
  const session = engine.loadSync(record({ parameters: {}, programs: { main } }));
  const { values, indices } = session.run('main', { x });
  session.dispose();
  return { values: [...(values as Float32Array)], indices: [...(indices as Int32Array)] };
}

describe.each(engines)('topK on %s', (_, engine) => {
  it('the lower index first among equal ones, zeros of both signs among them', () => {
    const { values, indices } = largest(engine, [1, -0, 3, 0, 3, 3, 0, -0], 1, 7);
    expect(indices).toEqual([2, 4, 5, 0, 1, 3, 6]);
    expect(values.map((x) => x + 0)).toEqual([3, 3, 3, 1, 0, 0, 0]);
  });

  it('NaN as −∞', () => {
    const x = [Number.NaN, -Infinity, 2, Number.NaN, Infinity, -Infinity, -5];
    expect(largest(engine, x, 1, 5)).toEqual({
      values: [Infinity, 2, -5, Number.NaN, -Infinity],
      indices: [4, 2, 6, 0, 1],
    });
  });

  it('of rows of 5,000 numbers, many of them equal', () => {
    const stream = Stream.fromPath(['top k']);
    const x = Float32Array.from({ length: 10_000 }, () => Math.round(100 * normal(stream)) / 100);
    const rows = [x.subarray(0, 5000), x.subarray(5000)];
    const expected = rows.flatMap((row) =>
      [...row.keys()].sort((i, j) => row[j] - row[i] || i - j).slice(0, 50),
    );
    expect(largest(engine, x, 2, 50).indices).toEqual(expected);
  });
});
