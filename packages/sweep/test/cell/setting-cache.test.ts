import type { AnyFamily } from '@collapse-lab/models';
import { buildLineage, expand, parseExperiment } from '@collapse-lab/sweep';
import { expect, it } from 'vitest';
import { yaml } from '../experiment/yaml.ts';

async function familyOf(changes: Record<string, string>): Promise<AnyFamily> {
  const [cell] = expand(await parseExperiment(yaml(changes)));
  return (await buildLineage(cell)).spec.family as AnyFamily;
}

const gaussian = (): Promise<AnyFamily> => familyOf({});

const network = (hidden: number): Promise<AnyFamily> =>
  familyOf({
    real: 'real: { kind: glyphs, side: 8 }',
    family: `family: { kind: vae, hidden: [${hidden}], latent: 2, epochs: 1 }`,
    engine: 'engine: wasm',
    observe: 'observe: []',
  });

it('a worker keeps the two networks used last, gives back the memory of others, and keeps families of no network', async () => {
  const disposed: number[] = [];
  const watched = async (hidden: number): Promise<AnyFamily> => {
    const family = await network(hidden);
    family.dispose = () => disposed.push(hidden);
    return family;
  };
  const plain = await gaussian();
  const first = await watched(3);
  const second = await watched(4);
  expect(await network(3)).toBe(first);
  await watched(5);
  expect(await network(3)).toBe(first);
  expect(disposed).toEqual([4]);
  expect(await network(4)).not.toBe(second);
  expect(disposed).toEqual([4, 5]);
  expect(await gaussian()).toBe(plain);
});
