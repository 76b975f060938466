// sin πx and cos πx, the integer part of x taken off first: exact zeros and no loss for large x.
import { cos } from '../elementary/cos.ts';
import { sin } from '../elementary/sin.ts';

/** sin πx for finite x; error below 3 ulp. */
export function sinPi(x: number): number {
  const size = Math.abs(x);
  const turns = size - 2 * Math.floor(size / 2);
  const y = turns > 1 ? turns - 1 : turns;
  const value = sin(Math.PI * (y > 0.5 ? 1 - y : y));
  return turns > 1 === x > 0 ? -value : value;
}

/** cos πx for finite x; error below 3 ulp. */
export function cosPi(x: number): number {
  const turns = Math.abs(x) - 2 * Math.floor(Math.abs(x) / 2);
  const y = turns > 1 ? 2 - turns : turns;
  return y < 0.25 ? cos(Math.PI * y) : y > 0.75 ? -cos(Math.PI * (1 - y)) : sin(Math.PI * (0.5 - y));
}
