/** Generated pictures in the report, and the PNG that they are. */
import { inflateSync } from 'node:zlib';
import { renderReport } from '@collapse-lab/report';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../dist/png/encode-png.js';
import { pictureData } from './fixtures/picture-data.ts';

describe('grids of pictures', async () => {
  const data = await pictureData(2);

  it('are of the first seed of each setting, with as many real pictures', () => {
    const found = data.pictures!;
    expect(found.map(({ setting, seed, lineages, count }) => [setting, seed, lineages, count])).toEqual([
      [0, 1, 3, 6],
      [1, 1, 3, 6],
    ]);
    for (const { real, grids } of found) {
      expect([real.width, real.height, real.values.length]).toEqual([24, 16, 384]);
      expect(grids.map(({ t }) => t)).toEqual([0, 1, 2]);
      const ink = grids.map(({ image }) => image.values.reduce((sum, value) => sum + value));
      expect(ink[0] > ink[1] && ink[1] > ink[2]).toBe(true);
    }
    expect(found[0].real).toEqual(found[1].real);
  });

  it('stand in a section of their own, setting by setting', () => {
    const { document } = parseHTML(renderReport(data).html);
    const captions = [...document.querySelectorAll('#pictures figcaption')].map((each) => each.textContent);
    expect(captions).toEqual([
      'One lineage (seed 1) of all 3. First 6 real pictures, then 6 of model t: each place of the grid is made from the ' +
        'same random numbers in every generation.',
      captions[0],
    ]);
    const images = [...document.querySelectorAll('#pictures figure:first-of-type image')];
    expect(images.map((each) => each.getAttribute('aria-label'))).toEqual([
      'real',
      't = 0',
      't = 1',
      't = 2',
    ]);
  });

  it('are seven at most, evenly chosen, and say so', async () => {
    const many = await pictureData(12);
    expect(many.pictures![0].grids.map(({ t }) => t)).toEqual([0, 2, 4, 6, 8, 10, 12]);
    const { caption } = renderReport(many).figures.find(({ name }) => name === 'pictures-0')!;
    expect(caption).toMatch(/ 7 of the 13 generations that were kept\.$/);
  });
});

it('names the grids that are lost, and the command that makes them again', async () => {
  const argv = ['run', 'tiny', '--store', 'a b', '--quiet'];
  const lost = await pictureData(2, { lost: ['1.pgm'], notes: [{ kind: 'run', experiment: 'tiny', argv }] });
  expect(lost.pictures![0].grids.map(({ t }) => t)).toEqual([0, 2]);
  const { rows, command } = lost.lostArtifacts!;
  expect(rows).toHaveLength(6);
  expect(rows[1]).toEqual({ setting: 'accumulate', seed: 1, t: 1, observer: 'pictures', file: '1.pgm' });
  expect(command).toBe("npx collapse run tiny --store 'a b' --retry-artifacts");
  const { document } = parseHTML(renderReport(lost).html);
  expect(document.querySelector('.alert')!.textContent).toBe(
    'This report is not complete: 6 artifacts (pictures, texts) missing or damaged. Which ones',
  );
  const cells = document.querySelector('#cells')!.textContent;
  expect(cells).toContain(
    '6 artifacts (pictures, texts) of the cells in the store are missing or damaged. To make them again:',
  );
  expect(cells).toContain(command);
  expect(cells).toContain('1.pgm');
});

describe('encodePng', () => {
  // Of more than one stored block of 65,535 bytes.
  const values = Uint8Array.from({ length: 300 * 250 }, (_, i) => (i * i) % 251);
  const png = Buffer.from(encodePng({ width: 300, height: 250, channels: 1, values }));

  it('is a PNG of these pixels', () => {
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(png.subarray(12, 29).toString('hex')).toBe(`49484452${'0000012c'}${'000000fa'}${'0800000000'}`);
    const length = png.readUInt32BE(33);
    const lines = inflateSync(png.subarray(41, 41 + length));
    for (const y of [0, 100, 249]) {
      const line = lines.subarray(y * 301, (y + 1) * 301);
      expect([...line]).toEqual([0, ...values.subarray(300 * y, 300 * (y + 1))]);
    }
  });

  it('ends with the chunk whose check sum is known', () => {
    expect(png.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
  });
});
