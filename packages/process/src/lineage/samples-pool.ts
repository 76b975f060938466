/** The pool of all points so far, in the cheapest form that what is asked of it allows. */
import type { Stream } from '@collapse-lab/math';
import {
  type AnyFamily,
  allocateData,
  type Blobs,
  type Data,
  GrowingData,
  type Json,
  type SampleRequest,
  shapeOf,
  takeRows,
  widthOf,
} from '@collapse-lab/models';
import { decodeData, encodeData } from './data-json.ts';
import { purpose } from './purpose.ts';

/** All points, for families whose statistics do not pool and for observers of D_t: batches are appended. */
export class PointsPool {
  private readonly points: GrowingData;

  constructor(initial: Data) {
    this.points = new GrowingData(shapeOf(initial), initial.n);
    this.points.append(initial);
  }

  add(batch: Data): void {
    this.points.append(batch);
  }

  /** Shares memory with the pool, whose later batches leave it as it is. */
  whole(): Data {
    return this.points.view();
  }

  encode(blobs: Blobs | undefined): Json {
    return encodeData(this.whole(), blobs);
  }

  static decode(encoded: Json, blobs: Blobs | undefined): PointsPool {
    return new PointsPool(decodeData(encoded, blobs));
  }
}

/** Labels of streams are 32-bit words: of the index of a point, the high word goes into the label of the purpose. */
const TWO_32 = 4294967296;
const BEYOND_PURPOSES = 1024;

type Sample = (request: SampleRequest, stream: Stream) => Data;

interface Batch {
  readonly model: unknown;
  readonly count: number;
}

/**
 * Deferred decisions, for subsets of the pool: a batch is only its model and its size, and point i of the batch of
 * generation b is a function of the stream (b, poolPoint, i), computed whenever a subset holds it. It is always the
 * same point, and points that no subset ever holds are never made. A subset of n points costs n draws and lookups,
 * however large the pool is; what is kept is D_0 and the models.
 */
export class DeferredPool {
  private readonly family: AnyFamily;
  private readonly initial: Data;
  private readonly lineage: Stream;
  private readonly batches: Batch[] = [];
  /** starts[b]: index in the pool of the first point of batch b + 1; the last entry is the size of the pool. */
  private readonly starts: number[];
  private readonly scratch: Stream;
  /** Point i of a batch is a label for the inputs of row i mod |D_0| of D_0. */
  private readonly relabels: boolean;

  constructor(family: AnyFamily, initial: Data, lineage: Stream, relabels: boolean) {
    this.family = family;
    this.initial = initial;
    this.relabels = relabels;
    this.lineage = lineage;
    this.starts = [initial.n];
    this.scratch = lineage.split(0);
  }

  get size(): number {
    return this.starts[this.starts.length - 1];
  }

  /** The batch of the next generation: `count` points of `model`, none of them made yet. */
  defer(model: unknown, count: number): void {
    this.batches.push({ model, count });
    this.starts.push(this.size + count);
  }

  /** The points with the given indices in the pool, ascending; D_0 comes first, then batch after batch. */
  take(indices: ArrayLike<number>): Data {
    const { initial, starts } = this;
    let real = 0;
    while (real < indices.length && indices[real] < initial.n) real++;
    const result = allocateData(this.family.shape, indices.length);
    copyInto(
      result,
      takeRows(
        initial,
        Array.from({ length: real }, (_, i) => indices[i]),
      ),
      0,
    );
    let batch = -1;
    let sample: Sample | undefined;
    for (let i = real; i < indices.length; i++) {
      while (starts[batch + 1] <= indices[i]) {
        batch++;
        sample = undefined;
      }
      sample ??= this.sampleOf(batch);
      copyInto(result, this.point(batch, indices[i] - starts[batch], sample), i);
    }
    return result;
  }

  private sampleOf(batch: number): Sample {
    const { family } = this;
    const { model } = this.batches[batch];
    return family.prepare?.(model) ?? ((request, stream) => family.sample(model, request, stream));
  }

  /** Point `index` of the batch of generation `batch` + 1. */
  private point(batch: number, index: number, sample: Sample): Data {
    const high = Math.floor(index / TWO_32);
    const label = purpose.poolPoint + BEYOND_PURPOSES * high;
    const stream = this.lineage.splitInto(this.scratch, batch + 1, label, index - TWO_32 * high);
    const { initial, relabels } = this;
    const request = relabels ? { n: 1, given: takeRows(initial, [index % initial.n]) } : { n: 1 };
    return sample(request, stream);
  }

  /** The first `batches` of them. */
  encode(batches: number, blobs: Blobs | undefined): Json {
    return this.batches.slice(0, batches).map(({ model, count }) => {
      return { model: this.family.encode(model, blobs), count };
    });
  }

  decode(encoded: Json, blobs: Blobs | undefined): void {
    for (const { model, count } of encoded as { model: Json; count: number }[]) {
      this.defer(this.family.decode(model, blobs), count);
    }
  }
}

/** Writes the rows of `source` from row `row` of `target` on. */
function copyInto(target: Data, source: Data, row: number): void {
  target.values.set(source.values, row * widthOf(target));
}
