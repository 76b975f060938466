/** Folders of models that a family refers to: known by what is in them, wherever they lie, and refused once changed. */
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadOpt, ModelFileError, optFiles } from '@collapse-lab/models';
import { buildLineage, expand, openFolder, parseExperiment, writeOutputFile } from '@collapse-lab/sweep';
import { afterAll, expect, it } from 'vitest';
import { yaml } from '../experiment/yaml.ts';

const place = mkdtempSync(join(tmpdir(), 'collapse-model-'));
afterAll(() => rmSync(place, { recursive: true }));
const path = (url: string): string => fileURLToPath(new URL(url, import.meta.url));
const module = path('../fixtures/folder-family.mjs');

/** A fresh copy of a small OPT model of width 8. */
function model(name: string): string {
  const folder = join(place, name);
  cpSync(path('../../../models/test/fixtures/opt/f32'), folder, { recursive: true });
  return folder;
}

const plan = (folder: string) =>
  parseExperiment(
    yaml({
      family: `family: { module: ${module}, base: { folder: ${folder} } }`,
      observe: 'observe: [tails]',
    }),
    {
      path: join(place, 'experiment.yaml'),
    },
  );

it('is known by its content: a path relative to the file, another place, a file beside that does not matter', async () => {
  const [cell] = expand(await plan(model('one')));
  const { base } = cell.parameters.family as unknown as { base: { folder: string } };
  expect(base.folder).toMatch(/^[0-9a-f]{64}$/);
  expect(cell.files[base.folder]).toBe(join(place, 'one'));
  writeFileSync(join(place, 'one', 'README.md'), 'a note');
  const [relative] = expand(await plan('./one'));
  const [moved] = expand(await plan(model('two')));
  expect([relative.key, moved.key]).toEqual([cell.key, cell.key]);
  const { spec } = await buildLineage(cell);
  expect(spec.family.options).toEqual({ width: 8 });
});

it('is refused where it has changed since it was planned, or is gone', async () => {
  const folder = model('three');
  // Other content than above: what a worker has made once it does not read again.
  appendFileSync(join(folder, 'config.json'), '\n');
  const [cell] = expand(await plan(folder));
  appendFileSync(join(folder, 'config.json'), ' ');
  await expect(buildLineage(cell)).rejects.toThrow(
    /three: its content hash is .* it has changed since the sweep was planned/,
  );
  rmSync(folder, { recursive: true });
  await expect(buildLineage(cell)).rejects.toThrow(
    `${folder}: it can no longer be read (${folder}: got no tensors, expected a folder with model.safetensors, or with ` +
      'model.safetensors.index.json and the files it lists.), as when the sweep was planned.',
  );
});

it('is told when there is none', async () => {
  await expect(plan('./nowhere')).rejects.toThrow(
    `line 3, family.base.folder: got "./nowhere", expected a folder as Hugging Face saves it: ${join(place, 'nowhere')}: got ` +
      'no tensors, expected a folder with model.safetensors, or with model.safetensors.index.json and the files it lists. ' +
      'Put it there, or name where it is: --set family.base.folder=/path/to/it.',
  );
});

it('is written as it was read, piece by piece', () => {
  const weights = loadOpt(openFolder(model('four')));
  const copy = mkdtempSync(join(place, 'copy-'));
  for (const file of optFiles(weights, 3000)) writeOutputFile(copy, file);
  expect(loadOpt(openFolder(copy))).toEqual(weights);
});

it('is named where it ends while it is read', () => {
  const folder = model('five');
  const file = openFolder(folder).open('config.json')!;
  expect(() => file.read(400, 100)).toThrow(
    new ModelFileError(join(folder, 'config.json'), `it ended at ${file.size} bytes while it was read.`),
  );
});
