/** From strokes to pixels: ink falls off over one pixel at the edge of a stroke. */
import type { Style } from './styles.ts';

/** Half of the thickness of an outline, in pixels. */
const outline = 0.55;
/** No ink is farther than this from the middle of a stroke, in pixels, but for the stroke's own half width. */
const reach = 2 * outline + 1;

/** Distances of pixel centres from the strokes, and the pixels made of them. In pixels. */
export class Canvas {
  readonly side: number;
  private readonly distance: Float64Array;
  private margin = 0;

  constructor(side: number) {
    this.side = side;
    this.distance = new Float64Array(side * side);
  }

  /** Begins a glyph with strokes of this half width, in sides of the picture. */
  begin(halfWidth: number): void {
    this.distance.fill(Infinity);
    this.margin = halfWidth * this.side + reach;
  }

  /** @param path (x0, y0, x1, y1, …) in sides of the picture: line after line. */
  add(path: Float64Array): void {
    const { side } = this;
    for (let i = 0; i + 3 < path.length; i += 2)
      this.addLine(side * path[i], side * path[i + 1], side * path[i + 2], side * path[i + 3]);
  }

  private addLine(x0: number, y0: number, x1: number, y1: number): void {
    const { side, distance, margin } = this;
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
  write(halfWidth: number, style: Style, out: Float64Array, offset: number): void {
    const { side, distance } = this;
    const half = halfWidth * side;
    for (let i = 0; i < distance.length; i++) {
      const d = distance[i];
      const edge = style === 'outlined' ? outline - Math.abs(d - half - outline) : half - d;
      out[offset + i] = Math.min(1, Math.max(0, edge + 0.5));
    }
  }
}

/** The pixels from `a` to `b`, with a margin, that lie in the picture: from, to (exclusive). */
function range(a: number, b: number, margin: number, side: number): [number, number] {
  const from = Math.max(0, Math.floor(Math.min(a, b) - margin));
  return [from, Math.min(side, Math.ceil(Math.max(a, b) + margin))];
}
