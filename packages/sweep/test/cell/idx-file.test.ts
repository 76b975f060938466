/** IDX files: what is read, and that every broken file is named with what is wrong. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadExperiment, parseIdx, readIdxFile } from '@collapse-lab/sweep';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'collapse-idx-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An IDX file of unsigned bytes. */
function idx(sizes: readonly number[], values: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.set([0, 0, 8, sizes.length]);
  sizes.forEach((size, i) => {
    header.writeUInt32BE(size, 4 + 4 * i);
  });
  return Buffer.concat([header, Buffer.from(values)]);
}

describe('parseIdx', () => {
  it('reads sizes and values', () => {
    const { sizes, values } = parseIdx(idx([2, 1, 3], [1, 2, 3, 4, 5, 255]), 3, 'x');
    expect(sizes).toEqual([2, 1, 3]);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 255]);
  });

  it.each([
    [
      idx([3], [1, 2, 3]),
      'x: got a file that begins with the bytes 0 0 8 1, expected an IDX file of pictures (magic number 2051), which ' +
        'begins with 0 0 8 3.',
    ],
    [
      Buffer.alloc(0),
      'x: got a file that begins with the bytes (none), expected an IDX file of pictures (magic number 2051), which ' +
        'begins with 0 0 8 3.',
    ],
    [idx([2, 2, 2], []).subarray(0, 9), 'x: got 9 bytes, expected a header of 16: truncated.'],
    [
      idx([2, 2, 2], [1, 2, 3]),
      'x: got 19 bytes, expected 24 for 2 × 2 × 2 values: truncated. Fetch it again.',
    ],
    [
      idx([1, 1, 1], [1, 2]),
      'x: got 18 bytes, expected 17 for 1 × 1 × 1 values: something follows the data. Fetch it again.',
    ],
    [
      idx([4294967295, 4294967295, 2], []),
      'x: got 16 bytes, expected 36893488130239234000 for 4294967295 × 4294967295 × 2 values: truncated. Fetch it again.',
    ],
    [idx([0, 28, 28], []), 'x: got 0 × 28 × 28 values, expected some.'],
  ])('refuses %#', (bytes, message) => {
    expect(() => parseIdx(bytes, 3, 'x')).toThrow(message);
  });
});

it('refuses files that memory would not hold, packed or not', () => {
  const bytes = idx([2, 1, 3], [1, 2, 3, 4, 5, 255]);
  const path = (name: string, content: Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const rest = 'expected at most 21, which are eight times as many in memory. Take fewer pictures.';
  expect(() => readIdxFile(path('bare', bytes), 3, 21)).toThrow(`bare: got 22 bytes, ${rest}`);
  const packed = path('packed.gz', gzipSync(Buffer.concat([bytes, Buffer.alloc(1000)])));
  expect(() => readIdxFile(packed, 3, 60)).toThrow(
    'packed.gz: got more than 60 bytes when unpacked, expected at most 60, which are eight times as many in memory. ' +
      'Take fewer pictures.',
  );
  expect(readIdxFile(path('small.gz', gzipSync(bytes)), 3, 60).sizes).toEqual([2, 1, 3]);
});

describe('real: { kind: idx }', () => {
  const experiment = (name: string): string =>
    [
      'name: pictures',
      `real: { kind: idx, folder: ${name} }`,
      'family: { kind: gaussian, ddof: 0, covariance: spherical }',
      'workflow: { kind: replace }',
      'sizes: { initial: 3, new: 3 }',
      'generations: 1',
      'seeds: 1',
    ].join('\n');

  const write = (name: string, files: Readonly<Record<string, Buffer>>): string => {
    mkdirSync(join(folder, name));
    for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, name, file), bytes);
    return name;
  };

  const images = idx([3, 2, 1], [0, 255, 51, 0, 255, 255]);

  it('plans with pictures and labels, gzipped or not', async () => {
    const names = { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' };
    const plain = write('plain', { [names.images]: images, [names.labels]: idx([3], [0, 1, 2]) });
    const gzipped = write('gzipped', { [`${names.images}.gz`]: gzipSync(images) });
    for (const name of [plain, gzipped]) expect((await plan(name)).settings).toHaveLength(1);
  });

  it.each([
    ['none', {}, 'real.folder: got "none", expected a folder with train-images-idx3-ubyte or'],
    [
      'gz',
      { 'train-images-idx3-ubyte.gz': gzipSync(images).subarray(0, 30) },
      'train-images-idx3-ubyte.gz: the gzip file is truncated or corrupt',
    ],
    [
      'labels',
      { 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': idx([2], [0, 1]) },
      'train-labels-idx1-ubyte: got 2 labels, expected 3, as many as there are pictures.',
    ],
  ])('refuses the folder %s', async (name, files, message) => {
    await expect(plan(write(name, files as never))).rejects.toThrow(message);
  });

  it('sets pictures apart, and refuses to set all apart', async () => {
    const name = write('apart', { 'train-images-idx3-ubyte': images });
    const { settings } = await plan(name, ', heldOut: 1');
    expect(settings[0].parameters.real.heldOut).toBe(1);
    await expect(plan(name, ', heldOut: 3')).rejects.toThrow(
      'real.heldOut: got 3, expected an integer from 0 to 2, since one of the 3 points must be left',
    );
  });

  async function plan(name: string, options = '') {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, experiment(name).replace(' }', `${options} }`).replace('initial: 3', 'initial: 2'));
    return loadExperiment(file);
  }
});
