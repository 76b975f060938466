/** The classifier that tells what generated points show. */
import { normal, Stream } from '@collapse-lab/math';
import {
  classifierOf,
  glyphsSource,
  moonsSource,
  type Points,
  pictureSetSource,
  type RealSource,
  vae,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

const glyphs = glyphsSource({ side: 8 });
const stream = Stream.fromPath(['classifier test']);
/** The label of what is of none of the four styles. */
const unclear = 4;

/** 2000 pictures of an autoencoder that saw `train` so many times. */
function generated(real: RealSource, train: Points, epochs: number): Points {
  const resolved = vae.resolve({ hidden: [64], latent: 6, batch: 32, epochs });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  const family = vae.create(resolved.options, real.shape, real);
  const model = family.fit({ train }, stream.split(3, epochs));
  return family.sample(model, { n: 2000 }, stream.split(4, epochs)) as Points;
}

describe('trained on drawn glyphs', () => {
  const classifier = classifierOf(glyphs);
  const { points, classes, styles } = glyphs.labels!.draw(2000, stream);
  const told = classifier.classify(points);

  it('tells classes and styles of points that it has never seen about as well as it says', () => {
    const agreement = (a: Uint8Array, b: Uint8Array): number =>
      a.filter((label, i) => label === b[i]).length / 2000;
    expect(classifier.accuracy.classes).toBeGreaterThan(0.95);
    expect(classifier.accuracy.styles).toBeGreaterThan(0.98);
    // Four standard errors of 2000 points: below 1e-4 of false alarms.
    const error = (accuracy: number): number => 4 * Math.sqrt((accuracy * (1 - accuracy)) / 2000);
    const { accuracy } = classifier;
    expect(Math.abs(agreement(told.classes, classes) - accuracy.classes)).toBeLessThan(
      error(accuracy.classes),
    );
    expect(Math.abs(agreement(told.styles, styles) - accuracy.styles)).toBeLessThan(error(accuracy.styles));
  });

  it('says what shares of the styles it finds in real points', () => {
    expect(classifier.realShares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    glyphs.labels!.styles.forEach(({ probability }, i) => {
      const error = 4 * Math.sqrt((probability * (1 - probability)) / 10_000);
      expect(Math.abs(classifier.realShares[i] - probability)).toBeLessThan(
        error + 1 - classifier.accuracy.styles,
      );
    });
  });

  it('takes no smear of plain glyphs for a rare style', () => {
    const plain = [...styles.keys()].filter((i) => styles[i] === 0);
    const n = Math.floor(plain.length / 3);
    const at = (i: number, j: number): number => points.values[64 * plain[i] + j];
    const values = Float64Array.from({ length: 64 * n }, (_, k) => {
      const [i, j] = [Math.floor(k / 64), k % 64];
      return (at(i, j) + at(n + i, j) + at(2 * n + i, j)) / 3;
    });
    const smears = classifier.classify({ kind: 'points', n, d: 64, values });
    expect(smears.styles.filter((style) => style !== 0).length / n).toBeLessThan(0.01);
  });

  it('takes no picture of an autoencoder that has seen plain glyphs alone for a rare style, however little it was trained', () => {
    const plain = glyphsSource({ side: 8, styles: { crossed: 0, framed: 0, underlined: 0 } });
    const train = plain.draw(1000, stream.split(1)) as Points;
    for (const epochs of [1, 4, 16]) {
      const told = classifier.classify(generated(plain, train, epochs)).styles;
      expect(told.filter((style) => style !== 0 && style !== unclear).length / 2000).toBeLessThan(0.005);
    }
  });

  it('still tells the rare styles of an autoencoder that has seen nothing else', () => {
    const framed = glyphsSource({ side: 8, styles: { crossed: 0, framed: 1, underlined: 0 } });
    const train = framed.draw(1000, stream.split(2)) as Points;
    const told = classifier.classify(generated(framed, train, 16)).styles;
    expect(told.filter((style) => style === 2).length / 2000).toBeGreaterThan(0.9);
  });

  it('says that grey noise shows nothing clear, and says it of few real points', () => {
    const values = Float64Array.from({ length: 64 * 500 }, () => 0.3 + 0.2 * normal(stream));
    const told = classifier.classify({ kind: 'points', n: 500, d: 64, values }).styles;
    expect(told.filter((style) => style === unclear).length / 500).toBeGreaterThan(0.95);
    expect(classifier.realShares[unclear]).toBeLessThan(0.02);
    expect(classifier.falseRareShare).toBeLessThan(0.002);
  });

  it('tells every point by itself', () => {
    const three = { ...points, n: 3, values: points.values.slice(0, 3 * 64) };
    expect(classifier.classify(three)).toEqual({
      classes: told.classes.slice(0, 3),
      styles: told.styles.slice(0, 3),
    });
    const { d, values } = classifier.features(points);
    expect(classifier.features(three).values).toEqual(values.slice(0, 3 * d));
    expect(values.every((value) => value >= 0)).toBe(true);
  });

  it('is trained once for real data of the same identity', () => {
    expect(classifierOf(glyphsSource({ side: 8 }))).toBe(classifier);
  });
});

/** Light and dark pictures. */
function twoClasses(): RealSource {
  const classes = Uint8Array.from({ length: 300 }, (_, i) => i % 2);
  const intensities = Uint8Array.from({ length: 1200 }, (_, i) => 40 + 150 * classes[i >> 2] + (i % 7));
  const picture = { height: 2, width: 2, channels: 1 };
  return pictureSetSource({ identity: 'light and dark', picture, intensities, classes });
}

it('learns from a data set with labels and no rare styles', () => {
  const classifier = classifierOf(twoClasses());
  expect(classifier.accuracy).toEqual({ classes: 1, styles: 1 });
  expect([...classifier.realShares]).toEqual([1, 0]);
});

it('refuses real data without labels', () => {
  expect(() => classifierOf(moonsSource({ noise: 0.1 }))).toThrow(
    'real: got "moons", expected real data with labels, from which a classifier learns.',
  );
});
