import type { Points } from '../data/data.ts';

/**
 * Rows through a program that takes `chunk` rows at a time; the last chunk is filled up with zeros.
 *
 * @param width numbers that it gives for each row
 */
export function chunked(
  data: Points,
  chunk: number,
  width: number,
  run: (rows: Float32Array) => Float32Array,
): Points {
  const { n, d, values } = data;
  const out = new Float64Array(n * width);
  const rows = new Float32Array(chunk * d);
  for (let from = 0; from < n; from += chunk) {
    const size = Math.min(chunk, n - from);
    rows.fill(0, size * d);
    rows.set(values.subarray(from * d, (from + size) * d));
    out.set(run(rows).subarray(0, size * width), from * width);
  }
  return { kind: 'points', n, d: width, values: out };
}
