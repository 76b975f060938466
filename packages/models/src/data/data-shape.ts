import type { Data, DataShape } from './data.ts';

export function shapeOf(data: Data): DataShape {
  switch (data.kind) {
    case 'points':
      return { kind: 'points', d: data.d };
    case 'symbols':
      return { kind: 'symbols', k: data.k };
    case 'sequences':
      return { kind: 'sequences', length: data.length, k: data.k };
  }
}

export function sameShape(a: DataShape, b: DataShape): boolean {
  if (a.kind === 'points') return b.kind === 'points' && a.d === b.d;
  if (a.kind === 'symbols') return b.kind === 'symbols' && a.k === b.k;
  return b.kind === 'sequences' && a.length === b.length && a.k === b.k;
}

/** How many numbers one row has in `values`. */
export function widthOf(shape: DataShape): number {
  switch (shape.kind) {
    case 'points':
      return shape.d;
    case 'symbols':
      return 1;
    case 'sequences':
      return shape.length;
  }
}

/** `points with d = 2`, `symbols with k = 10`, `sequences of length 64 with k = 512`: for messages. */
export function describeShape(shape: DataShape): string {
  switch (shape.kind) {
    case 'points':
      return `points with d = ${shape.d}`;
    case 'symbols':
      return `symbols with k = ${shape.k}`;
    case 'sequences':
      return `sequences of length ${shape.length} with k = ${shape.k}`;
  }
}
