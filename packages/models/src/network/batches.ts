/**
 * The order in which training points are seen: permutation after permutation, one per epoch, cut into batches. A batch
 * may end one epoch and begin the next, so that every batch is full and every point is seen equally often.
 */
import { permutation, type Stream } from '@collapse-lab/math';
import type { Data } from '../data/data.ts';
import { shapeOf, widthOf } from '../data/data-shape.ts';

export class Batches<D extends Data = Data> {
  private readonly train: D;
  private readonly stream: Stream;
  private readonly batch: number;
  private readonly width: number;
  private readonly out: D['values'];
  private epoch = -1;
  private order: Uint32Array | undefined;

  /** @param stream its child (e) permutes epoch e */
  constructor(train: D, batch: number, stream: Stream) {
    this.train = train;
    this.stream = stream;
    this.batch = batch;
    this.width = widthOf(shapeOf(train));
    const size = batch * this.width;
    this.out = train.kind === 'points' ? new Float64Array(size) : new Uint32Array(size);
  }

  /** Batch `step` = 0, 1, …: batch × width numbers. Valid until the next call. */
  at(step: number): D['values'] {
    const { out, width } = this;
    const { values } = this.train;
    this.rows(step).forEach((row, i) => {
      for (let j = 0; j < width; j++) out[i * width + j] = values[row * width + j];
    });
    return out;
  }

  /** The rows of batch `step`. */
  rows(step: number): Uint32Array {
    const { n } = this.train;
    return Uint32Array.from({ length: this.batch }, (_, i) => {
      const position = step * this.batch + i;
      return this.orderOf(Math.floor(position / n))[position % n];
    });
  }

  private orderOf(epoch: number): Uint32Array {
    if (this.order === undefined || this.epoch !== epoch) {
      this.order = permutation(this.stream.split(epoch), this.train.n);
      this.epoch = epoch;
    }
    return this.order;
  }
}
