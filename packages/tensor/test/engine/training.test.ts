// Training on the kernel engines: every optimiser against the reference engine, and the promises about bits.
import { normal, Stream } from '@collapse-lab/math';
import {
  adam,
  adamw,
  add,
  bceWithLogits,
  type Engine,
  gaussianKl,
  matmul,
  momentum,
  type Optimiser,
  program,
  type RecordedModule,
  record,
  reparameterise,
  type Session,
  sgd,
  wasmEngine,
} from '@collapse-lab/tensor';
import { referenceEngine } from '@collapse-lab/tensor/testing';
import { describe, expect, it } from 'vitest';
import { nativeEngines } from '../support/native.ts';
import { expectNear } from '../support/near.ts';

const batch = 11;
const width = 21;
const hidden = 37;
const latent = 3;

const shapes = {
  encoder: [width, hidden],
  encoderBias: [hidden],
  mean: [hidden, latent],
  logVariance: [hidden, latent],
  decoder: [latent, width],
  decoderBias: [width],
};

/** A small variational autoencoder, which goes through most of what training needs. */
function recordVae(optimiser: Optimiser, clipNorm?: number): RecordedModule {
  const inputs = { x: [batch, width], noise: [batch, latent] };
  const parameters = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape }]));
  const train = program<'x' | 'noise'>({
    inputs,
    outputs: (p, { x, noise }) => {
      const h = matmul(x, p.encoder, { bias: p.encoderBias, activation: 'relu' });
      const mean = matmul(h, p.mean);
      const logVariance = matmul(h, p.logVariance);
      const z = reparameterise(mean, logVariance, noise);
      const logits = matmul(z, p.decoder, { bias: p.decoderBias });
      const divisor = batch;
      return {
        loss: add(bceWithLogits(logits, x, { divisor }), gaussianKl(mean, logVariance, { divisor })),
      };
    },
    train: { loss: 'loss', optimiser, ...(clipNorm === undefined ? {} : { clipNorm }) },
  });
  return record({ parameters, programs: { train } });
}

function start(engine: Engine, module: RecordedModule): Session {
  const stream = Stream.fromPath(['training']);
  const session = engine.loadSync(module);
  session.setParameters(
    Object.fromEntries(
      Object.entries(module.parameters).map(([name, { shape }]) => {
        const count = shape.reduce((product, size) => product * size, 1);
        return [name, Float32Array.from({ length: count }, () => 0.2 * normal(stream))];
      }),
    ),
  );
  return session;
}

function step(session: Session, number: number): number {
  const stream = Stream.fromPath(['step', number]);
  const x = Float32Array.from({ length: batch * width }, () => stream.uint32() % 2);
  const noise = Float32Array.from({ length: batch * latent }, () => normal(stream));
  return session.run('train', { x, noise }).loss as number;
}

function steps(session: Session, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => step(session, from + i));
}

const engines: readonly (readonly [string, Engine])[] = [['wasm', wasmEngine], ...nativeEngines];

const optimisers = {
  sgd: [sgd({ learningRate: 0.05, weightDecay: 0.01 })],
  'sgd, clipped': [sgd({ learningRate: 0.05 }), 0.5],
  momentum: [momentum({ learningRate: 0.02, momentum: 0.9, weightDecay: 0.01 }), 2],
  nesterov: [momentum({ learningRate: 0.02, momentum: 0.9, nesterov: true })],
  adam: [adam({ learningRate: 0.01, weightDecay: 0.01 })],
  'adamw, clipped': [adamw({ learningRate: 0.01, weightDecay: 0.1 }), 1],
} as const satisfies Record<string, readonly [Optimiser, number?]>;

describe.each(engines)('%s', (_, engine) => {
  it.each(Object.entries(optimisers))('%s: ten steps are those of the reference', (_, [optimiser, clip]) => {
    const module = recordVae(optimiser, clip);
    const [session, reference] = [engine, referenceEngine].map((each) => start(each, module));
    // Rounding of 2⁻²⁴ a step, amplified by Adam where gradients are near 0.
    expectNear(steps(session, 0, 10), steps(reference, 0, 10), 1e-5, 'loss');
    const expected = reference.parameters();
    for (const [name, values] of Object.entries(session.parameters())) {
      expectNear(values, expected[name], 2e-4, name);
    }
  });

  it('gives the same bits again', () => {
    const module = recordVae(optimisers.adam[0]);
    const [first, second] = [start(engine, module), start(engine, module)];
    expect(steps(first, 0, 20)).toEqual(steps(second, 0, 20));
    expect(first.state()).toEqual(second.state());
  });

  it('goes on from a state bit for bit, in another session', () => {
    const module = recordVae(optimisers['adamw, clipped'][0], 1);
    const [whole, part, rest] = [0, 1, 2].map(() => start(engine, module));
    steps(whole, 0, 12);
    steps(part, 0, 5);
    rest.restore(part.state());
    steps(rest, 5, 12);
    expect(rest.state()).toEqual(whole.state());
  });
});

describe.skipIf(nativeEngines.length < 2)('AVX2 and AVX-512', () => {
  it('train to the same bits', () => {
    const module = recordVae(optimisers.adam[0]);
    const [avx2, avx512] = nativeEngines.map(([, engine]) => start(engine, module));
    expect(steps(avx512, 0, 50)).toEqual(steps(avx2, 0, 50));
    expect(avx512.state()).toEqual(avx2.state());
  });
});
