/**
 * Distances between two distributions on k categories, and functionals of one.
 * Probabilities are k non-negative numbers that sum to 1 (not checked: these run every generation); 0 log 0 = 0;
 * logarithms are natural.
 */
import { log } from '../elementary/log.ts';
import { log1p } from '../elementary/log1p.ts';
import { checkSameLength } from './check.ts';

/**
 * Kullback–Leibler divergence KL(p ‖ q) = Σ p log(p / q), in nats; Infinity where q = 0 < p.
 *
 * Summed as Σ [p log(p / q) − p + q], whose terms are all ≥ 0 and whose sum is the same for normalised p and q:
 * nearly equal distributions then lose no digits to cancellation between categories.
 */
export function klCategorical(p: ArrayLike<number>, q: ArrayLike<number>): number {
  checkSameLength(p, q);
  let total = 0;
  for (let i = 0; i < p.length; i++) total += klTerm(p[i], q[i]);
  return total;
}

function klTerm(p: number, q: number): number {
  if (p === 0) return q;
  if (q === 0) return Infinity;
  const delta = q - p;
  const ratio = delta / p;
  // log1p of a ratio near 0 is exact where log(p / q) would have lost the digits of q − p.
  const term = ratio > -0.5 && ratio < 1 ? delta - p * log1p(ratio) : delta + p * (log(p) - log(q));
  return Math.max(0, term);
}

/** Total variation distance ½ Σ |p − q|, from 0 to 1. */
export function totalVariation(p: ArrayLike<number>, q: ArrayLike<number>): number {
  checkSameLength(p, q);
  let total = 0;
  for (let i = 0; i < p.length; i++) total += Math.abs(p[i] - q[i]);
  return total / 2;
}

/** Hellinger distance √(½ Σ (√p − √q)²), from 0 to 1. */
export function hellinger(p: ArrayLike<number>, q: ArrayLike<number>): number {
  checkSameLength(p, q);
  let total = 0;
  for (let i = 0; i < p.length; i++) {
    const delta = Math.sqrt(p[i]) - Math.sqrt(q[i]);
    total += delta * delta;
  }
  return Math.sqrt(total / 2);
}

/** Shannon entropy −Σ p log p, in nats. */
export function entropy(p: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) total -= p[i] * log(p[i]);
  return total;
}

/** How many categories have positive probability (or a positive count). */
export function supportSize(p: ArrayLike<number>): number {
  let size = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) size++;
  return size;
}
