import { type Engine, program, record, wasmEngine } from '@collapse-lab/tensor';
import { checkData } from '../../data/check-data.ts';
import type { Sequences } from '../../data/data.ts';
import { shapeOf } from '../../data/data-shape.ts';
import type { OptWeights } from '../hugging-face/opt-config.ts';
import { optModelOf } from './opt-model.ts';
import { logitsOf, packedShapes, packOpt, sequenceStates } from './opt-network.ts';

/**
 * Logits of the next token after every position of every sequence, all computed at once: n × length × k of the table,
 * row-major. For looking at a model; families have faster ways.
 *
 * @throws InvalidArgumentError where the weights are not those of the configuration, or a token is not below k
 */
export function optLogits(
  weights: OptWeights,
  sequences: Sequences,
  engine: Engine = wasmEngine,
): Float32Array {
  const { config } = weights;
  const { n, length, values } = sequences;
  const k = config.vocabularySize;
  checkData('sequences', sequences, { ...shapeOf(sequences), kind: 'sequences', length, k }, 1);
  const logits = program({
    inputs: { tokens: { shape: [n, length], dtype: 'i32' } },
    outputs: (p, { tokens }) => ({ logits: logitsOf(p, sequenceStates(config, p, tokens), k) }),
  });
  const session = engine.loadSync(record({ parameters: packedShapes(config), programs: { logits } }));
  session.setParameters(packOpt(optModelOf(weights).parameters));
  const out = session.run('logits', { tokens: values }).logits as Float32Array;
  session.dispose();
  return out;
}
