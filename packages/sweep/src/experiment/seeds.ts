/** Seeds as an axis of their own: a number, a range or a list. */

import type { YamlPath } from './problem.ts';
import type { ParameterProblem } from './problem-log.ts';
import type { Seeds } from './schema/experiment-schema.ts';

/** More would be a mistake: the cells of an experiment are listed as a whole. */
export const mostSeeds = 1_000_000;

export function listSeeds(
  seeds: Seeds,
): { readonly seeds: readonly number[] } | { readonly problem: ParameterProblem } {
  if (typeof seeds === 'number')
    return seeds > mostSeeds ? tooMany(['seeds'], seeds) : { seeds: range(1, seeds) };
  if ('count' in seeds) {
    if (seeds.count > mostSeeds) return tooMany(['seeds', 'count'], seeds.count);
    return { seeds: range(seeds.from, seeds.count) };
  }
  const repeated = seeds.findIndex((seed, i) => seeds.indexOf(seed) !== i);
  if (repeated < 0) return { seeds };
  return { problem: { path: ['seeds', repeated], got: seeds[repeated], expected: 'each seed once' } };
}

function tooMany(path: YamlPath, got: number): { problem: ParameterProblem } {
  return { problem: { path, got, expected: `at most ${mostSeeds} seeds` } };
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}
