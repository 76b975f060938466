import { inflateSync } from 'node:zlib';
import { renderPng, renderReport } from '@collapse-lab/report';
import { describe, expect, it } from 'vitest';
import { syntheticData } from './fixtures/report-fixtures.ts';

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Scan lines, inflated, still filtered: enough to see that they differ. */
  readonly lines: Buffer;
}

/** Reads signature, header and image data of a PNG file (ISO/IEC 15948). */
function readPng(png: Uint8Array): Picture {
  const file = Buffer.from(png);
  expect(file.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const data: Buffer[] = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return {
    width: file.readUInt32BE(16),
    height: file.readUInt32BE(20),
    lines: inflateSync(Buffer.concat(data)),
  };
}

const plain = (content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">${content}</svg>`;

describe('renderPng', () => {
  it('is twice the size of the drawing, or as asked', () => {
    expect(readPng(renderPng(plain('')))).toMatchObject({ width: 120, height: 40 });
    expect(readPng(renderPng(plain(''), 1))).toMatchObject({ width: 60, height: 20 });
  });

  it('draws text with the bundled font', () => {
    const text = (value: string): Buffer =>
      readPng(renderPng(plain(`<text y="15" font-size="12" font-family="DejaVu Sans">${value}</text>`)))
        .lines;
    const blank = readPng(renderPng(plain(''))).lines;
    expect(text('γ').equals(blank)).toBe(false);
    expect(text('γ').equals(text('α'))).toBe(false);
  });

  it('draws every figure at its size, not blank', () => {
    const [figure] = renderReport(syntheticData()).figures;
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(figure.svg)!;
    const picture = readPng(renderPng(figure.svg, 1));
    expect(picture).toMatchObject({ width: Number(width), height: Number(height) });
    const different = new Set(picture.lines);
    expect(different.size).toBeGreaterThan(100);
  });
});
