/** A language model that starts from a folder, is fine-tuned on its own text, and leaves as a folder again. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadOpt, loadTokenizer, type OptConfig, optFiles, optTensorShapes } from '@collapse-lab/models';
import { openFolder, writeOutputFile } from '@collapse-lab/sweep';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makePlace, workspace } from './collapse.ts';

const tokenizer = join(workspace, 'packages/models/test/fixtures/tokenizer');
const config: OptConfig = {
  ...{ vocabularySize: 340, width: 8, layers: 1, heads: 2, hidden: 8, positions: 8, dropout: 0 },
  ...{ beginning: 2, end: 2, padding: 1 },
};
const place = makePlace({
  name: 'exported',
  real: { kind: 'text', train: './train.txt', length: 4, tokenizer: { folder: tokenizer } },
  family: {
    kind: 'opt',
    pretrained: { folder: './model' },
    epochs: 1,
    learningRate: 0.01,
    validation: 0,
    generate: { method: 'greedy' },
  },
  workflow: { kind: 'replace' },
  sizes: { initial: 4, new: 4 },
  generations: 1,
  snapshots: [1],
  observe: [],
});
afterAll(place.remove);

beforeAll(() => {
  writeFileSync(
    join(place.directory, 'train.txt'),
    'The model learns what the model writes, and the model forgets.\n',
  );
  const entries = Object.entries(optTensorShapes(config)).map(([name, shape], seed) => {
    const size = shape.reduce((product, one) => product * one, 1);
    return [
      name,
      Float32Array.from({ length: size }, (_, i) => (((i + seed) * 7919) % 101) / 500 - 0.1),
    ] as const;
  });
  const model = join(place.directory, 'model');
  mkdirSync(model);
  for (const file of optFiles({ config, tensors: Object.fromEntries(entries) })) writeOutputFile(model, file);
});

it('export writes a model that was kept, with its tokenizer', async () => {
  const folder = join(place.directory, 'generation-1');
  const ran = await place.collapse('run', place.file);
  expect(ran).toMatchObject({ code: 0 });
  const beside = join(place.directory, 'generation-1.part');
  mkdirSync(beside);
  const { code, stdout } = await place.collapse('export', place.file, '--generation', '1', '--to', folder);
  expect([code, stdout]).toEqual([
    0,
    `${folder}: model 1 of seed=1: config.json, model.safetensors, special_tokens_map.json, tokenizer.json, tokenizer_config.json\n`,
  ]);
  const exported = loadOpt(openFolder(folder));
  const first = loadOpt(openFolder(join(place.directory, 'model')));
  expect(exported.config).toEqual(config);
  expect(exported.tensors).not.toEqual(first.tensors);
  expect(loadTokenizer(openFolder(folder), '').vocabularySize).toBe(340);
  expect(readFileSync(join(folder, 'tokenizer.json'))).toEqual(
    readFileSync(join(tokenizer, 'tokenizer.json')),
  );
  // A folder of the user's, which it leaves alone; none of its own stays.
  expect(readdirSync(place.directory).filter((name) => name.endsWith('.part'))).toEqual([
    'generation-1.part',
  ]);
});

it('export says what it cannot write, or where', async () => {
  const refusals = await Promise.all([
    place.collapse('export', place.file, '--generation', '0', '--to', tokenizer),
    place.collapse('export', place.file, '--generation', '0', '--to', 'new', '--cell', 'x'),
    place.collapse('export', place.file, '--generation', '0', '--to', join(place.directory, 'new')),
  ]);
  expect(refusals.map(({ code }) => code)).toEqual([2, 2, 2]);
  const messages = [
    `${tokenizer}: it is there already; expected a new folder or an empty one.`,
    '--cell: got "x", expected the first digits of the key of one cell of exported:',
    'No model of generation 0 was kept; those of 1 were. Write snapshots: [0] in the experiment and run it again.',
  ];
  for (const [i, message] of messages.entries()) expect(refusals[i].stderr).toContain(`collapse: ${message}`);
});
