/** Seeds as an axis of their own: a number, a range or a list. */
import type { ParameterProblem } from './problem-log.ts';
import type { Seeds } from './schema/experiment-schema.ts';

export function listSeeds(
  seeds: Seeds,
): { readonly seeds: readonly number[] } | { readonly problem: ParameterProblem } {
  if (typeof seeds === 'number') return { seeds: range(1, seeds) };
  if ('count' in seeds) return { seeds: range(seeds.from, seeds.count) };
  const repeated = seeds.findIndex((seed, i) => seeds.indexOf(seed) !== i);
  if (repeated < 0) return { seeds };
  return { problem: { path: ['seeds', repeated], got: seeds[repeated], expected: 'each seed once' } };
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}
