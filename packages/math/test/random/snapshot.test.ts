// The law version of the streams: the first twenty draws of every sampler, all bits. A change of any of them changes the
// results of every lineage ever run and is allowed in a major version only; then `vitest -u` writes the file anew.
import { Stream } from '@collapse-lab/math';
import { expect, it } from 'vitest';
import { samplers } from './samplers.ts';

// The shortest decimal form of a double reads back as the same double, so the text holds every bit.
function show(draw: number | ArrayLike<number>): string {
  return typeof draw === 'number' ? String(draw) : `[${Array.from(draw).join(' ')}]`;
}

it('draws what it always drew', async () => {
  const lines = Object.entries(samplers).map(([name, sample]) => {
    const stream = Stream.fromPath(['snapshot', name]);
    return [name, ...Array.from({ length: 20 }, () => show(sample(stream)))].join('\n  ');
  });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../fixtures/samplers.txt');
});
