/**
 * Trigamma ψ′ and tetragamma ψ″ for positive x: variance and third cumulant of a log-gamma variable.
 * Recurrence to x ≥ 12, then the asymptotic series (Abramowitz & Stegun 6.4.12 and 6.4.13). Relative error ≤
 * 1e-14.
 */
import { InvalidArgumentError } from '@collapse-lab/math';

function requirePositive(x: number): void {
  if (!(x > 0)) throw new InvalidArgumentError({ argument: 'x', got: x, expected: 'a positive number' });
}

/** ψ′(x), x > 0. */
export function trigamma(x: number): number {
  requirePositive(x);
  let sum = 0;
  let y = x;
  for (; y < 12; y += 1) sum += 1 / (y * y);
  const w = 1 / (y * y);
  const series = 1 / 6 - w * (1 / 30 - w * (1 / 42 - w * (1 / 30 - w * (5 / 66 - (w * 691) / 2730))));
  return sum + 1 / y + w / 2 + (w * series) / y;
}

/** ψ″(x), x > 0; negative. */
export function tetragamma(x: number): number {
  requirePositive(x);
  let sum = 0;
  let y = x;
  for (; y < 12; y += 1) sum -= 2 / (y * y * y);
  const w = 1 / (y * y);
  const series = 1 / 2 - w * (1 / 6 - w * (1 / 6 - w * (3 / 10 - w * (5 / 6 - (w * 691) / 210))));
  return sum - w - w / y - w * w * series;
}
