/** Data that rows are appended to, in memory that doubles: what was appended once is not copied at every append. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Data, DataShape } from './data.ts';
import { describeShape, sameShape, shapeOf, widthOf } from './data-shape.ts';
import { allocateData } from './make-data.ts';

export class GrowingData {
  private readonly shape: DataShape;
  private readonly width: number;
  private memory: Data;
  private rows = 0;

  /** @param capacity rows that there is room for at first; there may be more and fewer. */
  constructor(shape: DataShape, capacity = 0) {
    this.shape = shape;
    this.width = widthOf(shape);
    this.memory = allocateData(shape, capacity);
  }

  /** How many rows there are. */
  get n(): number {
    return this.rows;
  }

  /** @throws InvalidArgumentError where the shape is another. */
  append(data: Data): void {
    if (!sameShape(shapeOf(data), this.shape))
      throw new InvalidArgumentError({
        argument: 'data',
        got: shapeOf(data),
        expected: describeShape(this.shape),
      });
    const needed = this.rows + data.n;
    if (needed > this.memory.n) this.grow(Math.max(needed, 2 * this.memory.n));
    this.memory.values.set(data.values, this.rows * this.width);
    this.rows = needed;
  }

  /** All rows. The memory is shared: it must not be written to, and later appends leave these rows as they are. */
  view(): Data {
    const values = this.memory.values.subarray(0, this.rows * this.width);
    return { ...this.memory, n: this.rows, values } as Data;
  }

  private grow(capacity: number): void {
    const larger = allocateData(this.shape, capacity);
    larger.values.set(this.view().values);
    this.memory = larger;
  }
}
