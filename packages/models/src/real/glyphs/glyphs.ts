/**
 * Handwritten-like digits, drawn by a program: ten classes, equally likely, in one common and three rare styles. Since
 * the probabilities of the styles are known, the loss of the tails of a generative model can be measured exactly.
 */
import { InvalidArgumentError, type Stream } from '@collapse-lab/math';
import type { Points } from '../../data/data.ts';
import { checkSize } from '../../data/make-data.ts';
import type { LabelledPoints, Labels, RealSource } from '../real-source.ts';
import { drawHand, writeStroke } from './hand.ts';
import { Canvas } from './render.ts';
import { type Stroke, skeletons } from './skeletons.ts';
import {
  defaultStyles,
  type Style,
  type StyleProbabilities,
  styleNames,
  styleProbabilities,
} from './styles.ts';

export interface GlyphsOptions {
  /** Pixels along a side, 8 … 64 (16). */
  readonly side?: number;
  /** Probabilities of the rare styles: crossed (0.04), framed (0.02), underlined (0.01). */
  readonly styles?: Partial<StyleProbabilities>;
}

/** The strokes that styles add. */
const additions: Partial<Record<Style, readonly Stroke[]>> = {
  crossed: [line(0.16, 0.52, 0.84, 0.48)],
  framed: [
    line(0.05, 0.05, 0.95, 0.05),
    line(0.95, 0.05, 0.95, 0.95),
    line(0.95, 0.95, 0.05, 0.95),
    line(0.05, 0.95, 0.05, 0.05),
  ],
  underlined: [line(0.18, 0.95, 0.82, 0.95)],
};

function line(x0: number, y0: number, x1: number, y1: number): Stroke {
  return [
    [x0, y0],
    [x1, y1],
  ];
}

/**
 * Pictures of side² intensities from 0 to 1, row by row. d = side².
 *
 * @throws InvalidArgumentError
 */
export function glyphsSource({ side = 16, styles = {} }: GlyphsOptions): RealSource<Points> {
  if (!(Number.isInteger(side) && side >= 8 && side <= 64))
    throw new InvalidArgumentError({ argument: 'side', got: side, expected: 'an integer from 8 to 64' });
  const probabilities = styleProbabilities(styles);
  const draw = (n: number, stream: Stream): LabelledPoints => drawGlyphs(n, side, probabilities, stream);
  const labels: Labels = {
    classes: skeletons.map((_, digit) => String(digit)),
    styles: styleNames.map((name, i) => ({ name, probability: probabilities[i] })),
    draw,
  };
  return {
    name: 'glyphs',
    shape: { kind: 'points', d: side * side },
    identity: `glyphs ${JSON.stringify({ side, styles: { ...defaultStyles, ...styles } })}`,
    picture: { height: side, width: side, channels: 1 },
    draw: (n, stream) => draw(n, stream).points,
    labels,
  };
}

function drawGlyphs(n: number, side: number, styles: readonly number[], stream: Stream): LabelledPoints {
  checkSize('n', n);
  const d = side * side;
  const values = new Float64Array(n * d);
  const drawn = { classes: new Uint8Array(n), styles: new Uint8Array(n) };
  const canvas = new Canvas(side);
  for (let i = 0; i < n; i++) {
    drawn.classes[i] = Math.floor(stream.uniform() * skeletons.length);
    drawn.styles[i] = chooseStyle(styles, stream.uniform());
    drawGlyph(canvas, drawn.classes[i], drawn.styles[i], stream, values, i * d);
  }
  return { points: { kind: 'points', n, d, values }, ...drawn };
}

function chooseStyle(probabilities: readonly number[], u: number): number {
  let index = probabilities.length - 1;
  for (let above = probabilities[index]; index > 0 && u >= above; above += probabilities[--index]);
  return index;
}

function drawGlyph(
  canvas: Canvas,
  digit: number,
  style: number,
  stream: Stream,
  out: Float64Array,
  offset: number,
): void {
  const hand = drawHand(stream);
  canvas.begin(hand.halfWidth);
  for (const stroke of skeletons[digit]) canvas.add(writeStroke(stroke, hand, stream));
  for (const stroke of additions[styleNames[style]] ?? []) canvas.add(writeStroke(stroke, hand, stream));
  canvas.write(out, offset);
}
