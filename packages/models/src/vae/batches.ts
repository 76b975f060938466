/**
 * The order in which training points are seen: permutation after permutation, one per epoch, cut into batches. A batch
 * may end one epoch and begin the next, so that every batch is full and every point is seen equally often.
 */
import { permutation, type Stream } from '@collapse-lab/math';
import type { Points } from '../data/data.ts';

export class Batches {
  private readonly train: Points;
  private readonly stream: Stream;
  private readonly out: Float32Array;
  private epoch = -1;
  private order: Uint32Array | undefined;

  /** @param stream its child (e) permutes epoch e */
  constructor(train: Points, batch: number, stream: Stream) {
    this.train = train;
    this.stream = stream;
    this.out = new Float32Array(batch * train.d);
  }

  /** Batch `step` = 0, 1, …: batch × d. Valid until the next call. */
  at(step: number): Float32Array {
    const { out } = this;
    const { d, values } = this.train;
    this.rows(step).forEach((row, i) => {
      for (let j = 0; j < d; j++) out[i * d + j] = values[row * d + j];
    });
    return out;
  }

  /** The rows of batch `step`. */
  rows(step: number): Uint32Array {
    const { n, d } = this.train;
    const batch = this.out.length / d;
    return Uint32Array.from({ length: batch }, (_, i) => {
      const position = step * batch + i;
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
