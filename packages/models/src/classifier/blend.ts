/**
 * Labelled points to train on that no pen makes: means of two to six points of one style. Generative models blur, and a
 * classifier that has seen sharp pictures alone takes a smear for a rare style.
 */
import { type Stream, uniformInteger } from '@collapse-lab/math';
import { concatData } from '../data/rows.ts';
import type { LabelledPoints } from '../real/real-source.ts';

const mostOthers = 5;

/** The given points, and for each a mean of it and others of its style, with its own labels. */
export function withBlends({ points, classes, styles }: LabelledPoints, stream: Stream): LabelledPoints {
  const { n, d, values } = points;
  const alike = rowsByStyle(styles);
  const blends = values.slice();
  for (let i = 0; i < n; i++) {
    const rows = alike[styles[i]];
    const others = 1 + uniformInteger(stream, mostOthers);
    for (let k = 0; k < others; k++) {
      const row = rows[uniformInteger(stream, rows.length)];
      for (let j = 0; j < d; j++) blends[i * d + j] += values[row * d + j];
    }
    for (let j = 0; j < d; j++) blends[i * d + j] /= others + 1;
  }
  return {
    points: concatData([points, { ...points, values: blends }]),
    classes: Uint8Array.from([...classes, ...classes]),
    styles: Uint8Array.from([...styles, ...styles]),
  };
}

function rowsByStyle(styles: Uint8Array): number[][] {
  const rows: number[][] = [];
  styles.forEach((style, row) => {
    rows[style] ??= [];
    rows[style].push(row);
  });
  return rows;
}
