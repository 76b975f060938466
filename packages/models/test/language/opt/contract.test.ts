import { Stream, uniformInteger } from '@collapse-lab/math';
import { type OptFamily, type OptModel, opt, type RealSource, type Sequences } from '@collapse-lab/models';
import { describeFamily, type FamilySubject } from '@collapse-lab/models/testing';
import { describe, it } from 'vitest';

const shape = { kind: 'sequences', length: 4, k: 5 } as const;

/** Each token is the one before, or that and 1, around the alphabet. */
function walks(n: number, stream: Stream): Sequences {
  const values = new Uint32Array(4 * n);
  for (let i = 0; i < values.length; i++)
    values[i] = i % 4 === 0 ? uniformInteger(stream, 5) : (values[i - 1] + uniformInteger(stream, 2)) % 5;
  return { ...shape, n, values };
}

const pretraining: RealSource<Sequences> = { name: 'walks', shape, identity: 'walks', draw: walks };

const sizes = { width: 6, layers: 2, heads: 3, hidden: 7, positions: 8, epochs: 2, batch: 8 };

function subject(title: string, options: object): FamilySubject<OptModel, Sequences, never> {
  const resolved = opt.resolve({ ...sizes, ...options });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  const family = opt.create(resolved.options, shape, { ...pretraining, pretraining }) as OptFamily;
  const stream = Stream.fromPath(['opt contract']);
  const train = walks(40, stream);
  const base = family.pretrain?.().finish();
  const given = family.conditional === undefined ? {} : { given: walks(6, stream) };
  return {
    name: `opt, ${title}`,
    family,
    model: family.fit({ train, ...(base === undefined ? {} : { base }) }, stream),
    ...given,
    parameters: ({ parameters }) => Object.values(parameters).flatMap((floats) => Array.from(floats)),
    inconsistent: 'weights of a network: other ones, permuted for example, mean the same',
    // Beams do not draw from the law of the model.
    densityIsOfSamples: family.conditional === undefined,
    effort: 0.1,
  };
}

describeFamily({ describe, it }, () =>
  subject('drawn from the start', {
    learningRate: 0.01,
    dropout: 0.1,
    generate: { from: 'start', method: 'sample' },
  }),
);

describeFamily({ describe, it }, () =>
  subject('pretrained, beams from prompts', {
    pretrained: { sequences: 30, epochs: 2, learningRate: 0.01 },
    validation: 8,
    clipNorm: 1,
    generate: { beams: 2, batch: 3, repetitionPenalty: 1.2 },
  }),
);
