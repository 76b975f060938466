import { type Sequences, takeRows } from '@collapse-lab/models';

/** At most `most` of the sequences, evenly spaced: measures that grow with the amount of text compare equal amounts. */
export function evenlySpaced(data: Sequences, most: number): Sequences {
  if (data.n <= most) return data;
  const rows = Uint32Array.from({ length: most }, (_, i) => Math.floor((i * data.n) / most));
  return takeRows(data, rows) as Sequences;
}
