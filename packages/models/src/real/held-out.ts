/** Points of a finite data set that are set apart before anything is drawn, so that no model ever sees them. */
import { InvalidArgumentError, permutation, Stream } from '@collapse-lab/math';

export interface Division {
  /** Rows that are left, in file order. */
  readonly kept: Uint32Array;
  /** Rows set apart, in the order of their choice. */
  readonly heldOut: Uint32Array;
}

/**
 * A uniform choice of `count` of n rows, the same for every lineage: it depends on the data set alone.
 *
 * @throws InvalidArgumentError where that leaves no row
 */
export function divide(n: number, count: number, identity: string): Division {
  if (!(Number.isSafeInteger(count) && count >= 0 && count < n))
    throw new InvalidArgumentError({
      argument: 'heldOut',
      got: count,
      expected: `an integer from 0 to ${n - 1}, since one of the ${n} points must be left`,
    });
  const order = permutation(Stream.fromPath(['held out', identity]), n);
  return { kept: order.slice(count).sort(), heldOut: order.slice(0, count) };
}
