import { readFileSync } from 'node:fs';

/** Columns written by tools/reference/fixture.py: arguments, nearest doubles, and (true value − y) / ulp(y). */
export interface Reference {
  x: number[][];
  y: number[];
  residual: number[];
}

export function readReferences(name: string): Record<string, Reference> {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));
}

const view = new DataView(new ArrayBuffer(8));

/** Distance from |y| to the next larger double. */
export function ulp(y: number): number {
  const size = Math.abs(y);
  view.setFloat64(0, size);
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  return view.getFloat64(0) - size;
}

/** Every point where the error, in ulp of the true value's double, is not within the bound, told in full. */
export function misses(
  f: (...x: number[]) => number,
  { x, y, residual }: Reference,
  bound: number | ((expected: number) => number),
): string[] {
  const found: string[] = [];
  for (let i = 0; i < y.length; i++) {
    const point = x.map((column) => column[i]);
    const got = f(...point);
    const error = (got - y[i]) / ulp(y[i]) - residual[i];
    const allowed = typeof bound === 'number' ? bound : bound(y[i]);
    if (Math.abs(error) <= allowed) continue;
    found.push(
      `f(${point.join(', ')}): got ${got}, expected ${y[i]}, error ${error} ulp, allowed ${allowed}`,
    );
  }
  return found;
}

/** `count` doubles between low and high whose bits are spread evenly: every exponent, many significands. */
export function spreadInBits(low: number, high: number, count: number): number[] {
  view.setFloat64(0, low);
  const first = view.getBigUint64(0);
  view.setFloat64(0, high);
  const step = (view.getBigUint64(0) - first) / BigInt(count);
  return Array.from({ length: count }, (_, i) => {
    view.setBigUint64(0, first + step * BigInt(i));
    return view.getFloat64(0);
  });
}
