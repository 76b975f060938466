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
import { divide } from './held-out.ts';
import { checkAxis } from './normal.ts';
import type { RealSource } from './real-source.ts';

export interface DataSetOptions<D extends Data> {
  /** A content hash of the data: what makes two data sets the same. */
  readonly identity: string;
  readonly data: D;
  /** Fresh draws are made with replacement instead of in disjoint slices (false). */
  readonly bootstrap?: boolean;
  /** How many points are set apart for tests, chosen at random: they do not belong to p_0 then (0). */
  readonly heldOut?: number;
}

/**
 * @throws InvalidArgumentError where the data are empty, not finite or outside the alphabet, have no identity, or are
 * all held out
 */
export function dataSetSource<D extends Data>(options: DataSetOptions<D>): RealSource<D> {
  checkOptions(options);
  const { identity, data: all, bootstrap = false, heldOut = 0 } = options;
  if (typeof identity !== 'string' || identity === '')
    throw new InvalidArgumentError({
      argument: 'identity',
      got: identity,
      expected: 'a content hash of the data, as a non-empty string',
    });
  if (typeof bootstrap !== 'boolean')
    throw new InvalidArgumentError({ argument: 'bootstrap', got: bootstrap, expected: 'true or false' });
  checkForm(all);
  checkData('data', all, shapeOf(all), 1);
  const parts = heldOut === 0 ? undefined : divide(all.n, heldOut, identity);
  const data = parts === undefined ? all : takeRows(all, parts.kept);
  return {
    name: 'data-set',
    shape: shapeOf(all),
    identity: `data-set ${JSON.stringify({ identity, bootstrap, ...(parts && { heldOut }) })}`,
    draw: (n, stream) => drawWithReplacement(data, n, stream),
    points: data,
    bootstrap,
    ...(parts && { heldOut: takeRows(all, parts.heldOut) }),
    ...(data.kind === 'points' ? describePoints(data) : {}),
  };
}

function checkForm(data: unknown): void {
  const { kind, values } = (data ?? {}) as Partial<Data>;
  const fits =
    kind === 'points'
      ? values instanceof Float64Array
      : (kind === 'symbols' || kind === 'sequences') && values instanceof Uint32Array;
  if (!fits)
    throw new InvalidArgumentError({
      argument: 'data',
      got: data,
      expected: 'points, symbols or sequences, what pointsOf, symbolsOf and sequencesOf return',
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
