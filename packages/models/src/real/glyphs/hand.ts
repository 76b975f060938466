/**
 * The hand that writes a glyph: every glyph has a slant, a size, a place and a stroke width of its own, and unsteady
 * control points, all normal. Turns a skeleton into line segments.
 */
import { normal, type Stream } from '@collapse-lab/math';
import type { Stroke } from './skeletons.ts';

/** Standard deviations, in sides of the picture; slant and turn as shears. */
const spread = { point: 0.016, place: 0.025, size: 0.07, slant: 0.14, turn: 0.05, width: 0.22 };
const halfWidth = 0.045;
const narrowest = 0.022;
const widest = 0.085;

/** Segments of a curve between two of its control points. */
export const piecesPerSpan = 4;

export interface Hand {
  /** Half of the width of a stroke. */
  readonly halfWidth: number;
  /** (x, y) of the square → (x, y) on paper: six numbers, row by row. */
  readonly affine: Float64Array;
}

export function drawHand(stream: Stream): Hand {
  const [sx, sy] = [1 + spread.size * normal(stream), 1 + spread.size * normal(stream)];
  const [slant, turn] = [spread.slant * normal(stream), spread.turn * normal(stream)];
  const [dx, dy] = [spread.place * normal(stream), spread.place * normal(stream)];
  const width = halfWidth * (1 + spread.width * normal(stream));
  return {
    halfWidth: Math.min(widest, Math.max(narrowest, width)),
    affine: Float64Array.of(sx, -(slant + turn), 0.5 + dx, turn, sy, 0.5 + dy),
  };
}

/** The stroke with unsteady control points, on paper: (x0, y0, x1, y1, …). */
export function writeStroke(stroke: Stroke, { affine }: Hand, stream: Stream): Float64Array {
  const path = new Float64Array(2 * stroke.length);
  const [a, b, c, d, e, f] = affine;
  stroke.forEach(([x, y], i) => {
    const u = x - 0.5 + spread.point * normal(stream);
    const v = y - 0.5 + spread.point * normal(stream);
    path[2 * i] = a * u + b * v + c;
    path[2 * i + 1] = d * u + e * v + f;
  });
  return smooth(path);
}

/** A Catmull-Rom curve through the control points (its ends doubled), as `piecesPerSpan` lines a span. */
function smooth(path: Float64Array): Float64Array {
  const points = path.length / 2;
  if (points === 2) return path;
  const spans = points - 1;
  const curve = new Float64Array(2 * (spans * piecesPerSpan + 1));
  for (let span = 0; span < spans; span++)
    for (let piece = 0; piece < piecesPerSpan; piece++)
      for (let axis = 0; axis < 2; axis++)
        curve[2 * (span * piecesPerSpan + piece) + axis] = onSpan(path, span, axis, piece / piecesPerSpan);
  curve.set(path.subarray(path.length - 2), curve.length - 2);
  return curve;
}

function onSpan(path: Float64Array, span: number, axis: number, s: number): number {
  const last = path.length / 2 - 1;
  const at = (i: number): number => path[2 * Math.min(last, Math.max(0, i)) + axis];
  const [p0, p1, p2, p3] = [at(span - 1), at(span), at(span + 1), at(span + 2)];
  const square = 2 * p0 - 5 * p1 + 4 * p2 - p3;
  const cube = 3 * p1 - p0 - 3 * p2 + p3;
  return 0.5 * (2 * p1 + s * (p2 - p0 + s * (square + s * cube)));
}
