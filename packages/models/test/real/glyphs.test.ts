/** Glyphs: shares of classes and styles, what tells the styles apart, messages. */
import { Stream } from '@collapse-lab/math';
import { glyphsSource } from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

const stream = (): Stream => Stream.fromPath(['glyphs']);

describe('glyphs', () => {
  const n = 4000;
  const styles = { crossed: 0.2, framed: 0.1, underlined: 0.05 };
  const source = glyphsSource({ side: 10, styles });
  const { points, classes, styles: drawn } = source.labels!.draw(n, stream());

  // 14 shares, each within 4.5 standard errors: a false alarm has probability 14 × 6.8e-6 < 1e-4.
  it('has classes and styles in the stated shares', () => {
    const share = (labels: Uint8Array, wanted: number): number =>
      labels.filter((label) => label === wanted).length / n;
    const within = (got: number, p: number): void =>
      expect(Math.abs(got - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / n));
    for (let digit = 0; digit < 10; digit++) within(share(classes, digit), 0.1);
    for (const [style, { probability }] of source.labels!.styles.entries())
      within(share(drawn, style), probability);
    expect(source.labels!.styles.map(({ name, probability }) => [name, probability])).toEqual([
      ['plain', 1 - (0.2 + 0.1 + 0.05)],
      ['crossed', 0.2],
      ['framed', 0.1],
      ['underlined', 0.05],
    ]);
  });

  it('draws the same points with labels and without', () => {
    expect(source.draw(50, stream()).values).toEqual(points.values.slice(0, 50 * 100));
    expect(source.draw(0, stream()).n).toBe(0);
  });

  it('has paper, ink and edges, and nothing beyond', () => {
    const at = (test: (value: number) => boolean): number => points.values.filter(test).length / (n * 100);
    expect(at((value) => value < 0 || value > 1 || Number.isNaN(value))).toBe(0);
    expect(at((value) => value === 0)).toBeGreaterThan(0.5);
    expect(at((value) => value === 1)).toBeGreaterThan(0.005);
    expect(at((value) => value > 0 && value < 1)).toBeGreaterThan(0.05);
  });

  it('underlines at the bottom and crosses in the middle: more ink there than in plain glyphs', () => {
    const meanInk = (style: number, row: number, column: number): number => {
      const chosen = [...drawn.keys()].filter((i) => drawn[i] === style);
      const ink = chosen.map((i) => points.values[i * 100 + row * 10 + column]);
      return ink.reduce((sum, value) => sum + value, 0) / ink.length;
    };
    expect(meanInk(3, 9, 5)).toBeGreaterThan(meanInk(0, 9, 5) + 0.3);
    expect(meanInk(1, 5, 1)).toBeGreaterThan(meanInk(0, 5, 1) + 0.1);
  });

  it.each([
    [{ side: 7 }, 'side: got 7, expected an integer from 8 to 64.'],
    [{ styles: { crossed: -0.1 } }, 'styles.crossed: got -0.1, expected a number from 0 to 1.'],
    [
      { styles: { crossed: 0.6, framed: 0.6 } },
      'styles: got {"crossed":0.6,"framed":0.6}, expected probabilities that sum to 1 at most: what is left is plain.',
    ],
    [
      { styles: { dashed: 0.1 } as never },
      'styles.dashed: got 0.1, expected no such style, only crossed, framed, underlined.',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => glyphsSource(options)).toThrow(message);
  });
});
