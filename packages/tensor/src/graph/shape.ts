// Shapes: sizes per axis, row-major, broadcast as in NumPy (aligned at the last axis; a size of 1 stretches).

/** Sizes of a tensor, outermost axis first; [] is a scalar. Every size is a positive integer. */
export type Shape = readonly number[];

/** Number of elements: 1 for a scalar. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** `[128, 784]`, as messages spell it. */
export function shapeText(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** The shape that a and b broadcast to, or undefined where they do not fit. */
export function broadcastShapes(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let axis = -rank; axis < 0; axis++) {
    const left = a[a.length + axis] ?? 1;
    const right = b[b.length + axis] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    result.push(left === 1 ? right : left);
  }
  return result;
}

/** Row-major strides of a shape, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides: number[] = new Array(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** Strides that read a tensor of `shape` as if broadcast to `target`: 0 along the axes that stretch. */
export function broadcastStrides(shape: Shape, target: Shape): number[] {
  const own = stridesOf(shape);
  const missing = target.length - shape.length;
  return target.map((_, axis) => (axis < missing || shape[axis - missing] === 1 ? 0 : own[axis - missing]));
}
