/** p_0 = the empirical distribution of a data set that is already in memory. */
import {
  columnMeans,
  covariance,
  InvalidArgumentError,
  quantileSorted,
  type Stream,
} from '@collapse-lab/math';
import { checkData } from '../data/check-data.ts';
import type { Data, Points } from '../data/data.ts';
import { shapeOf } from '../data/data-shape.ts';
import { checkSize } from '../data/make-data.ts';
import { takeRows } from '../data/rows.ts';
import { checkOptions } from './check-options.ts';
import { checkAxis } from './normal.ts';
import type { RealSource } from './real-source.ts';

export interface DataSetOptions<D extends Data> {
  /** A content hash of the data: what makes two data sets the same. */
  readonly identity: string;
  readonly data: D;
  /** Fresh draws are made with replacement instead of in disjoint slices (false). */
  readonly bootstrap?: boolean;
}

/** @throws InvalidArgumentError where the data are empty, not finite or outside the alphabet, or have no identity. */
export function dataSetSource<D extends Data>(options: DataSetOptions<D>): RealSource<D> {
  checkOptions(options);
  const { identity, data, bootstrap = false } = options;
  if (typeof identity !== 'string' || identity === '')
    throw new InvalidArgumentError({
      argument: 'identity',
      got: identity,
      expected: 'a content hash of the data, as a non-empty string',
    });
  if (typeof bootstrap !== 'boolean')
    throw new InvalidArgumentError({ argument: 'bootstrap', got: bootstrap, expected: 'true or false' });
  checkForm(data);
  checkData('data', data, shapeOf(data), 1);
  return {
    name: 'data-set',
    shape: shapeOf(data),
    identity: `data-set ${JSON.stringify({ identity, bootstrap })}`,
    draw: (n, stream) => drawWithReplacement(data, n, stream),
    points: data,
    bootstrap,
    ...(data.kind === 'points' ? describePoints(data) : {}),
  };
}

function checkForm(data: unknown): void {
  const { kind, values } = (data ?? {}) as Partial<Data>;
  const fits =
    kind === 'points' ? values instanceof Float64Array : kind === 'symbols' && values instanceof Uint32Array;
  if (!fits)
    throw new InvalidArgumentError({
      argument: 'data',
      got: data,
      expected: 'points or symbols, what pointsOf and symbolsOf return',
    });
}

function drawWithReplacement<D extends Data>(data: D, n: number, stream: Stream): D {
  return takeRows(data, drawIndices(data.n, n, stream));
}

/** `n` indices of `size` points, each drawn uniformly and with replacement. */
export function drawIndices(size: number, n: number, stream: Stream): Float64Array {
  checkSize('n', n);
  const indices = new Float64Array(n);
  for (let i = 0; i < n; i++) indices[i] = Math.floor(stream.uniform() * size);
  return indices;
}

/** Type-7 quantiles, and the moments of the empirical distribution (ddof = 0). */
function describePoints({ d, values }: Points): Required<Pick<RealSource, 'quantile' | 'moments'>> {
  const sorted: (Float64Array | undefined)[] = new Array(d);
  return {
    quantile(p, axis) {
      checkAxis(axis, d);
      sorted[axis] ??= values.filter((_, i) => i % d === axis).sort();
      return quantileSorted(sorted[axis], p);
    },
    moments: { mean: columnMeans(values, d), covariance: covariance(values, d, 0) },
  };
}
