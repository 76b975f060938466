/** Bandwidths by rule. */
import { pow } from '@collapse-lab/math';
import type { Bandwidth } from './kde-options.ts';

/** The number h for n points in d dimensions, before what `scaling` multiplies it with. */
export function bandwidthOf(bandwidth: Bandwidth, n: number, d: number): number {
  if (typeof bandwidth === 'number') return bandwidth;
  const effective = bandwidth === 'scott' ? n : (n * (d + 2)) / 4;
  return pow(effective, -1 / (d + 4));
}
