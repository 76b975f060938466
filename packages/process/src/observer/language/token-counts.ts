import type { Sequences } from '@collapse-lab/models';

/** k: how often each token occurs. */
export function tokenCounts({ k, values }: Sequences): Float64Array {
  const counts = new Float64Array(k);
  for (const token of values) counts[token]++;
  return counts;
}
