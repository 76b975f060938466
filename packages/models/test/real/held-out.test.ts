/** Points set apart from a finite data set. */
import { Stream } from '@collapse-lab/math';
import { dataSetSource, pictureSetSource, pointsOf } from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

const data = pointsOf(
  Float64Array.from({ length: 30 }, (_, i) => i),
  1,
);

describe('a data set with held-out points', () => {
  const source = dataSetSource({ identity: 'thirty', data, heldOut: 12 });

  it('has every point once: left, in file order, or held out', () => {
    const left = [...source.points!.values];
    expect(left).toEqual([...left].sort((a, b) => a - b));
    expect([...left, ...source.heldOut!.values].sort((a, b) => a - b)).toEqual([...data.values]);
    expect(source.heldOut!.n).toBe(12);
  });

  it('never draws a held-out point', () => {
    const apart = new Set(source.heldOut!.values);
    const drawn = source.draw(1000, Stream.fromPath(['held out test']));
    expect([...drawn.values].filter((value) => apart.has(value as number))).toEqual([]);
    expect(source.moments!.mean[0]).toBe(source.points!.values.reduce((a, b) => a + b) / 18);
  });

  it('holds out others of another set, and is another p_0 than the whole', () => {
    const other = dataSetSource({ identity: 'other', data, heldOut: 12 });
    expect(other.heldOut!.values).not.toEqual(source.heldOut!.values);
    expect(source.identity).toBe('data-set {"identity":"thirty","bootstrap":false,"heldOut":12}');
    expect(dataSetSource({ identity: 'thirty', data }).identity).toBe(
      'data-set {"identity":"thirty","bootstrap":false}',
    );
  });

  it.each([30, -1, 1.5])('refuses to hold out %d of 30', (heldOut) => {
    expect(() => dataSetSource({ identity: 'thirty', data, heldOut })).toThrow(
      `heldOut: got ${heldOut}, expected an integer from 0 to 29, since one of the 30 points must be left.`,
    );
  });
});

it('labels stay with their pictures', () => {
  const intensities = Uint8Array.from({ length: 40 }, (_, i) => Math.floor(i / 4));
  const source = pictureSetSource({
    identity: 'ten',
    picture: { height: 2, width: 2, channels: 1 },
    intensities,
    classes: Uint8Array.from({ length: 10 }, (_, i) => i),
    heldOut: 4,
  });
  const { points, classes } = source.labels!.all!;
  expect(points).toBe(source.points);
  expect([...classes]).toEqual([0, 1, 2, 3, 4, 5].map((row) => Math.round(255 * points.values[4 * row])));
});
