// A small variational autoencoder with odd sizes, which goes through most of what training needs.
import { normal, Stream } from '@collapse-lab/math';
import type { Engine } from '../../engine/engine.ts';
import type { RecordedModule } from '../../graph/recorded-module.ts';
import { elementCount } from '../../graph/shape.ts';
import { add } from '../../operations/elementwise.ts';
import { bceWithLogits, gaussianKl } from '../../operations/loss.ts';
import { matmul } from '../../operations/matmul.ts';
import { reparameterise } from '../../operations/random.ts';
import type { Optimiser } from '../../optimiser/optimiser.ts';
import { program } from '../../record/program.ts';
import { record } from '../../record/record.ts';
import type { Session } from '../../session/session.ts';

const batch = 11;
const width = 21;
const hidden = 37;
const latent = 3;

const parameters = {
  encoder: { shape: [width, hidden] },
  encoderBias: { shape: [hidden] },
  mean: { shape: [hidden, latent] },
  logVariance: { shape: [hidden, latent] },
  decoder: { shape: [latent, width] },
  decoderBias: { shape: [width] },
};

/** @param clipNorm none when left out */
export function recordSmallVae(optimiser: Optimiser, clipNorm?: number): RecordedModule {
  const train = program<'x' | 'noise'>({
    inputs: { x: [batch, width], noise: [batch, latent] },
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

/** A session of a module with always the same parameters. */
export function startVae(engine: Engine, module: RecordedModule): Session {
  const stream = Stream.fromPath(['small vae']);
  const session = engine.loadSync(module);
  for (const [name, { shape }] of Object.entries(module.parameters)) {
    const values = Float32Array.from({ length: elementCount(shape) }, () => 0.2 * normal(stream));
    session.setParameters({ [name]: values });
  }
  return session;
}

/** Losses of steps [from, to), each on a batch of its own. */
export function trainVae(session: Session, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => {
    const stream = Stream.fromPath(['small vae', from + i]);
    const x = Float32Array.from({ length: batch * width }, () => stream.uint32() % 2);
    const noise = Float32Array.from({ length: batch * latent }, () => normal(stream));
    return session.run('train', { x, noise }).loss as number;
  });
}
