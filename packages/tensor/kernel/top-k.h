/*
 * The k largest elements of rows, kept in order: one pass in which a group of vectors is compared with the k-th largest so
 * far, and looked at one by one only where an element is above it, which in a long row few groups have.
 */
#ifndef TOP_K_H
#define TOP_K_H

#include "vector.h"

enum { GROUP_VECTORS = 4, GROUP = GROUP_VECTORS * W };

/** NaN counts as -infinity. */
INLINE float rank_of(float x) { return x == x ? x : -__builtin_inff(); }

/** Puts an element among the first `held`, behind those that are not smaller; what was at `held` is lost. */
INLINE void insert_ranked(float *values, int32_t *indices, long held, float x, int32_t index) {
  long at = held;
  for (; at > 0 && rank_of(x) > rank_of(values[at - 1]); at--) {
    values[at] = values[at - 1];
    indices[at] = indices[at - 1];
  }
  values[at] = x;
  indices[at] = index;
}

/** Whether one of GROUP elements is above a bound. */
INLINE int has_above(const float *x, vector bound) {
  integers above = splat_integer(0);
  UNROLL
  for (int r = 0; r < GROUP_VECTORS; r++) above = above | (load(x + r * W, W) > bound);
  return any_lane(above);
}

static void top_k_row(float *values, int32_t *indices, const float *x, long n, long k) {
  for (long i = 0; i < k; i++) insert_ranked(values, indices, i, x[i], (int32_t)i);
  for (long i = k; i < n;) {
    const vector bound = splat(rank_of(values[k - 1]));
    while (i + GROUP <= n && !has_above(x + i, bound)) i += GROUP;
    for (const long end = smaller_of(n, i + GROUP); i < end; i++)
      if (x[i] > rank_of(values[k - 1])) insert_ranked(values, indices, k - 1, x[i], (int32_t)i);
  }
}

/** values, indices [rows, k] of x [rows, n]: descending, the lower index first among equal ones. */
static void top_k(float *values, int32_t *indices, const float *x, long rows, long n, long k) {
  for (long row = 0; row < rows; row++) top_k_row(values + row * k, indices + row * k, x + row * n, n, k);
}

#endif
