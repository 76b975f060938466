/*
 * Sums, means and maxima over axes, as reductions of the middle axis of [outer, n, inner]; argmax of rows.
 * Long sums are made of blocks, so that their error does not grow with their length: rows of SUM_BLOCK elements in 16
 * lanes with a float64 total, columns of ROW_SUM_BLOCK rows.
 */
#ifndef REDUCTION_H
#define REDUCTION_H

#include "vector.h"

enum { SUM, MAX };
enum { ROW_SUM_BLOCK = 256, STRIP = 4 };

/** Sum of n elements. */
static double sum_of(const float *x, long n) {
  double total = 0;
  for (long start = 0; start < n; start += SUM_BLOCK) {
    const long length = smaller_of(n - start, SUM_BLOCK);
    lanes acc = splat_lanes(0);
    FOR_LANES(i, p, count, length, acc.part[p] = acc.part[p] + load(x + start + i, count););
    total += sum_lanes(acc);
  }
  return total;
}

static float largest_of(const float *x, long n) {
  lanes acc = splat_lanes(-__builtin_inff());
  FOR_LANES(i, p, count, n, acc.part[p] = larger(acc.part[p], load_or(x + i, count, -__builtin_inff())););
  return largest_lane(acc);
}

/** y = scale * sum over the rows of x [n, inner]: `count` columns (at most W) from a column on. */
INLINE void sum_strip(float *y, const float *x, long n, long inner, float scale, int count) {
  vector total = splat(0);
  for (long start = 0; start < n; start += ROW_SUM_BLOCK) {
    const long end = smaller_of(n, start + ROW_SUM_BLOCK);
    vector block = splat(0);
    for (long i = start; i < end; i++) block = block + load(x + i * inner, count);
    total = total + block;
  }
  store(y, total * splat(scale), count);
}

/** As sum_strip for STRIP vectors at once, so that every cache line that is touched is used. */
INLINE void sum_wide_strip(float *y, const float *x, long n, long inner, float scale) {
  vector total[STRIP], block[STRIP];
  UNROLL for (int s = 0; s < STRIP; s++) total[s] = splat(0);
  for (long start = 0; start < n; start += ROW_SUM_BLOCK) {
    const long end = smaller_of(n, start + ROW_SUM_BLOCK);
    UNROLL for (int s = 0; s < STRIP; s++) block[s] = splat(0);
    for (long i = start; i < end; i++) {
      UNROLL for (int s = 0; s < STRIP; s++) block[s] = block[s] + load(x + i * inner + s * W, W);
    }
    UNROLL for (int s = 0; s < STRIP; s++) total[s] = total[s] + block[s];
  }
  UNROLL for (int s = 0; s < STRIP; s++) store(y + s * W, total[s] * splat(scale), W);
}

static void sum_rows(float *y, const float *x, long n, long inner, long stride, float scale) {
  long j = 0;
  for (; j + STRIP * W <= inner; j += STRIP * W) sum_wide_strip(y + j, x + j, n, stride, scale);
  for (; j + W <= inner; j += W) sum_strip(y + j, x + j, n, stride, scale, W);
  if (j < inner) sum_strip(y + j, x + j, n, stride, scale, (int)(inner - j));
}

static void largest_rows(float *y, const float *x, long n, long inner, long stride) {
  FOR_VECTORS(j, count, inner, vector most = load(x + j, count);
              for (long i = 1; i < n; i++) most = larger(most, load(x + i * stride + j, count));
              store(y + j, most, count););
}

/**
 * y [outer, inner] = scale * sum (or the maximum) over the middle axis of x [outer, n, stride], of which the first `inner`
 * columns are reduced.
 */
static void reduce(int kind, float *y, const float *x, long outer, long n, long inner, long stride, float scale) {
  for (long o = 0; o < outer; o++, x += n * stride, y += inner) {
    if (stride > 1) {
      if (kind == SUM) sum_rows(y, x, n, inner, stride, scale);
      else largest_rows(y, x, n, inner, stride);
    } else *y = kind == SUM ? (float)sum_of(x, n) * scale : largest_of(x, n);
  }
}

/** y[row] = index of the largest of the n elements of the row, the first among equal ones. */
static void argmax(int32_t *y, const float *x, long rows, long n) {
  for (long row = 0; row < rows; row++, x += n) {
    const float most = largest_of(x, n);
    long index = 0;
    while (index < n - 1 && !(x[index] == most)) index++;
    y[row] = most == most ? (int32_t)index : 0;
  }
}

#endif
