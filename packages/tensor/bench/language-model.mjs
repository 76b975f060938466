/**
 * The language model that is measured: a decoder with layer norm before its parts (as GPT-2 and OPT have it), learned
 * positions, relu, and logits tied to the embedding, as a recorded training step with its weights and data.
 * tools/peers/transformer_torch.py has the same, in the same order of parameters.
 */
import {
  adamw,
  add,
  attention,
  cachedAttention,
  embedding,
  layerNorm,
  logSoftmax,
  matmul,
  program,
  record,
  softmaxCrossEntropy,
  topK,
} from '@collapse-lab/tensor';
import { hashedUniforms } from '../../../tools/bench/hashed-uniforms.mjs';
import { Weights } from './weights.mjs';

/** `large` is that of OPT-125m. */
const sizes = {
  small: { vocabulary: 1000, width: 128, layers: 4, heads: 4, context: 64 },
  large: { vocabulary: 50272, width: 768, layers: 12, heads: 12, context: 64 },
};

function normalised(weights, name, width) {
  weights.take(`${name}.gain`, [width], width);
  weights.take(`${name}.bias`, [width], width);
  return (p, x) => layerNorm(x, p[`${name}.gain`], p[`${name}.bias`]);
}

function block(weights, name, { width, heads }) {
  const before = normalised(weights, `${name}.before`, width);
  const project = weights.linear(`${name}.project`, width, 3 * width);
  const join = weights.linear(`${name}.join`, width, width);
  const between = normalised(weights, `${name}.between`, width);
  const widen = weights.linear(`${name}.widen`, width, 4 * width, 'relu');
  const narrow = weights.linear(`${name}.narrow`, 4 * width, width);
  const causal = (qkv) => attention(qkv, { heads, causal: true });
  return (p, x, attend = causal) => {
    const seen = add(x, join(p, attend(project(p, before(p, x)))));
    return add(seen, narrow(p, widen(p, between(p, seen))));
  };
}

/** Weights of a model, its blocks, and what follows them. */
function decoder(size) {
  const { vocabulary, width, layers, context } = size;
  const weights = new Weights();
  weights.take('tokens', [vocabulary, width], width);
  weights.take('positions', [context, width], width);
  const blocks = Array.from({ length: layers }, (_, i) => block(weights, `block.${i}`, size));
  return { weights, blocks, last: normalised(weights, 'last', width) };
}

/** A module with the program `train`, and what it starts from. */
export function transformerStep(batch, size = 'small') {
  const { vocabulary, context } = sizes[size];
  const { weights, blocks, last } = decoder(sizes[size]);
  const ids = { shape: [batch, context], dtype: 'i32' };
  const train = program({
    inputs: { tokens: ids, next: ids },
    outputs: (p, { tokens, next }) => {
      const start = add(embedding(p.tokens, tokens), p.positions);
      const hidden = last(
        p,
        blocks.reduce((x, each) => each(p, x), start),
      );
      return { loss: softmaxCrossEntropy(matmul(hidden, p.tokens, { transposeB: true }), next) };
    },
    train: { loss: 'loss', optimiser: adamw({ learningRate: 1e-3 }) },
  });
  const text = hashedUniforms(2001, batch * (context + 1)).map((u) => Math.floor(u * vocabulary));
  const rows = Array.from({ length: batch }, (_, b) =>
    text.slice(b * (context + 1), (b + 1) * (context + 1)),
  );
  return {
    module: record({ parameters: weights.shapes, programs: { train } }),
    parameters: weights.values,
    inputs: {
      tokens: Int32Array.from(rows.flatMap((row) => [...row.slice(0, context)])),
      next: Int32Array.from(rows.flatMap((row) => [...row.slice(1)])),
    },
  };
}

/**
 * A module with the program `next`, the logits of one new token for each of `sequences`, with a cache of keys and values for
 * every layer; and what it starts from.
 */
export function generationStep(sequences, size = 'small') {
  const { vocabulary, width, layers, heads, context } = sizes[size];
  const { weights, blocks, last } = decoder(sizes[size]);
  const next = program({
    inputs: {
      tokens: { shape: [sequences], dtype: 'i32' },
      position: { shape: [1], dtype: 'i32' },
      sources: { shape: [sequences, context], dtype: 'i32' },
    },
    outputs: (p, { tokens, position, sources }, buffers) => {
      const start = add(embedding(p.tokens, tokens), embedding(p.positions, position));
      const attend = (i) => (qkv) =>
        cachedAttention(qkv, buffers[`cache.${i}`], position, sources, { heads });
      const hidden = last(
        p,
        blocks.reduce((x, each, i) => each(p, x, attend(i)), start),
      );
      const { values, indices } = topK(logSoftmax(matmul(hidden, p.tokens, { transposeB: true })), 10);
      return { values, indices };
    },
  });
  const caches = Array.from({ length: layers }, (_, i) => [
    `cache.${i}`,
    { shape: [sequences, context, 2 * width] },
  ]);
  return {
    module: record({
      parameters: weights.shapes,
      buffers: Object.fromEntries(caches),
      programs: { next },
    }),
    parameters: weights.values,
    inputs: {
      tokens: Int32Array.from({ length: sequences }, (_, i) => (997 * i) % vocabulary),
      position: [context - 1],
      sources: Int32Array.from({ length: sequences * context }, (_, i) => Math.floor(i / context)),
    },
  };
}
