import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  applySettings,
  type ExperimentChanges,
  expand,
  experimentJsonSchema,
  loadExperiment,
  parseExperiment,
} from '@collapse-lab/sweep';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { yaml } from './yaml.ts';

/** Zeros in the form of MNIST: 0, 0, 8 (bytes), number of sizes, sizes, bytes. */
function idx(sizes: readonly number[]): Buffer {
  const header = Buffer.from([
    0,
    0,
    8,
    sizes.length,
    ...sizes.flatMap((size) => [0, 0, size >> 8, size & 255]),
  ]);
  return Buffer.concat([header, Buffer.alloc(sizes.reduce((product, size) => product * size, 1))]);
}

const root = new URL('../../../../', import.meta.url);

describe('the published JSON Schema', () => {
  it('is that of the loader (node packages/sweep/scripts/write-json-schema.mjs)', () => {
    const published = readFileSync(new URL('schemas/experiment.schema.json', root), 'utf8');
    expect(JSON.parse(published)).toEqual(experimentJsonSchema());
  });

  it('does not ask for what the sweep may give', () => {
    const { required } = experimentJsonSchema();
    expect(required).toEqual(['name']);
  });
});

describe('the experiments that ship', () => {
  const folder = new URL('apps/experiments/', root);
  const mnist = mkdtempSync(join(tmpdir(), 'collapse-mnist-'));
  afterAll(() => rmSync(mnist, { recursive: true }));
  for (const part of ['train', 't10k']) {
    writeFileSync(join(mnist, `${part}-images-idx3-ubyte`), idx([2, 28, 28]));
    writeFileSync(join(mnist, `${part}-labels-idx1-ubyte`), idx([2]));
  }
  const wikitext = mkdtempSync(join(tmpdir(), 'collapse-wikitext-'));
  afterAll(() => rmSync(wikitext, { recursive: true }));
  const textOf = (part: string): string => join(wikitext, `wiki.${part}.tokens`);
  for (const part of ['train', 'valid', 'test'])
    writeFileSync(textOf(part), 'the king sleeps .\n'.repeat(9000));
  const model = new URL('packages/models/test/fixtures/opt/f32', root).pathname;
  /** Data that are not ours to ship: two blank digits, one sentence, a model of eleven tokens; drawn again and again. */
  const withoutData: Record<string, Record<string, string>> = {
    'vae-nature': { 'real.folder': mnist, 'real.bootstrap': 'true' },
    'ngram-wikitext': { 'real.folder': wikitext, 'real.bootstrap': 'true' },
    'opt-wikitext': {
      'real.pretraining': textOf('train'),
      'real.tokenizer': 'words',
      'real.train': textOf('valid'),
      'real.test': textOf('test'),
      'real.bootstrap': 'true',
    },
    'opt-125m-wikitext': {
      'real.folder': wikitext,
      'real.tokenizer': 'words',
      'real.length': '4',
      'real.bootstrap': 'true',
      'family.pretrained.folder': model,
    },
  };
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it.each(names.map(({ name }) => name))('%s is right, and named after its folder', async (name) => {
    const file = new URL(`${name}/experiment.yaml`, folder);
    const experiment = await loadExperiment(file.pathname, { settings: withoutData[name] ?? {} });
    expect(experiment.name).toBe(name);
    expect(experiment.duplicates).toEqual([]);
    expect(readFileSync(file, 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/\.\.\/schemas\/experiment\.schema\.json\n/,
    );
  });

  it('vae-nature in full is the notebook’s network, on as many digits as it', async () => {
    const full = await loadExperiment(new URL('vae-nature/full.yaml', folder).pathname, {
      settings: withoutData['vae-nature'],
    });
    expect(full.settings).toHaveLength(1);
    const { family, sizes, generations } = full.settings[0].parameters;
    expect(family).toMatchObject({ architecture: 'convolutional', latent: 20, epochs: 30, batch: 256 });
    expect([sizes, generations]).toMatchObject([{ initial: 60_000, new: 60_000 }, 4]);
  });

  it('gmm-nature in full has all lineages of the shorter one up to its number of seeds, and more sizes', async () => {
    const [full, short] = await Promise.all(
      ['full', 'experiment'].map((name) =>
        loadExperiment(new URL(`gmm-nature/${name}.yaml`, folder).pathname),
      ),
    );
    const keys = new Set(expand(full).map(({ key }) => key));
    expect(full.settings.map(({ parameters }) => parameters.sizes.initial)).toEqual([
      500, 1000, 10000, 50000, 200000,
    ]);
    expect(expand({ ...short, seeds: full.seeds }).every(({ key }) => keys.has(key))).toBe(true);
  });
});

describe('a family of which no observer reads the parameters', () => {
  const module = new URL('../fixtures/troublesome-family.mjs', import.meta.url).pathname;
  const file = (observe: string | null): string => yaml({ family: `family: { module: ${module} }`, observe });

  it('needs observers, or to be told that there are none', async () => {
    await expect(parseExperiment(file(null))).rejects.toThrow(
      'line 1, observe: missing; no observer reads the parameters of the family troublesome, so nothing would be recorded. ' +
        'Name observers that work on samples, such as [tails], or write [] to keep snapshots alone.',
    );
    for (const [observe, count] of [
      ['observe: []', 0],
      ['observe: [tails]', 1],
    ] as const) {
      const { settings } = await parseExperiment(file(observe));
      expect(settings[0].parameters.observers).toHaveLength(count);
    }
  });
});

describe('changes', () => {
  it('--set makes the same experiment as an edited file', async () => {
    const set = await parseExperiment(yaml(), {
      settings: { 'sizes.new': '200', workflow: '{ kind: accumulate }', observe: '[distances]' },
    });
    const edited = yaml({
      sizes: 'sizes: { initial: 10, new: 200 }',
      workflow: 'workflow: { kind: accumulate }',
      observe: 'observe: [distances]',
    });
    expect(set).toEqual(await parseExperiment(edited));
  });

  it('applySettings keeps the rest of the text, with its comments', () => {
    const changed = applySettings(`# about\n${yaml()}`, { 'sizes.new': '200' });
    expect(changed).toMatch(/^# about\n/);
    expect(parse(changed)).toEqual({ ...parse(yaml()), sizes: { initial: 10, new: 200 } });
  });

  it('--generations replaces the number of the file', async () => {
    const { settings } = await parseExperiment(yaml(), { generations: 9 });
    expect(settings[0].parameters.generations).toBe(9);
  });

  it('--generations shortens settings of the sweep that have more, and leaves out what they no longer reach', async () => {
    const sweep =
      'snapshots: [0, 5]\nsweep:\n  - set: { sizes.new: 5 }\n  - set: { generations: 4 }\n  - set: { generations: 2 }';
    const generations = async (changes: ExperimentChanges): Promise<number[]> =>
      (await parseExperiment(yaml({ sweep }), changes)).settings.map((each) => each.parameters.generations);
    expect(await generations({})).toEqual([5, 4, 2]);
    expect(await generations({ generations: 3 })).toEqual([3, 3, 2]);
    expect(await generations({ generations: 9 })).toEqual([9, 4, 2]);
  });
});
