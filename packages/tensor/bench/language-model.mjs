/**
 * The language model that is measured: a decoder with layer norm before its parts (as GPT-2 and OPT have it), learned
 * positions, relu, and logits tied to the embedding, as a recorded training step with its weights and data.
 * tools/peers/transformer_torch.py has the same, in the same order of parameters.
 */
import {
  adamw,
  add,
  attention,
  embedding,
  layerNorm,
  matmul,
  program,
  record,
  softmaxCrossEntropy,
} from '@collapse-lab/tensor';
import { hashedUniforms } from '../../../tools/bench/hashed-uniforms.mjs';
import { Weights } from './weights.mjs';

const [vocabulary, width, layers, heads, context] = [1000, 128, 4, 4, 64];

function normalised(weights, name) {
  weights.take(`${name}.gain`, [width], width);
  weights.take(`${name}.bias`, [width], width);
  return (p, x) => layerNorm(x, p[`${name}.gain`], p[`${name}.bias`]);
}

function block(weights, name) {
  const before = normalised(weights, `${name}.before`);
  const project = weights.linear(`${name}.project`, width, 3 * width);
  const join = weights.linear(`${name}.join`, width, width);
  const between = normalised(weights, `${name}.between`);
  const widen = weights.linear(`${name}.widen`, width, 4 * width, 'relu');
  const narrow = weights.linear(`${name}.narrow`, 4 * width, width);
  return (p, x) => {
    const seen = add(x, join(p, attention(project(p, before(p, x)), { heads, causal: true })));
    return add(seen, narrow(p, widen(p, between(p, seen))));
  };
}

/** A module with the program `train`, and what it starts from. */
export function transformerStep(batch) {
  const weights = new Weights();
  weights.take('tokens', [vocabulary, width], width);
  weights.take('positions', [context, width], width);
  const blocks = Array.from({ length: layers }, (_, i) => block(weights, `block.${i}`));
  const last = normalised(weights, 'last');
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
