/* Softmax and log-softmax of rows, their gradients, and cross-entropy of integer targets with its gradient. */
#ifndef SOFTMAX_H
#define SOFTMAX_H

#include "elementary.h"
#include "reduction.h"

/** y = e^(x - most), and its sum. y may be x. */
INLINE float exponentials_of_row(float *y, const float *x, float most, long n) {
  const vector shift = splat(most);
  lanes acc = splat_lanes(0);
  FOR_LANES(i, p, count, n, const vector e = keep_first(exponential(load(x + i, count) - shift), count);
            store(y + i, e, count); acc.part[p] = acc.part[p] + e;);
  return sum_lanes(acc);
}

/** Sum of e^(x - most). */
INLINE float sum_of_exponentials(const float *x, float most, long n) {
  const vector shift = splat(most);
  lanes acc = splat_lanes(0);
  FOR_LANES(i, p, count, n,
            acc.part[p] = acc.part[p] + keep_first(exponential(load(x + i, count) - shift), count););
  return sum_lanes(acc);
}

INLINE void scale_row(float *y, float factor, long n) {
  const vector f = splat(factor);
  FOR_VECTORS(i, count, n, store(y + i, load(y + i, count) * f, count););
}

/** y may be x. */
static void softmax_row(float *y, const float *x, long n) {
  const float sum = exponentials_of_row(y, x, largest_of(x, n), n);
  scale_row(y, 1.0f / sum, n);
}

static void softmax(float *y, const float *x, long rows, long n) {
  for (long row = 0; row < rows; row++) softmax_row(y + row * n, x + row * n, n);
}

static void log_softmax(float *y, const float *x, long rows, long n) {
  for (long row = 0; row < rows; row++, x += n, y += n) {
    const float most = largest_of(x, n);
    const vector shift = splat(most), norm = splat(logarithm_of(sum_of_exponentials(x, most, n)));
    FOR_VECTORS(i, count, n, store(y + i, (load(x + i, count) - shift) - norm, count););
  }
}

INLINE float dot_of(const float *a, const float *b, long n) {
  lanes acc = splat_lanes(0);
  FOR_LANES(i, p, count, n, acc.part[p] = fma_vectors(load(a + i, count), load(b + i, count), acc.part[p]););
  return sum_lanes(acc);
}

/** dx = y (dy - sum(y dy)); dx may be dy or y. */
static void softmax_gradient_row(float *dx, const float *y, const float *dy, long n) {
  const vector dot = splat(dot_of(y, dy, n));
  FOR_VECTORS(i, count, n, store(dx + i, load(y + i, count) * (load(dy + i, count) - dot), count););
}

static void softmax_gradient(float *dx, const float *y, const float *dy, long rows, long n) {
  for (long row = 0; row < rows; row++) softmax_gradient_row(dx + row * n, y + row * n, dy + row * n, n);
}

/** dx = dy - e^y sum(dy); dx may be dy or y. */
static void log_softmax_gradient(float *dx, const float *y, const float *dy, long rows, long n) {
  for (long row = 0; row < rows; row++, dx += n, y += n, dy += n) {
    const vector sum = splat((float)-sum_of(dy, n));
    FOR_VECTORS(i, count, n,
                store(dx + i, fma_vectors(exponential(load(y + i, count)), sum, load(dy + i, count)), count););
  }
}

/**
 * terms[row] = weight (log sum e^x - x[target]), whose sum over all rows is the loss; weight = mask / sum of the mask (1 /
 * all rows without mask; 0 where the mask is all 0); dx the gradient of the loss, which may be x. `rows` rows from `first` on,
 * of `all` that the mask has. Targets are in 0..n - 1.
 */
static void cross_entropy(double *terms, float *dx, const float *x, const int32_t *targets, const float *mask, long all,
                          long first, long rows, long n) {
  const double whole = mask ? sum_of(mask, all) : (double)all, reciprocal = whole > 0 ? 1.0 / whole : 0;
  for (long row = 0; row < rows; row++, x += n, dx += n) {
    const float weight = (float)((mask ? mask[first + row] : 1.0) * reciprocal);
    const float most = largest_of(x, n), at_target = x[targets[row]];
    const float sum = exponentials_of_row(dx, x, most, n);
    terms[row] = (double)weight * ((double)logarithm_of(sum) + ((double)most - at_target));
    scale_row(dx, weight / sum, n);
    dx[targets[row]] -= weight;
  }
}

/** loss = sum of the terms of all rows, in order. */
static void sum_terms(float *loss, const double *terms, long rows) {
  double total = 0;
  for (long row = 0; row < rows; row++) total += terms[row];
  *loss = (float)total;
}

#endif
