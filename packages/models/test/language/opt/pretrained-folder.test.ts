/** OPT models from folders as Hugging Face saves them: logits, what generations start from, and what does not fit. */
import { readdirSync, readFileSync } from 'node:fs';
import { Stream } from '@collapse-lab/math';
import { loadOpt, type OptFamily, opt, optFiles, optLogits, type Sequences } from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';
import { type Files, memoryFolder, written } from '../hugging-face/memory-folder.ts';

const location = new URL('../../fixtures/opt/', import.meta.url);
const filesOf = (name: string): Files => {
  const folder = new URL(`${name}/`, location);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, Uint8Array.from(readFileSync(new URL(file, folder)))]),
  );
};
/** Made by tools/reference/hugging_face.py fixture: PyTorch in double precision. */
const { prompt, logits } = JSON.parse(readFileSync(new URL('logits.json', location), 'utf8')) as {
  prompt: number[];
  logits: Record<string, number[][]>;
};

it.each(Object.keys(logits))('logits of %s', (name) => {
  const tokens = {
    kind: 'sequences',
    n: 1,
    length: prompt.length,
    k: 11,
    values: Uint32Array.from(prompt),
  } as const;
  const expected = logits[name].flat();
  const got = optLogits(loadOpt(memoryFolder(filesOf(name))), tokens);
  const largest = Math.max(...expected.map(Math.abs));
  expect(got.length).toBe(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs(got[i] - value), `number ${i}`).toBeLessThanOrEqual(1e-4 * largest);
});

describe('pretrained: { folder }', () => {
  const weights = loadOpt(memoryFolder(filesOf('f32')));
  const shape = { kind: 'sequences', length: 4, k: 9 } as const;
  const train: Sequences = { ...shape, n: 2, values: Uint32Array.from([1, 2, 3, 4, 5, 6, 7, 8]) };
  const resolve = (options: object, files = filesOf('f32')) => {
    const resources = { modelFolder: () => memoryFolder(files) };
    const resolved = opt.resolve({ pretrained: { folder: 'hash' }, validation: 0, ...options }, resources);
    return { resolved, resources };
  };
  const create = (options: object, of: object = {}, files = filesOf('f32')): OptFamily => {
    const { resolved, resources } = resolve(options, files);
    if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
    return opt.create(resolved.options, { ...shape, ...of }, undefined, undefined, resources) as OptFamily;
  };
  const problemsOf = (options: object, files = filesOf('f32')): string[] => {
    const { resolved } = resolve(options, files);
    if (!('problems' in resolved)) return [];
    return resolved.problems.map(({ path, expected }) => `${path.join('.')}: ${expected}`);
  };

  it('has its sizes; its dropout may be another', () => {
    const { resolved } = resolve({});
    expect(resolved).toMatchObject({
      options: {
        ...{ width: 8, layers: 2, heads: 2, hidden: 12, positions: 10, dropout: 0.1, start: 'pretrained' },
        pretrained: { folder: 'hash', vocabulary: 11 },
      },
    });
    expect(create({ dropout: 0 }).config).toEqual({ ...weights.config, dropout: 0 });
  });

  it.each([{ beams: 3 }, { beams: 3, repetitionPenalty: 1.1 }, { method: 'greedy' }, { method: 'sample' }])(
    'its end token is never generated: %o',
    (generate) => {
      const family = create({ generate });
      const end = weights.config.end as number;
      // Hidden states are 100 times the row of the end token, whatever was read: it is the likeliest by far.
      const row = weights.tensors['model.decoder.embed_tokens.weight'].subarray(8 * end, 8 * end + 8);
      const norm = 'model.decoder.final_layer_norm';
      const parameters = {
        ...weights.tensors,
        [`${norm}.weight`]: new Float32Array(8),
        [`${norm}.bias`]: row.map((value) => 100 * value),
      };
      const { values } = family.sample({ parameters }, { n: 3, given: train }, Stream.fromPath(['end']));
      expect(values.length).toBe(12);
      expect(values.includes(end)).toBe(false);
    },
  );

  it('is where every generation starts: a step of no length leaves it as it is', () => {
    const family = create({ learningRate: 1e-30, weightDecay: 0, epochs: 1, dropout: 0 });
    expect(family.pretrain).toBeUndefined();
    const model = family.fit({ train }, Stream.fromPath(['fit']));
    expect(model.parameters).toEqual(weights.tensors);
    const previous = { parameters: { ...model.parameters } };
    const changed = new Float32Array(8).fill(2);
    previous.parameters['model.decoder.final_layer_norm.bias'] = changed;
    const again = family.fit({ train, previous }, Stream.fromPath(['fit']));
    expect(again.parameters).toEqual(weights.tensors);
    const goingOn = create({ start: 'previous', learningRate: 1e-30, weightDecay: 0, epochs: 1, dropout: 0 });
    expect(goingOn.fit({ train }, Stream.fromPath(['fit'])).parameters).toEqual(weights.tensors);
    const from = goingOn.fit({ train, previous }, Stream.fromPath(['fit'])).parameters;
    expect(from['model.decoder.final_layer_norm.bias']).toEqual(changed);
  });

  it('generates no token that the data do not have', () => {
    for (const from of ['prompts', 'start'] as const) {
      const family = create({ generate: { from, method: 'sample' } });
      expect(family.scoredTokens).toBe(from === 'prompts' ? 3 : 4);
      const made = family.sample(
        { parameters: weights.tensors },
        { n: 50, ...(from === 'prompts' && { given: train }) },
        Stream.fromPath(['sample']),
      );
      expect(made.n).toBe(50);
      expect(Math.max(...made.values)).toBeLessThan(9);
    }
  });

  it('must know all tokens of the data', () => {
    expect(() => create({}, { k: 12 })).toThrow(
      'pretrained.folder: got "a model of 11 tokens", expected at least the 12 of the data. ' +
        'Use the tokenizer of the model: real.tokenizer: { folder: … }.',
    );
  });

  it('must have a token that texts begin with, to generate from the start', () => {
    const { beginning: _, ...config } = weights.config;
    const files = written(optFiles({ ...weights, config }));
    expect(() => create({ generate: { from: 'start' } }, {}, files)).toThrow(
      'generate.from: got "start", expected prompts: the model in pretrained.folder has no token that texts begin with.',
    );
  });

  it('refuses a model whose tensors do not fit, when it is created', () => {
    const { 'model.safetensors': _, ...files } = filesOf('f32');
    expect(() => create({}, {}, files)).toThrow(
      'folder: got no tensors, expected a folder with model.safetensors',
    );
  });

  it('names wrong options', () => {
    expect(problemsOf({ width: 16, heads: 4 })).toEqual([
      'width: nothing: the model in pretrained.folder has it',
      'heads: nothing: the model in pretrained.folder has it',
    ]);
    expect(problemsOf({ start: 'fresh' })).toEqual(['pretrained: none, where start is fresh']);
    expect(problemsOf({ pretrained: { folder: 'hash', epochs: 2 } })).toEqual([
      'pretrained.epochs: no such option, only folder',
    ]);
    expect(problemsOf({ pretrained: { folder: 3 } })).toEqual(['pretrained.folder: the folder of a model']);
    expect(problemsOf({}, {})).toEqual([
      'pretrained.folder: a model that can be used: folder: got no config.json, expected a folder as Hugging Face saves it',
    ]);
    expect(opt.resolve({ pretrained: { folder: 'hash' } })).toMatchObject({
      problems: [{ expected: 'the folder of a model' }],
    });
  });
});
