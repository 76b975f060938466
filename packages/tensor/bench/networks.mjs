/**
 * The variational autoencoders that are measured, each as a recorded training step with its weights, data and noise:
 * `wide` 784-400-20 and `small` 2-64-64-2 of dense layers, `picture` with two convolutions (the network of Shumailov et
 * al. 2024). tools/peers/vae_torch.py has the same, in the same order of parameters.
 */
import {
  adam,
  add,
  bceWithLogits,
  gaussianKl,
  program,
  record,
  relu,
  reparameterise,
  reshape,
  squaredError,
} from '@collapse-lab/tensor';
import { hashedUniforms } from '../../../tools/bench/hashed-uniforms.mjs';
import { Weights } from './weights.mjs';

const through = (layers) => (p, x) => layers.reduce((value, layer) => layer(p, value), x);

function stack(weights, name, sizes) {
  const layers = sizes.slice(1).map((to, i) => weights.linear(`${name}.${i}`, sizes[i], to, 'relu'));
  return through(layers);
}

function dense(d, hidden, latent) {
  const weights = new Weights();
  const sizes = [d, ...hidden];
  const encoder = stack(weights, 'encoder', sizes);
  const last = sizes[sizes.length - 1];
  const mean = weights.linear('mean', last, latent);
  const logVariance = weights.linear('logVariance', last, latent);
  const back = [latent, ...[...hidden].reverse()];
  const decoder = stack(weights, 'decoder', back);
  const output = weights.linear('output', back[back.length - 1], d);
  return { weights, encoder, mean, logVariance, decoder: through([decoder, output]) };
}

function picture() {
  const weights = new Weights();
  const features = 7 * 7 * 128;
  const down = through([weights.conv('encoder.0', 1, 64), weights.conv('encoder.1', 64, 128)]);
  const mean = weights.linear('mean', features, 20);
  const logVariance = weights.linear('logVariance', features, 20);
  const expand = weights.linear('expand', 20, features);
  const [up, output] = [
    weights.convTransposed('decoder.0', 128, 64),
    weights.convTransposed('decoder.1', 64, 1),
  ];
  return {
    weights,
    encoder: (p, x) => reshape(down(p, reshape(x, [x.shape[0], 28, 28, 1])), [x.shape[0], features]),
    mean,
    logVariance,
    decoder: (p, z) => {
      const seed = reshape(expand(p, z), [z.shape[0], 7, 7, 128]);
      return reshape(output(p, relu(up(p, seed))), [z.shape[0], 784]);
    },
  };
}

const kinds = {
  wide: { d: 784, latent: 20, network: () => dense(784, [400], 20), distortion: bceWithLogits },
  small: { d: 2, latent: 2, network: () => dense(2, [64, 64], 2), distortion: squaredError },
  picture: { d: 784, latent: 20, network: picture, distortion: bceWithLogits },
};

/** A module with the program `train`, and what it starts from. */
export function vaeStep(kind, batch) {
  const { d, latent, network, distortion } = kinds[kind];
  const { weights, encoder, mean, logVariance, decoder } = network();
  const train = program({
    inputs: { x: [batch, d], noise: [batch, latent] },
    outputs: (p, { x, noise }) => {
      const h = encoder(p, x);
      const [m, v] = [mean(p, h), logVariance(p, h)];
      const decoded = decoder(p, reparameterise(m, v, noise));
      return { loss: add(distortion(decoded, x, { divisor: batch }), gaussianKl(m, v, { divisor: batch })) };
    },
    train: { loss: 'loss', optimiser: adam({ learningRate: 1e-3 }) },
  });
  const u = hashedUniforms(1001, batch * d);
  const noise = hashedUniforms(1002, batch * latent).map((value) => (2 * value - 1) * Math.sqrt(3));
  return {
    module: record({ parameters: weights.shapes, programs: { train } }),
    parameters: weights.values,
    inputs: {
      x: Float32Array.from(u, (value) => (kind === 'small' ? 2 * value - 1 : value < 0.3 ? 1 : 0)),
      noise: Float32Array.from(noise),
    },
  };
}
