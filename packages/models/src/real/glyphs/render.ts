/** From strokes to pixels: ink falls off over one pixel at the edge of a stroke. */

/** Distances of pixel centres from the strokes, and the pixels made of them. In pixels. */
export class Canvas {
  readonly side: number;
  private readonly distance: Float64Array;
  private halfWidth = 0;

  constructor(side: number) {
    this.side = side;
    this.distance = new Float64Array(side * side);
  }

  /** Begins a glyph with strokes of this half width, in sides of the picture. */
  begin(halfWidth: number): void {
    this.distance.fill(Infinity);
    this.halfWidth = halfWidth * this.side;
  }

  /** @param path (x0, y0, x1, y1, …) in sides of the picture: line after line. */
  add(path: Float64Array): void {
    const { side } = this;
    for (let i = 0; i + 3 < path.length; i += 2)
      this.addLine(side * path[i], side * path[i + 1], side * path[i + 2], side * path[i + 3]);
  }

  private addLine(x0: number, y0: number, x1: number, y1: number): void {
    const { side, distance } = this;
    const margin = this.halfWidth + 1;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const square = dx * dx + dy * dy;
    const [left, right] = range(x0, x1, margin, side);
    const [top, bottom] = range(y0, y1, margin, side);
    for (let row = top; row < bottom; row++) {
      const y = row + 0.5 - y0;
      for (let column = left; column < right; column++) {
        const x = column + 0.5 - x0;
        const along = square === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / square));
        const u = x - along * dx;
        const v = y - along * dy;
        const d = Math.sqrt(u * u + v * v);
        if (d < distance[row * side + column]) distance[row * side + column] = d;
      }
    }
  }

  /** Writes side² intensities from 0 (paper) to 1 (ink), row by row. */
  write(out: Float64Array, offset: number): void {
    const { distance, halfWidth } = this;
    for (let i = 0; i < distance.length; i++)
      out[offset + i] = Math.min(1, Math.max(0, halfWidth - distance[i] + 0.5));
  }
}

/** The pixels from `a` to `b`, with a margin, that lie in the picture: from, to (exclusive). */
function range(a: number, b: number, margin: number, side: number): [number, number] {
  const from = Math.max(0, Math.floor(Math.min(a, b) - margin));
  return [from, Math.min(side, Math.ceil(Math.max(a, b) + margin))];
}
