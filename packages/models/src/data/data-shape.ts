import type { Data, DataShape } from './data.ts';

export function shapeOf(data: Data): DataShape {
  return data.kind === 'points' ? { kind: 'points', d: data.d } : { kind: 'symbols', k: data.k };
}

export function sameShape(a: DataShape, b: DataShape): boolean {
  if (a.kind === 'points') return b.kind === 'points' && a.d === b.d;
  return b.kind === 'symbols' && a.k === b.k;
}

/** `points with d = 2`, `symbols with k = 10`: for messages. */
export function describeShape(shape: DataShape): string {
  return shape.kind === 'points' ? `points with d = ${shape.d}` : `symbols with k = ${shape.k}`;
}
