/*
 * Rows of a table chosen by ids, and elements of rows chosen by ids, with their gradients. Ids come from outside or from
 * argmax; the interpreter checks them before these functions run (program.h).
 */
#ifndef EMBEDDING_H
#define EMBEDDING_H

#include "elementwise.h"

/** y [count, d] = rows `ids` of the table [v, d]. */
static void embedding(float *y, const float *table, const int32_t *ids, long count_of_ids, long d) {
  for (long row = 0; row < count_of_ids; row++) {
    const float *from = table + (long)ids[row] * d;
    float *to = y + row * d;
    FOR_VECTORS(j, count, d, store(to + j, load(from + j, count), count););
  }
}

/** The first d columns of dtable [v, stride]: those of the rows of dy [., stride] added to the rows `ids`, in order. */
static void embedding_gradient(float *dtable, const int32_t *ids, const float *dy, long count_of_ids, long v, long d,
                               long stride) {
  if (d == stride) fill(dtable, 0, v * d);
  else
    for (long row = 0; row < v; row++) fill(dtable + row * stride, 0, d);
  for (long row = 0; row < count_of_ids; row++) {
    float *to = dtable + (long)ids[row] * stride;
    const float *from = dy + row * stride;
    FOR_VECTORS(j, count, d, store(to + j, load(to + j, count) + load(from + j, count), count););
  }
}

/** y[row] = x[row, ids[row]], x [rows, v]. */
static void gather_last(float *y, const float *x, const int32_t *ids, long rows, long v) {
  for (long row = 0; row < rows; row++) y[row] = x[row * v + ids[row]];
}

/** y [rows, v] = dy[row] at ids[row], 0 elsewhere. */
static void scatter_last(float *y, const float *dy, const int32_t *ids, long rows, long v) {
  fill(y, 0, rows * v);
  for (long row = 0; row < rows; row++) y[row * v + ids[row]] = dy[row];
}

/** The first of n ids outside 0..size - 1, or -1. */
static long first_wrong_id(const int32_t *ids, long n, int32_t size) {
  for (long i = 0; i < n; i++)
    if (ids[i] < 0 || ids[i] >= size) return i;
  return -1;
}

#endif
