/**
 * What a classifier of generated pictures is trained on. Generative models blur, and those that were trained too little
 * draw smears on grey, noisy paper; a classifier that has seen sharp pictures alone takes those for a rare style. So a
 * quarter of each batch are real points, and the others are made of them, anew in every batch:
 *
 * - blends, means of two to six points of one style, with its label;
 * - veiled points: a point or a blend under a light veil of grey and noise, with its label;
 * - unclear ones, a style of their own: a mean of many points of all styles, or a point under a dense veil.
 *
 * A veil covers the whole picture or only what is far from the usual strokes, which looks most like a frame.
 */
import { fillNormal, type Stream, uniformInteger } from '@collapse-lab/math';
import type { LabelledPoints } from '../real/real-source.ts';
import { Batches } from '../network/batches.ts';

/** Points that one of them is made of, at most. */
const most = { blend: 6, smear: 40 } as const;
const leastSmear = 8;
/** How much of a point a veil hides. */
const light = { from: 0, to: 0.35 } as const;
const dense = { from: 0.5, to: 0.95 } as const;
const smeared = { from: 0, to: 0.5 } as const;
/** Ink of the paper of a veil, and its noise from pixel to pixel, at most. */
const mostGrey = 0.6;
const mostNoise = 0.3;

const purpose = { order: 0, noise: 1, batch: 2 } as const;

interface Range {
  readonly from: number;
  readonly to: number;
}

export interface AugmentedBatch {
  /** batch × d. */
  readonly x: Float32Array;
  /** batch. */
  readonly classes: Int32Array;
  /** batch; the number of styles stands for unclear. */
  readonly styles: Int32Array;
  /** batch: 1 where the class is known, 0 in a mean of many points. */
  readonly hasClass: Float32Array;
}

export class AugmentedBatches {
  private readonly data: LabelledPoints;
  private readonly unclear: number;
  private readonly order: Batches;
  private readonly stream: Stream;
  private readonly rowsOfStyle: readonly number[][];
  /** More normal variates than a point has coordinates: a veil begins anywhere in them. */
  private readonly noise: Float64Array;
  private readonly usual: Float64Array;
  private readonly point: Float64Array;

  constructor(data: LabelledPoints, styles: number, batch: number, stream: Stream) {
    const { points } = data;
    this.data = data;
    this.unclear = styles;
    this.order = new Batches(points, batch, stream.split(purpose.order));
    this.stream = stream;
    this.rowsOfStyle = rowsByStyle(data.styles);
    this.noise = new Float64Array(8 * points.d);
    fillNormal(stream.split(purpose.noise), this.noise);
    this.usual = usualInk(data);
    this.point = new Float64Array(points.d);
  }

  /** Batch `step` = 0, 1, …; its arrays are valid until the next call. */
  at(step: number): AugmentedBatch {
    const { data, unclear } = this;
    const x = this.order.at(step);
    const rows = this.order.rows(step);
    const stream = this.stream.split(purpose.batch, step);
    const hasClass = new Float32Array(rows.length).fill(1);
    const styles = Int32Array.from(rows, (row) => data.styles[row]);
    rows.forEach((row, i) => {
      const kind = i % 4;
      if (kind === 0) return;
      if (kind === 3) {
        styles[i] = unclear;
        hasClass[i] = this.makeUnclear(row, stream);
      } else this.makeClear(row, kind === 2, stream);
      x.set(this.point, i * data.points.d);
    });
    return { x, classes: Int32Array.from(rows, (row) => data.classes[row]), styles, hasClass };
  }

  private makeClear(row: number, isVeiled: boolean, stream: Stream): void {
    const alike = this.rowsOfStyle[this.data.styles[row]];
    this.setMean(row, uniformInteger(stream, most.blend) + (isVeiled ? 0 : 1), alike, stream);
    if (isVeiled) this.veil(light, stream);
  }

  /** @returns 1 where its class can be known */
  private makeUnclear(row: number, stream: Stream): number {
    if (stream.uniform() < 0.5) {
      this.setMean(row, 0, undefined, stream);
      this.veil(dense, stream);
      return 1;
    }
    const others = leastSmear - 1 + uniformInteger(stream, most.smear - leastSmear + 1);
    this.setMean(row, others, undefined, stream);
    this.veil(smeared, stream);
    return 0;
  }

  /** The mean of a point and so many others, of all rows where none are given. */
  private setMean(row: number, others: number, among: readonly number[] | undefined, stream: Stream): void {
    const { point } = this;
    const { n, d, values } = this.data.points;
    for (let j = 0; j < d; j++) point[j] = values[row * d + j];
    for (let k = 0; k < others; k++) {
      const chosen = uniformInteger(stream, among?.length ?? n);
      const from = (among?.[chosen] ?? chosen) * d;
      for (let j = 0; j < d; j++) point[j] += values[from + j];
    }
    for (let j = 0; j < d; j++) point[j] /= others + 1;
  }

  private veil({ from, to }: Range, stream: Stream): void {
    const { point, noise, usual } = this;
    const d = point.length;
    const opacity = from + (to - from) * stream.uniform();
    const grey = mostGrey * stream.uniform();
    const deviation = mostNoise * stream.uniform();
    const offset = uniformInteger(stream, noise.length - d);
    const isFrame = stream.uniform() < 0.5;
    for (let j = 0; j < d; j++) {
      const share = isFrame ? opacity * (1 - usual[j]) : opacity;
      const ink = (1 - share) * point[j] + share * (grey + deviation * noise[offset + j]);
      point[j] = Math.min(1, Math.max(0, ink));
    }
  }
}

function rowsByStyle(styles: Uint8Array): number[][] {
  const rows: number[][] = [];
  styles.forEach((style, row) => {
    rows[style] ??= [];
    rows[style].push(row);
  });
  return rows;
}

/** d: the mean point, its largest coordinate scaled to 1. */
function usualInk({ points: { n, d, values } }: LabelledPoints): Float64Array {
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) mean[j] += values[i * d + j];
  const largest = mean.reduce((most, value) => Math.max(most, value), 0);
  return largest > 0 ? mean.map((value) => value / largest) : mean;
}
