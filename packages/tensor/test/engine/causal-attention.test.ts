// Causal attention reads and computes only what lies left of the diagonal (kernel/attention.h). It has the bits of the same
// written with products of whole matrices and a mask: products with the zeros of the other half add nothing.
import { Stream } from '@collapse-lab/math';
import {
  add,
  attention,
  type Engine,
  gradients,
  matmul,
  multiply,
  program,
  record,
  slice,
  softmax,
  sum,
  type Tensor,
  wasmEngine,
} from '@collapse-lab/tensor';
import { expect, it } from 'vitest';
import { nativeEngines } from '../support/native.ts';

const size = 20;

/** Attention of one head, by products of all positions with all. */
function masked(qkv: Tensor, hidden: Tensor, time: number): Tensor {
  const [q, k, v] = [0, 1, 2].map((part) => slice(qkv, [0, 0, part * size], [1, time, size]));
  const scores = matmul(q, k, { transposeB: true, alpha: 1 / Math.sqrt(size) });
  return matmul(softmax(add(scores, hidden)), v);
}

const engines: readonly (readonly [string, Engine])[] = [['wasm', wasmEngine], ...nativeEngines];

// 300 positions are two blocks of the inner size, and more than one of rows.
it.each(engines.flatMap(([name, engine]) => [30, 64, 300].map((time) => [name, engine, time] as const)))(
  'has the bits of products with a mask: %s, %#',
  (_, engine, time) => {
    const compare = program({
      inputs: { qkv: [1, time, 3 * size], slope: [1, time, size], hidden: [time, time] },
      outputs: (_parameters, { qkv, slope, hidden }) => {
        const both = [attention(qkv, { heads: 1, causal: true }), masked(qkv, hidden, time)];
        const [own, other] = both.map((y) => gradients(sum(multiply(y, slope)), [qkv])[0]!);
        return { own: both[0], other: both[1], ownGradient: own, otherGradient: other };
      },
    });
    const session = engine.loadSync(record({ parameters: {}, programs: { compare } }));
    const stream = Stream.fromPath(['causal', time]);
    const draw = (count: number) => Float32Array.from({ length: count }, () => 4 * stream.uniform() - 2);
    const hidden = Float32Array.from({ length: time * time }, (_value, i) =>
      i % time > Math.floor(i / time) ? -1e30 : 0,
    );
    const { own, other, ownGradient, otherGradient } = session.run('compare', {
      qkv: draw(3 * time * size),
      slope: draw(time * size),
      hidden,
    });
    expect(own).toEqual(other);
    expect(ownGradient).toEqual(otherGradient);
  },
);
