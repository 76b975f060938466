// Lineages by samples whose family refits without points, beside the same family without that way.
import { Stream } from '@collapse-lab/math';
import { gaussian, normalSource } from '@collapse-lab/models';
import { createLineage, type LineageSpec, replicateStreams } from '@collapse-lab/process';
import { expect, it } from 'vitest';

const real = normalSource({ d: 1 });
const sizes = { initial: 40, new: 40 };

it.each([
  ['replace', { kind: 'replace' }, 'f64', 0.9],
  ['replace-grown', { kind: 'replace-grown' }, 'f64', 1],
  ['accumulate', { kind: 'accumulate' }, 'f64', 1],
  ['mixture of models only', { kind: 'mixture', alpha: 1, beta: 0, gamma: 0 }, 'f64', 1],
  ['replace in half precision', { kind: 'replace' }, 'f16', 1],
  ['replace down to a point', { kind: 'replace' }, 'f64', 1e-20],
] as const)('%s: every state is the same', (_, workflow, numberFormat, samplingBias) => {
  const family = gaussian.create({ covariance: 'full', ddof: 1, samplingBias }, real.shape);
  const { refit: _without, ...plain } = family;
  const streams = () => replicateStreams(Stream.fromPath(['refit']), 3);
  const [quick, slow] = [family, plain].map((one) => {
    const spec = { real, family: one, workflow, sizes, sampler: 'samples', numberFormat } as LineageSpec;
    return createLineage(spec, streams(), { generations: 30 });
  });
  let [a, b] = [quick.init(), slow.init()];
  for (let t = 0; t < 30; t++) {
    [a, b] = [quick.step(a), slow.step(b)];
    expect(quick.encode(a)).toEqual(slow.encode(b));
  }
  expect(quick.encode(quick.step(quick.decode(quick.encode(a))))).toEqual(slow.encode(slow.step(b)));
});
