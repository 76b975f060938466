/** Text that a pretrained tokenizer from a folder makes tokens of. */
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sequences, Tokenizer } from '@collapse-lab/models';
import { buildLineage, expand, parseExperiment } from '@collapse-lab/sweep';
import { afterAll, expect, it } from 'vitest';
import { yaml } from '../experiment/yaml.ts';

const place = mkdtempSync(join(tmpdir(), 'collapse-tokenizer-'));
afterAll(() => rmSync(place, { recursive: true }));
const path = (url: string): string => fileURLToPath(new URL(url, import.meta.url));
const fixture = path('../../../models/test/fixtures/tokenizer');
const model = path('../../../models/test/fixtures/opt/f32');
cpSync(fixture, join(place, 'tokenizer'), { recursive: true });
writeFileSync(join(place, 'train.txt'), ' = Title = \n \n the model\n');

const plan = (tokenizer: string) => {
  const real = `real: { kind: text, train: train.txt, length: 3, tokenizer: ${tokenizer} }`;
  const family = `family: { module: ${path('../fixtures/folder-family.mjs')}, base: { folder: ${model} } }`;
  return parseExperiment(
    yaml({ real, family, sizes: 'sizes: { initial: 1, new: 1 }', observe: 'observe: []' }),
    {
      path: join(place, 'experiment.yaml'),
    },
  );
};
const build = async (tokenizer: string) => {
  const [cell] = expand(await plan(tokenizer));
  const { spec } = await buildLineage(cell);
  return {
    cell,
    source: spec.real,
    blocks: spec.real.points as Sequences,
    tokenizer: spec.real.tokenizer as Tokenizer,
  };
};

it('is known by its content', async () => {
  const { cell, blocks, tokenizer } = await build('{ folder: ./tokenizer }');
  const { folder, beginning } = cell.parameters.real.tokenizer as { folder: string; beginning: string };
  expect(folder).toMatch(/^[0-9a-f]{64}$/);
  expect(beginning).toBe('none');
  expect(tokenizer.identity).toBe(folder);
  expect(blocks.k).toBe(340);
  const text = tokenizer.decode(blocks.values);
  expect(' = Title = \n \n the model\n'.startsWith(text)).toBe(true);
  expect((await build(`{ folder: ${fixture} }`)).cell.key).toBe(cell.key);
});

it('puts its token before every line where that is asked for; a line of spaces is that token alone', async () => {
  const { tokenizer, cell } = await build('{ folder: ./tokenizer, beginning: lines }');
  expect(tokenizer.decode(tokenizer.encode(' = Title = \n \n the model'))).toBe(
    '</s> = Title = \n</s></s> the model',
  );
  expect(cell.key).not.toBe((await build('{ folder: ./tokenizer }')).cell.key);
});

it('is refused where it is not there, and where it has changed', async () => {
  await expect(plan('{ folder: ./nowhere }')).rejects.toThrow(
    `line 2, real.tokenizer.folder: got "./nowhere", expected a folder as Hugging Face saves it: ${join(place, 'nowhere')}: got ` +
      'no tokenizer, expected a folder with tokenizer.json, or with vocab.json and merges.txt. Put it there, or name where it is: --set real.tokenizer.folder=/path/to/it.',
  );
  appendFileSync(join(place, 'tokenizer', 'tokenizer_config.json'), ' ');
  const [cell] = expand(await plan('{ folder: ./tokenizer }'));
  appendFileSync(join(place, 'tokenizer', 'tokenizer_config.json'), ' ');
  await expect(buildLineage(cell)).rejects.toThrow('it has changed since the sweep was planned');
});

it('without a token for the beginning has none to put before lines', async () => {
  cpSync(fixture, join(place, 'plain'), { recursive: true });
  rmSync(join(place, 'plain', 'tokenizer.json'));
  writeFileSync(join(place, 'plain', 'tokenizer_config.json'), '{}');
  await expect(plan('{ folder: ./plain, beginning: lines }')).rejects.toThrow(
    'line 2, real.tokenizer.beginning: got "lines", expected none: the tokenizer puts no token before a text',
  );
});
