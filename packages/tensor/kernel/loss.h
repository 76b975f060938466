/* Losses summed over all elements and divided by `divisor`, each with its gradient, which needs the same exponentials. */
#ifndef LOSS_H
#define LOSS_H

#include "elementary.h"
#include "reduction.h"

/**
 * loss = sum(max(x, 0) - x t + log(1 + e^-|x|)) / divisor, dx = (logistic(x) - t) / divisor; dx may be x.
 */
static void bce_with_logits(float *loss, float *dx, const float *x, const float *targets, float divisor, long n) {
  const vector one = splat(1.0f), zero = splat(0.0f), factor = splat(1.0f / divisor);
  double total = 0;
  for (long start = 0; start < n; start += SUM_BLOCK) {
    const long length = smaller_of(n - start, SUM_BLOCK);
    lanes acc = splat_lanes(0);
    FOR_LANES(i, p, count, length, const vector v = load(x + start + i, count), t = load(targets + start + i, count);
              const vector e = exponential(-absolute(v)), s = one / (one + e); const integers below = v < zero;
              const vector term = logarithm_of_one_plus(e, s) + (where(below, zero, v) - v * t);
              store(dx + start + i, (where(below, e * s, s) - t) * factor, count);
              acc.part[p] = acc.part[p] + keep_first(term, count););
    total += sum_lanes(acc);
  }
  *loss = (float)(total / divisor);
}

/** loss = sum((x - t)^2) / (2 divisor), dx = (x - t) / divisor; dx may be x. */
static void squared_error(float *loss, float *dx, const float *x, const float *targets, float divisor, long n) {
  const vector factor = splat(1.0f / divisor);
  double total = 0;
  for (long start = 0; start < n; start += SUM_BLOCK) {
    const long length = smaller_of(n - start, SUM_BLOCK);
    lanes acc = splat_lanes(0);
    FOR_LANES(i, p, count, length, const vector d = load(x + start + i, count) - load(targets + start + i, count);
              store(dx + start + i, d * factor, count); acc.part[p] = fma_vectors(d, d, acc.part[p]););
    total += sum_lanes(acc);
  }
  *loss = (float)(0.5 * total / divisor);
}

/**
 * Divergence of N(mean, e^lv) from N(0, 1): loss = -sum(1 + lv - mean^2 - e^lv) / (2 divisor), dmean = mean / divisor,
 * dlv = (e^lv - 1) / (2 divisor). dmean may be mean, dlv may be lv.
 */
static void gaussian_kl(float *loss, float *dmean, float *dlv, const float *mean, const float *lv, float divisor,
                        long n) {
  const vector one = splat(1.0f), factor = splat(1.0f / divisor), half = splat(0.5f / divisor);
  double total = 0;
  for (long start = 0; start < n; start += SUM_BLOCK) {
    const long length = smaller_of(n - start, SUM_BLOCK);
    lanes acc = splat_lanes(0);
    FOR_LANES(i, p, count, length, const vector m = load(mean + start + i, count), l = load(lv + start + i, count);
              const vector above = exponential(l) - one; store(dmean + start + i, m * factor, count);
              store(dlv + start + i, above * half, count);
              acc.part[p] = acc.part[p] + keep_first(fma_vectors(m, m, above - l), count););
    total += sum_lanes(acc);
  }
  *loss = (float)(0.5 * total / divisor);
}

#endif
