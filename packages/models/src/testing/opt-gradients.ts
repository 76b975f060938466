/** The loss of an OPT model and its gradient, which families do not hand out. */
import {
  type Engine,
  gradients,
  program,
  record,
  softmaxCrossEntropy,
  wasmEngine,
} from '@collapse-lab/tensor';
import type { Sequences } from '../data/data.ts';
import type { OptWeights } from '../language/hugging-face/opt-config.ts';
import { optModelOf } from '../language/opt/opt-model.ts';
import { logitsOf, packedShapes, packOpt, sequenceStates, unpackOpt } from '../language/opt/opt-network.ts';
import { Reading } from '../language/opt/reading.ts';

export interface OptGradients {
  /** Mean cross-entropy of all tokens but the first, in nats. */
  readonly loss: number;
  /** By the names of the weights, of their sizes. */
  readonly gradients: Readonly<Record<string, Float32Array>>;
}

export function optGradients(
  weights: OptWeights,
  { n, length, values }: Sequences,
  engine: Engine = wasmEngine,
): OptGradients {
  const { config } = weights;
  const reading = new Reading(length, undefined, n);
  const shapes = packedShapes(config);
  const names = Object.keys(shapes);
  const count = n * reading.read;
  const both = program({
    inputs: {
      tokens: { shape: [n, reading.read], dtype: 'i32' },
      targets: { shape: [count], dtype: 'i32' },
    },
    outputs: (p, { tokens, targets }) => {
      const states = sequenceStates(config, p, tokens);
      const loss = softmaxCrossEntropy(logitsOf(p, states, config.vocabularySize), targets);
      const all = gradients(
        loss,
        names.map((name) => p[name]),
      );
      return { loss, ...Object.fromEntries(names.map((name, i) => [name, all[i]!])) };
    },
  });
  const session = engine.loadSync(record({ parameters: shapes, programs: { both } }));
  session.setParameters(packOpt(optModelOf(weights).parameters));
  const { loss, ...packed } = session.run('both', { ...reading.split(values, n) });
  session.dispose();
  return {
    loss: loss as number,
    gradients: unpackOpt(config, packed as Record<string, Float32Array>).parameters,
  };
}
