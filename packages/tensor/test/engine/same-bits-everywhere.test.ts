// Bits are the same on every machine, with every compiler and in every version until someone decides otherwise: a
// change of these digests means that the same seed trains another model.
import { createHash } from 'node:crypto';
import { Stream } from '@collapse-lab/math';
import {
  activation,
  adamw,
  add,
  attention,
  conv2d,
  conv2dTranspose,
  type Engine,
  embedding,
  layerNorm,
  matmul,
  mean,
  program,
  record,
  reshape,
  type Shape,
  softmaxCrossEntropy,
  squaredError,
  type Tensor,
  wasmEngine,
} from '@collapse-lab/tensor';
import { describe, expect, it } from 'vitest';
import { nativeEngines, onThreads } from '../support/native.ts';

const words = 23;
const width = 20;
const [batch, time] = [3, 7];

const shapes: Readonly<Record<string, Shape>> = {
  table: [words, width],
  qkv: [width, 3 * width],
  gain: [width],
  bias: [width],
  filter: [3, 3, 1, 5],
  taps: [3, 3, 1, 5],
};

type Tensors = Readonly<Record<string, Tensor>>;

/** A layer of a transformer and an autoencoder of its activations as pictures: most kernels, all elementary functions. */
function outputs(p: Tensors, { ids, targets }: Tensors) {
  const x = embedding(p.table, ids);
  const attended = attention(matmul(layerNorm(x, p.gain, p.bias), p.qkv), { heads: 2, causal: true });
  const h = activation(add(x, attended), 'gelu');
  const picture = reshape(h, [batch, time, width, 1]);
  const small = activation(
    conv2d(picture, p.filter, { stride: 2, padding: 1, activation: 'tanh' }),
    'softplus',
  );
  const back = conv2dTranspose(small, p.taps, { stride: 2, padding: 1, outputPadding: [0, 1] });
  const divisor = 100;
  const logits = matmul(activation(h, 'silu'), p.table, { transposeB: true });
  return {
    loss: add(
      add(softmaxCrossEntropy(logits, targets), squaredError(back, picture, { divisor })),
      mean(activation(back, 'sigmoid')),
    ),
  };
}

function digest(engine: Engine): string {
  const ids = { shape: [batch, time], dtype: 'i32' } as const;
  const module = record({
    parameters: Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape }])),
    programs: {
      train: program<'ids' | 'targets'>({
        inputs: { ids, targets: ids },
        outputs,
        train: { loss: 'loss', optimiser: adamw({ learningRate: 0.01, weightDecay: 0.1 }), clipNorm: 1 },
      }),
    },
  });
  const session = engine.loadSync(module);
  const stream = Stream.fromPath(['bits']);
  for (const [name, shape] of Object.entries(shapes)) {
    const length = shape.reduce((product, size) => product * size, 1);
    session.setParameters({ [name]: Float32Array.from({ length }, () => stream.uniform() - 0.4) });
  }
  const draw = () => Int32Array.from({ length: batch * time }, () => stream.uint32() % words);
  for (let step = 0; step < 25; step++) session.run('train', { ids: draw(), targets: draw() });
  return createHash('sha256').update(session.state()).digest('hex').slice(0, 16);
}

describe('the state after 25 steps', () => {
  it('on wasm', () => {
    expect(digest(wasmEngine)).toBe('4e34fe7e67520df6');
  });

  it.each(nativeEngines)('native, %s', (_, engine) => {
    expect(digest(engine)).toBe('4b4a7c40593899ee');
  });

  it.each(nativeEngines.flatMap(([vectors]) => [2, 5].map((threads) => [vectors, threads] as const)))(
    'native, %s, %i threads',
    (vectors, threads) => {
      expect(digest(onThreads(vectors, threads))).toBe('4b4a7c40593899ee');
    },
  );
});
