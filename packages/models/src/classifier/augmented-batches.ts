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
import { Batches } from '../network/batches.ts';
import type { LabelledPoints } from '../real/real-source.ts';

/** Points that one of them is made of, at most. */
const most = { blend: 6, smear: 16 } as const;
const leastSmear = 6;
const mostPooled = 1000;
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
  /** By style. */
  private readonly pools: readonly Float32Array[];
  /** More normal variates than a point has coordinates: a veil begins anywhere in them. */
  private readonly noise: Float64Array;
  private readonly usual: Float64Array;
  private readonly point: Float64Array;
  private readonly x: Float32Array;

  constructor(data: LabelledPoints, styles: number, batch: number, stream: Stream) {
    const { points } = data;
    this.data = data;
    this.unclear = styles;
    this.order = new Batches(points, batch, stream.split(purpose.order));
    this.stream = stream;
    this.pools = Array.from({ length: styles }, (_, style) => poolOf(data, style));
    this.noise = fillNormal(stream.split(purpose.noise), new Float64Array(8 * points.d));
    this.usual = usualInk(data);
    this.point = new Float64Array(points.d);
    this.x = new Float32Array(batch * points.d);
  }

  /** Batch `step` = 0, 1, …; its points are valid until the next call. */
  at(step: number): AugmentedBatch {
    const { data, unclear, x, point } = this;
    const rows = this.order.rows(step);
    const stream = this.stream.split(purpose.batch, step);
    const hasClass = new Float32Array(rows.length).fill(1);
    const styles = Int32Array.from(rows, (row) => data.styles[row]);
    x.set(this.order.at(step));
    const sharp = x.slice();
    for (let i = 0; i < rows.length; i++) {
      const kind = i % 4;
      if (kind === 0) continue;
      for (let j = 0; j < point.length; j++) point[j] = sharp[i * point.length + j];
      if (kind === 3) {
        styles[i] = unclear;
        hasClass[i] = this.makeUnclear(sharp, stream);
      } else this.makeClear(styles[i], kind === 2, stream);
      x.set(point, i * point.length);
    }
    return { x, classes: Int32Array.from(rows, (row) => data.classes[row]), styles, hasClass };
  }

  private makeClear(style: number, isVeiled: boolean, stream: Stream): void {
    this.blend(uniformInteger(stream, most.blend) + (isVeiled ? 0 : 1), this.pools[style], stream);
    if (isVeiled) this.veil(light, stream);
  }

  /** @returns 1 where its class can be known */
  private makeUnclear(sharp: Float32Array, stream: Stream): number {
    if (stream.uniform() < 0.5) {
      this.veil(dense, stream);
      return 1;
    }
    this.blend(leastSmear - 1 + uniformInteger(stream, most.smear - leastSmear + 1), sharp, stream);
    this.veil(smeared, stream);
    return 0;
  }

  /** The mean of the point and so many of `among`, whose rows are points. */
  private blend(others: number, among: Float32Array, stream: Stream): void {
    const { point } = this;
    const d = point.length;
    const rows = among.length / d;
    for (let k = 0; k < others; k++) {
      const from = uniformInteger(stream, rows) * d;
      for (let j = 0; j < d; j++) point[j] += among[from + j];
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

/** Some points of one style, few enough to stay in the cache: p × d. */
function poolOf({ points, styles }: LabelledPoints, style: number): Float32Array {
  const { d, values } = points;
  const rows: number[] = [];
  for (let i = 0; i < styles.length && rows.length < mostPooled; i++) if (styles[i] === style) rows.push(i);
  const pool = new Float32Array(rows.length * d);
  rows.forEach((row, i) => {
    pool.set(values.subarray(row * d, (row + 1) * d), i * d);
  });
  return pool;
}

/** d: the mean point, its largest coordinate scaled to 1. */
function usualInk({ points: { n, d, values } }: LabelledPoints): Float64Array {
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) mean[j] += values[i * d + j];
  const largest = mean.reduce((most, value) => Math.max(most, value), 0);
  return largest > 0 ? mean.map((value) => value / largest) : mean;
}
