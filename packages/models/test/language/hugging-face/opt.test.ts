/**
 * OPT folders: layouts written by PyTorch (tools/reference/hugging_face.py fixture) are read, what is saved is read back,
 * and everything else is refused by name before a tensor is read.
 */
import { readdirSync, readFileSync } from 'node:fs';
import {
  loadOpt,
  ModelFileError,
  optFiles,
  optTensorCounts,
  optTensorShapes,
  readOptConfig,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';
import { type Files, memoryFolder, safetensors, written } from './memory-folder.ts';

const fixture = (name: string): Record<string, Uint8Array> => {
  const folder = new URL(`../../fixtures/opt/${name}/`, import.meta.url);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, Uint8Array.from(readFileSync(new URL(file, folder)))]),
  );
};
const load = (files: Files) => loadOpt(memoryFolder(files));
const f32 = load(fixture('f32'));
const { config } = f32;

const json = (value: unknown): Uint8Array => new Uint8Array(Buffer.from(JSON.stringify(value)));
const configJson = JSON.parse(Buffer.from(fixture('f32')['config.json']).toString());

describe('loadOpt', () => {
  it('reads sizes and tensors', () => {
    expect(config).toEqual({
      vocabularySize: 11,
      width: 8,
      layers: 2,
      heads: 2,
      hidden: 12,
      positions: 10,
      dropout: 0.1,
      beginning: 2,
      end: 2,
      padding: 1,
    });
    const shapes = Object.entries(optTensorShapes(config));
    expect(shapes.length).toBe(optTensorCounts.outside + 2 * optTensorCounts.layer);
    expect(Object.keys(f32.tensors)).toEqual(shapes.map(([name]) => name));
    for (const [name, shape] of shapes)
      expect(f32.tensors[name].length, name).toBe(shape.reduce((product, size) => product * size, 1));
  });

  // Rounding to the nearest: half a unit of the last of 11 or 8 bits; 2^-25 is half the least positive f16.
  it.each([
    ['f16', 2 ** -11],
    ['bf16-sharded', 2 ** -8],
  ])('reads %s under other names as the same weights, rounded', (name, tolerance) => {
    const { tensors } = load(fixture(name));
    expect(Object.keys(tensors)).toEqual(Object.keys(f32.tensors));
    for (const [tensor, values] of Object.entries(f32.tensors))
      values.forEach((value, i) => {
        const difference = Math.abs(tensors[tensor][i] - value);
        expect(difference, `${tensor}[${i}]`).toBeLessThanOrEqual(tolerance * Math.abs(value) + 2 ** -25);
      });
  });

  it('reads what optFiles wrote, bit for bit, in one file or many', () => {
    for (const most of [500, 5e9]) expect(load(written(optFiles(f32, most)))).toEqual(f32);
  });

  it('leaves out tokens that the model has none of', () => {
    const { beginning: _, end: __, padding: ___, ...sizes } = config;
    expect(load(written(optFiles({ ...f32, config: sizes }))).config).toEqual(sizes);
  });
});

/** The model in one file, with some tensors in the place of others; undefined: without them. */
function changed(
  tensors: Readonly<Record<string, readonly [shape: readonly number[], values: Float32Array] | undefined>>,
): Files {
  const shapes = optTensorShapes(config);
  const all = {
    ...Object.fromEntries(
      Object.entries(f32.tensors).map(([name, values]) => [name, [shapes[name], values] as const]),
    ),
    ...tensors,
  };
  let offset = 0;
  const parts: Uint8Array[] = [];
  const header = Object.entries(all).flatMap(([name, tensor]) => {
    if (tensor === undefined) return [];
    const [shape, values] = tensor;
    const begin = offset;
    offset += values.byteLength;
    parts.push(new Uint8Array(values.slice().buffer));
    return [[name, { dtype: 'F32', shape, data_offsets: [begin, offset] }]];
  });
  const numbers = new Uint8Array(Buffer.concat(parts));
  return {
    'config.json': json(configJson),
    'model.safetensors': safetensors(Object.fromEntries(header), numbers),
  };
}

const embedding = f32.tensors['model.decoder.embed_tokens.weight'];
const but = (values: Float32Array, i: number, value: number): Float32Array => {
  const copy = values.slice();
  copy[i] = value;
  return copy;
};

describe('loadOpt refuses', () => {
  const own = 'folder/model.safetensors';
  const bias = 'model.decoder.layers.1.fc2.bias';
  it.each([
    [
      'folder',
      `tensor "${bias}": missing.`,
      changed({ [bias]: undefined, 'model.decoder.extra': [[0], new Float32Array()] }),
    ],
    ['folder', `tensor "${bias}": missing, but num_hidden_layers is 2.`, changed({ [bias]: undefined })],
    [
      'folder',
      'tensor "model.decoder.embed_tokens.weight": missing.',
      changed({ 'model.decoder.embed_tokens.weight': undefined }),
    ],
    [
      own,
      'tensor "model.decoder.extra": unexpected, an OPT model of this configuration has none.',
      changed({ 'model.decoder.extra': [[1], new Float32Array(1)] }),
    ],
    [
      own,
      'tensor "extra": unexpected, an OPT model of this configuration has none.',
      changed({ extra: [[1], new Float32Array(1)] }),
    ],
    [
      own,
      `tensor "${bias}": got 9, expected 8 by config.json.`,
      changed({ [bias]: [[9], new Float32Array(9)] }),
    ],
    [
      own,
      `tensor "${bias}": got 2 × 4, expected 8 by config.json.`,
      changed({ [bias]: [[2, 4], new Float32Array(8)] }),
    ],
    [
      own,
      `tensor "${bias}", element 3: got NaN, expected a finite number.`,
      changed({ [bias]: [[8], but(new Float32Array(8), 3, Number.NaN)] }),
    ],
    [
      own,
      'tensor "lm_head.weight": got 8 × 11, expected 11 × 8 by config.json.',
      changed({ 'lm_head.weight': [[8, 11], embedding] }),
    ],
    [
      own,
      'tensor "lm_head.weight", element 5: got 7, expected ' +
        `${embedding[5]} as in the embedding: models with an output matrix of their own are not built here.`,
      changed({ 'lm_head.weight': [[11, 8], but(embedding, 5, 7)] }),
    ],
  ])('%s: %s', (file, problem, files) => {
    expect(() => load(files)).toThrow(new ModelFileError(file, problem));
  });

  it('a model of absurdly many layers, without listing them', () => {
    const files = { ...changed({}), 'config.json': json({ ...configJson, num_hidden_layers: 1e15 }) };
    expect(() => load(files)).toThrow(
      'folder: tensor "model.decoder.layers.2.self_attn.q_proj.weight": missing, but num_hidden_layers is 1000000000000000.',
    );
  });

  it('an embedding that is not of the configuration, before it is read', () => {
    const folder = memoryFolder({
      ...changed({}),
      'config.json': json({ ...configJson, vocab_size: 50272 }),
    });
    expect(() => loadOpt(folder)).toThrow(
      'folder/model.safetensors: tensor "model.decoder.embed_tokens.weight": got 11 × 8, expected 50272 × 8 by config.json.',
    );
  });

  it('a folder without a configuration', () => {
    expect(() => load({})).toThrow('folder: got no config.json, expected a folder as Hugging Face saves it.');
  });
});

describe('readOptConfig refuses', () => {
  const other = 'Such models are not built here; use one with the architecture of opt-125m.';
  const inTraining = 'It matters in training alone: set it to 0.';
  it.each([
    [
      { model_type: 'gpt2' },
      'model_type: got "gpt2", expected "opt". Models of other types are not built here.',
    ],
    [{ do_layer_norm_before: false }, `do_layer_norm_before: got false, expected true. ${other}`],
    [{ activation_function: 'gelu' }, `activation_function: got "gelu", expected "relu". ${other}`],
    [{ enable_bias: false }, `enable_bias: got false, expected true. ${other}`],
    [
      { layer_norm_elementwise_affine: false },
      `layer_norm_elementwise_affine: got false, expected true. ${other}`,
    ],
    [{ _remove_final_layer_norm: true }, `_remove_final_layer_norm: got true, expected false. ${other}`],
    [{ word_embed_proj_dim: 4 }, `word_embed_proj_dim: got 4, expected 8, as hidden_size. ${other}`],
    [{ attention_dropout: 0.1 }, `attention_dropout: got 0.1, expected 0. ${inTraining}`],
    [{ layerdrop: 0.1 }, `layerdrop: got 0.1, expected 0. ${inTraining}`],
    [
      { tie_word_embeddings: false },
      'tie_word_embeddings: got false, expected true. Models with an output matrix of their own are not built here.',
    ],
    [
      { quantization_config: { bits: 4 } },
      'quantization_config: got a list or object, expected nothing. Save the model without quantisation, for example as float32.',
    ],
    [{ vocab_size: undefined }, 'vocab_size: missing; expected a positive integer.'],
    [{ hidden_size: 8.5 }, 'hidden_size: got 8.5, expected a positive integer.'],
    [{ ffn_dim: 0 }, 'ffn_dim: got 0, expected a positive integer.'],
    [
      { num_attention_heads: 3 },
      'num_attention_heads: got 3, expected a divisor of hidden_size, which is 8.',
    ],
    [{ dropout: 1 }, 'dropout: got 1, expected a number from 0 to less than 1.'],
    [{ bos_token_id: 11 }, 'bos_token_id: got 11, expected a token from 0 to 10.'],
  ])('%j', (change, problem) => {
    const folder = memoryFolder({ 'config.json': json({ ...configJson, ...change }) });
    expect(() => readOptConfig(folder)).toThrow(new ModelFileError('folder/config.json', problem));
  });
});
