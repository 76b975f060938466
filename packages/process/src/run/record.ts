/** Which generations are recorded. None of the policies depends on where a run ends, but for its last generation. */
import { exp, log } from '@collapse-lab/math';
import type { Problem } from '../workflow/problem.ts';

/**
 * `all`; every n-th (0, n, 2n, …); a list; or logarithmically spaced, `perDecade` generations per factor of ten
 * (0, 1 and the nearest integers to 10^(j / perDecade)).
 * The last generation of a run is recorded too, except with a list.
 */
export type RecordPolicy =
  | 'all'
  | { readonly every: number }
  | { readonly at: readonly number[] }
  | { readonly perDecade: number };

/** The recorded generations of a run of models 0 … generations, ascending. */
export function recordedGenerations(policy: RecordPolicy, generations: number): number[] {
  if (policy === 'all') return range(0, generations, 1);
  if ('at' in policy) {
    return [...new Set(policy.at)].filter((t) => t <= generations).sort((a, b) => a - b);
  }
  const regular =
    'every' in policy ? range(0, generations, policy.every) : logarithmic(policy.perDecade, generations);
  return regular.at(-1) === generations ? regular : [...regular, generations];
}

/** What is wrong with a record policy. */
export function recordProblems(policy: RecordPolicy): Problem[] {
  const path = ['record'];
  if (policy === 'all') return [];
  if (typeof policy === 'object' && policy !== null) {
    if ('every' in policy) return positiveInteger(policy.every, [...path, 'every']);
    if ('perDecade' in policy) return positiveInteger(policy.perDecade, [...path, 'perDecade']);
    if ('at' in policy) return generationListProblems(policy.at, [...path, 'at']);
  }
  return [{ path, got: policy, expected: 'all, { every: n }, { at: [generations] } or { perDecade: n }' }];
}

/** What is wrong with a list of generations. */
export function generationListProblems(list: readonly number[], path: Problem['path']): Problem[] {
  if (!Array.isArray(list)) return [{ path, got: list, expected: 'a list of generations' }];
  return list.flatMap((t, index): Problem[] => {
    if (Number.isSafeInteger(t) && t >= 0) return [];
    return [{ path: [...path, index], got: t, expected: 'a generation, that is a non-negative integer' }];
  });
}

function positiveInteger(got: number, path: Problem['path']): Problem[] {
  return Number.isSafeInteger(got) && got > 0 ? [] : [{ path, got, expected: 'a positive integer' }];
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
}

function logarithmic(perDecade: number, generations: number): number[] {
  const times = [0];
  const step = log(10) / perDecade;
  for (let j = 0; ; j++) {
    const t = Math.round(exp(j * step));
    if (t > generations) return times;
    if (t > times[times.length - 1]) times.push(t);
  }
}
