/** Safetensors: what is read, and that every broken file is refused by name before its numbers are read. */
import { ModelFileError, openCheckpoint, optFiles } from '@collapse-lab/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryFolder, safetensors, written } from './memory-folder.ts';

const single = (bytes: Uint8Array) => memoryFolder({ 'model.safetensors': bytes });
const entry = (dtype: string, shape: unknown, ...offsets: unknown[]) => ({
  dtype,
  shape,
  data_offsets: offsets,
});
const right = { x: entry('F32', [2], 0, 8) };

describe('openCheckpoint', () => {
  it('reads numbers of 32 bits', () => {
    const numbers = Uint8Array.from([0, 0, 128, 63, 0, 0, 0, 192]);
    const tensors = openCheckpoint(
      single(safetensors({ __metadata__: { format: 'pt' }, ...right }, numbers)),
    );
    expect([...tensors.keys()]).toEqual(['x']);
    expect(tensors.get('x')!.shape).toEqual([2]);
    expect([...tensors.get('x')!.read()]).toEqual([1, -2]);
  });

  it('widens every number of 16 bits without rounding', () => {
    const bytes = new Uint8Array(0x20000).map((_, i) => (i % 2 === 0 ? i >> 1 : i >> 9));
    const of = (dtype: string): Float32Array =>
      openCheckpoint(single(safetensors({ x: entry(dtype, [65536], 0, 131072) }, bytes)))
        .get('x')!
        .read();
    const brain = of('BF16');
    const half = of('F16');
    for (let bits = 0; bits < 65536; bits++) {
      const sign = bits >> 15 === 1 ? -1 : 1;
      const exact = (exponentBits: number, fractionBits: number): number => {
        const exponent = (bits >> fractionBits) & (2 ** exponentBits - 1);
        const fraction = (bits & (2 ** fractionBits - 1)) / 2 ** fractionBits;
        const bias = 2 ** (exponentBits - 1) - 1;
        if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Infinity : Number.NaN;
        return exponent === 0
          ? sign * fraction * 2 ** (1 - bias)
          : sign * (1 + fraction) * 2 ** (exponent - bias);
      };
      if (!Object.is(brain[bits], exact(8, 7))) expect(brain[bits], `BF16 ${bits}`).toBe(exact(8, 7));
      if (!Object.is(half[bits], exact(5, 10))) expect(half[bits], `F16 ${bits}`).toBe(exact(5, 10));
    }
  });

  it('reads empty tensors and single numbers', () => {
    const header = { empty: entry('F16', [0, 3], 0, 0), one: entry('F32', [], 0, 4) };
    const tensors = openCheckpoint(single(safetensors(header, Uint8Array.from([0, 0, 128, 63]))));
    expect(tensors.get('empty')!.read().length).toBe(0);
    expect([...tensors.get('one')!.read()]).toEqual([1]);
  });

  const eight = new Uint8Array(8);
  const text = (one: string): Uint8Array => Uint8Array.from(one, (letter) => letter.charCodeAt(0));
  it.each([
    [text('abc'), 'got 3 bytes, expected a safetensors file of at least 8: truncated.'],
    [
      text('PK\x03\x04\x14\0\0\x08\x08\0'),
      'got a header of 576460838270094200 bytes, expected at most 100000000: this is no safetensors file.',
    ],
    [
      safetensors(right, eight).subarray(0, 30),
      'got a header of 54 bytes in a file of 30: truncated, or no safetensors file.',
    ],
    [safetensors('{"x":\xff}'), 'header: got bytes that are not UTF-8, expected text.'],
    [safetensors('[1, 2]'), 'header: got [1, 2], expected an object.'],
    [safetensors('null'), 'header: got null, expected an object.'],
    [
      safetensors('{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\\u0078":{}}'),
      'header: got the key "x" twice in one object, expected it once.',
    ],
    [
      safetensors('{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"shape":[1]}}'),
      'header: got the key "shape" twice in one object, expected it once.',
    ],
    [
      safetensors({ __metadata__: { format: 1 } }),
      '__metadata__: got a list or object, expected an object of texts.',
    ],
    [safetensors({ x: 1 }), 'tensor "x": got 1, expected dtype, shape, data_offsets.'],
    [safetensors({ x: {} }), 'tensor "x": got [], expected dtype, shape, data_offsets.'],
    [
      safetensors({ x: { ...right.x, strides: [1] } }, eight),
      'tensor "x": got ["dtype", "shape", "data_offsets", "strides"], expected dtype, shape, data_offsets.',
    ],
    [
      safetensors({ x: entry('F64', [1], 0, 8) }, eight),
      'tensor "x": got dtype "F64" (numbers of 64 bits), expected F32, F16, BF16. Convert the model, for example to float32.',
    ],
    [
      safetensors({ x: entry('I64', [1], 0, 8) }, eight),
      'tensor "x": got dtype "I64" (integers), expected F32, F16, BF16. Convert the model, for example to float32.',
    ],
    [
      safetensors({ x: entry('toString', [1], 0, 8) }, eight),
      'tensor "x": got dtype "toString", expected F32, F16, BF16.',
    ],
    [
      safetensors({ x: entry('F32', [-2], 0, 8) }, eight),
      'tensor "x": got shape [-2], expected a list of sizes.',
    ],
    [
      safetensors({ x: entry('F32', [2 ** 40, 2 ** 40], 0, 8) }, eight),
      'tensor "x": got shape [1099511627776, 1099511627776], expected a list of sizes.',
    ],
    [
      safetensors({ x: entry('F32', '2', 0, 8) }, eight),
      'tensor "x": got shape "2", expected a list of sizes.',
    ],
    [
      safetensors({ x: entry('F32', [2], 8, 0) }, eight),
      'tensor "x": got data_offsets [8, 0], expected where its bytes begin and end.',
    ],
    [
      safetensors({ x: entry('F32', [2], 0, 8, 8) }, eight),
      'tensor "x": got data_offsets [0, 8, 8], expected where its bytes begin and end.',
    ],
    [
      safetensors({ x: entry('F16', [2], 0, 8) }, eight),
      'tensor "x": got 8 bytes (data_offsets 0 to 8), expected 4 for 2 F16.',
    ],
    [
      safetensors({ x: entry('F32', [2 ** 40], 0, 2 ** 42) }, eight),
      'tensor "x": got bytes 0 to 4398046511104, but only 8 follow the header: truncated. Fetch it again.',
    ],
    [
      safetensors({ x: entry('F32', [1], 0, 4), y: entry('F16', [3], 2, 8) }, eight),
      'tensor "y": got bytes 2 to 8, which overlap those of tensor "x".',
    ],
    [
      safetensors({ x: entry('F32', [1], 0, 4), y: entry('F16', [1], 6, 8) }, eight),
      'tensor "y": got bytes 6 to 8, which leave a hole of 2 after tensor "x".',
    ],
    [
      safetensors({ x: entry('F32', [1], 4, 8) }, eight),
      'tensor "x": got bytes 4 to 8, which leave a hole of 4 after the header.',
    ],
    [safetensors({ x: entry('F32', [1], 0, 4) }, eight), 'got 4 bytes after tensor "x", expected none.'],
  ])('refuses %#', (bytes, problem) => {
    const refused = () => openCheckpoint(single(bytes));
    expect(refused).toThrow(new ModelFileError('folder/model.safetensors', problem));
  });

  it('says that a header is no JSON', () => {
    expect(() => openCheckpoint(single(safetensors('{"x"')))).toThrow(
      /^folder\/model.safetensors: header: got text that is not JSON \(.*\)\.$/,
    );
  });

  it('gives tensors or a ModelFileError for any change of a header, and reads nothing beyond the file', () => {
    const header = {
      __metadata__: { format: 'pt' },
      a: entry('F32', [2, 2], 0, 16),
      b: entry('BF16', [3], 16, 22),
    };
    const bytes = safetensors(header, new Uint8Array(22));
    const change = fc.tuple(
      fc.nat(bytes.length - 1),
      fc.oneof(fc.nat(255), fc.constantFrom(...text('{}[],:"0919'))),
    );
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.nat(bytes.length),
        (changes, length) => {
          const changed = bytes.slice();
          for (const [at, byte] of changes) changed[at] = byte;
          for (const one of [changed, changed.subarray(0, length)]) {
            const folder = single(one);
            try {
              for (const tensor of openCheckpoint(folder).values()) tensor.read();
            } catch (error) {
              expect(error).toBeInstanceOf(ModelFileError);
            }
            expect(folder.most).toBeLessThanOrEqual(one.length);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('gives tensors or a ModelFileError for any JSON in the place of a tensor', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (names, value) => {
        for (const header of [
          names,
          { x: value },
          { x: { ...right.x, shape: value } },
          { x: { ...right.x, data_offsets: value } },
        ])
          try {
            openCheckpoint(single(safetensors(JSON.stringify(header).replace(/[^\x20-\x7e]/g, ' '), eight)));
          } catch (error) {
            expect(error).toBeInstanceOf(ModelFileError);
          }
      }),
    );
  });
});

describe('shards', () => {
  const one = (name: string): Uint8Array =>
    safetensors({ [name]: entry('F32', [1], 0, 4) }, new Uint8Array(4));
  const index = (map: unknown): Uint8Array => {
    const bytes = safetensors({ metadata: {}, weight_map: map });
    return bytes.subarray(8);
  };
  const a = 'a.safetensors';
  const b = 'b.safetensors';

  it('are read as one checkpoint', () => {
    const folder = memoryFolder({
      'model.safetensors.index.json': index({ x: a, y: b }),
      [a]: one('x'),
      [b]: one('y'),
    });
    expect([...openCheckpoint(folder).keys()]).toEqual(['x', 'y']);
  });

  const at = 'folder/model.safetensors.index.json';
  it.each([
    [
      {},
      'folder',
      'got no tensors, expected a folder with model.safetensors, or with model.safetensors.index.json and the files it lists.',
    ],
    [
      { 'pytorch_model.bin': new Uint8Array() },
      'folder',
      'got pytorch_model.bin alone, which can run code when it is read; expected a folder with model.safetensors, or with ' +
        'model.safetensors.index.json and the files it lists. Convert it in Python: ' +
        'AutoModelForCausalLM.from_pretrained(folder).save_pretrained(folder).',
    ],
    [
      { 'model.safetensors.index.json': index({}) },
      at,
      'weight_map: got a list or object, expected the shard of each tensor.',
    ],
    [
      { 'model.safetensors.index.json': index({ x: '../a.safetensors' }) },
      at,
      'weight_map, tensor "x": got "../a.safetensors", expected the name of a safetensors file of this folder.',
    ],
    [
      { 'model.safetensors.index.json': index({ x: a }) },
      'folder/a.safetensors',
      'no such file, but model.safetensors.index.json lists it. Fetch it again.',
    ],
    [
      { 'model.safetensors.index.json': index({ x: a, y: b }), [a]: one('y'), [b]: one('y') },
      'folder/a.safetensors',
      'tensor "y": got it here, expected it in b.safetensors by model.safetensors.index.json.',
    ],
    [
      { 'model.safetensors.index.json': index({ x: a }), [a]: one('z') },
      'folder/a.safetensors',
      'tensor "z": got it here, expected it in no shard by model.safetensors.index.json.',
    ],
    [
      { 'model.safetensors.index.json': index({ x: a, y: a }), [a]: one('x') },
      'folder/a.safetensors',
      'tensor "y": missing, but model.safetensors.index.json says that it is here.',
    ],
  ])('are refused %#', (files, name, problem) => {
    expect(() => openCheckpoint(memoryFolder(files))).toThrow(new ModelFileError(name, problem));
  });
});

describe('optFiles', () => {
  const config = { vocabularySize: 3, width: 2, layers: 0, heads: 1, hidden: 4, positions: 2, dropout: 0 };
  const tensors = {
    'model.decoder.embed_tokens.weight': Float32Array.from([1, -2, 0.5, 3, 1e-40, -0]),
    'model.decoder.embed_positions.weight': new Float32Array(8).fill(0.25),
    'model.decoder.final_layer_norm.weight': Float32Array.from([1, 1]),
    'model.decoder.final_layer_norm.bias': Float32Array.from([0, 0]),
  };

  it('writes an aligned header and tensors by name', () => {
    const bytes = written(optFiles({ config, tensors }))['model.safetensors'];
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = String.fromCharCode(...bytes.subarray(8, 8 + length));
    expect(header.trimEnd()).toBe(
      '{"__metadata__":{"format":"pt"},' +
        '"model.decoder.embed_positions.weight":{"dtype":"F32","shape":[4,2],"data_offsets":[0,32]},' +
        '"model.decoder.embed_tokens.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[32,56]},' +
        '"model.decoder.final_layer_norm.bias":{"dtype":"F32","shape":[2],"data_offsets":[56,64]},' +
        '"model.decoder.final_layer_norm.weight":{"dtype":"F32","shape":[2],"data_offsets":[64,72]}}',
    );
    expect(bytes.length).toBe(8 + length + 72);
  });

  it.each([1, 40, 1e9])('is read back bit for bit, in files of at most %i bytes', (most) => {
    const files = optFiles({ config, tensors }, most);
    const content = written(files);
    expect(files.map(({ size }) => size)).toEqual(files.map(({ name }) => content[name].length));
    const read = openCheckpoint(memoryFolder(content));
    expect(Object.fromEntries([...read].map(([name, tensor]) => [name, tensor.read()]))).toEqual(tensors);
    const shards = files.filter(({ name }) => name.endsWith('.safetensors')).map(({ name }) => name);
    expect(shards.length).toBe(most === 1e9 ? 1 : most === 40 ? 2 : 4);
    expect(shards[0]).toBe(
      most === 1e9 ? 'model.safetensors' : `model-00001-of-0000${shards.length}.safetensors`,
    );
  });

  it('names a tensor of another size', () => {
    const wrong = { ...tensors, 'model.decoder.final_layer_norm.bias': new Float32Array(3) };
    expect(() => optFiles({ config, tensors: wrong })).toThrow(
      'tensors.model.decoder.final_layer_norm.bias: got "3 numbers", expected 2 numbers.',
    );
  });
});
