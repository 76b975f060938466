import { Stream } from '@collapse-lab/math';
import { type Points, type VaeFamily, type VaeModel, vae } from '@collapse-lab/models';
import { describeFamily, type FamilySubject } from '@collapse-lab/models/testing';
import { describe, expect, it } from 'vitest';

function subject(output: 'mean' | 'draw'): FamilySubject<VaeModel, Points, never> {
  const resolved = vae.resolve({
    hidden: [3],
    latent: 2,
    likelihood: 'gaussian',
    epochs: 2,
    batch: 16,
    output,
  });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  const family = vae.create(resolved.options, { kind: 'points', d: 2 }) as VaeFamily;
  const stream = Stream.fromPath(['vae contract']);
  const train: Points = {
    kind: 'points',
    n: 50,
    d: 2,
    values: Float64Array.from({ length: 100 }, () => stream.uniform()),
  };
  return {
    name: `vae, output: ${output}`,
    family,
    model: family.fit({ train }, stream),
    parameters: ({ parameters }) => Object.values(parameters).flatMap((floats) => Array.from(floats)),
    inconsistent: 'weights of a network: other ones, permuted for example, mean the same',
  };
}

describe.each(['mean', 'draw'] as const)('%s', (output) => {
  describeFamily({ describe, it }, () => subject(output));

  it('few samples are the first of many, across the chunks of 16 that a program takes', () => {
    const { family, model } = subject(output);
    const sample = (n: number): number[] =>
      Array.from(family.sample(model, { n }, Stream.fromPath(['prefix'])).values);
    for (const n of [1, 16, 17]) expect(sample(n)).toEqual(sample(40).slice(0, 2 * n));
  });
});
