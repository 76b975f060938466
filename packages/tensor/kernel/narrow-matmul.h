/*
 * Products with a side of at most NARROW: packed (matmul.h) they would fill whole tiles of which few results are wanted.
 * Here nothing is packed. A strip of STRIP_VECTORS vectors along a long side of C stays in registers, and the numbers of
 * the narrow operand are read one by one.
 *
 * Every element is the chain of multiply-adds that matmul.h says, so a product has the same bits here and there. The last
 * strip overlaps the one before it, and gives the same results again; so there is no rest, but the long side must have
 * a strip: what has not, and products that are added to C, is left to matmul.h.
 */
#ifndef NARROW_MATMUL_H
#define NARROW_MATMUL_H

#include "matmul.h"

enum { NARROW = 4, STRIP_VECTORS = 2, STRIP_WIDTH = STRIP_VECTORS * W };

/** op(A) and op(B) [., k] of a product: element (i, p) is at data[i * step + p * inner_step], one of which is 1. */
typedef struct {
  const float *data;
  long step, inner_step;
} side;

/** C with its long side along the lanes of vectors: element (lane, i) of at most NARROW i. */
typedef struct {
  side lanes, narrow;
  long size, k;
  float *c;
  long lane_step, narrow_step;
  const float *bias;
  /** Whether the bias goes along the lanes, or has an element for each i. */
  int bias_along_lanes;
  float alpha;
  int activation;
} narrow_product;

/** alpha sum + bias, with relu where `floor` says so (floor_of). */
INLINE vector finish(vector sum, vector alpha, vector bias, vector floor) {
  return at_least(sum * alpha + bias, floor);
}

INLINE void activate_vector(int activation, float *c) {
  if (activation > RELU) apply_activation(activation, c, c, W);
}

/** Element l of columns[q] = p[l * step + q], for q < 4. */
INLINE void load_columns(const float *p, long step, vector *columns) {
  const float *rows[W];
  vector quads[4];
  UNROLL for (int l = 0; l < W; l++) rows[l] = p + l * step;
  UNROLL for (int r = 0; r < 4; r++) quads[r] = load_quads(rows + r, 0, W - r);
  transpose_quads(quads, columns);
}

INLINE vector load_column(const float *p, long step) {
  float column[W];
  for (int l = 0; l < W; l++) column[l] = p[l * step];
  return load(column, W);
}

/** Writes W results along the lanes. */
INLINE void store_lanes(const narrow_product *of, float *c, vector v) {
  float lanes[W];
  if (of->lane_step == 1) {
    store(c, v, W);
    activate_vector(of->activation, c);
    return;
  }
  store(lanes, v, W);
  activate_vector(of->activation, lanes);
  for (int l = 0; l < W; l++) c[l * of->lane_step] = lanes[l];
}

/** The results of one strip. `narrow` (their number for a lane) and `across` (lanes are rows in memory) are constants. */
INLINE void multiply_strip(int narrow, int across, const narrow_product *of, long lane) {
  const side *long_side = &of->lanes;
  const long step = long_side->step, inner_step = long_side->inner_step;
  const long other_step = of->narrow.step, other_inner_step = of->narrow.inner_step;
  const float *from = long_side->data + lane * step, *other = of->narrow.data;
  const vector alpha = splat(of->alpha);
  vector total[NARROW][STRIP_VECTORS], sum[NARROW][STRIP_VECTORS];
  UNROLL
  for (int i = 0; i < narrow; i++) total[i][0] = total[i][1] = splat(-0.0f);
  for (long start = 0; start < of->k; start += DEPTH) {
    const long end = smaller_of(of->k, start + DEPTH);
    UNROLL
    for (int i = 0; i < narrow; i++) sum[i][0] = sum[i][1] = splat(0);
    long p = start;
    if (across) {
      for (; p + 4 <= end; p += 4) {
        vector left[4], right[4];
        load_columns(from + p, step, left);
        load_columns(from + p + W * step, step, right);
        UNROLL
        for (int q = 0; q < 4; q++) {
          UNROLL
          for (int i = 0; i < narrow; i++) {
            const vector x = splat(other[i * other_step + (p + q) * other_inner_step]);
            sum[i][0] = fma_vectors(x, left[q], sum[i][0]);
            sum[i][1] = fma_vectors(x, right[q], sum[i][1]);
          }
        }
      }
    }
    for (; p < end; p++) {
      const float *column = from + p * inner_step;
      const vector left = across ? load_column(column, step) : load(column, W);
      const vector right = across ? load_column(column + W * step, step) : load(column + W, W);
      UNROLL
      for (int i = 0; i < narrow; i++) {
        const vector x = splat(other[i * other_step + p * other_inner_step]);
        sum[i][0] = fma_vectors(x, left, sum[i][0]);
        sum[i][1] = fma_vectors(x, right, sum[i][1]);
      }
    }
    UNROLL
    for (int i = 0; i < narrow; i++) {
      total[i][0] = total[i][0] + sum[i][0] * alpha;
      total[i][1] = total[i][1] + sum[i][1] * alpha;
    }
  }
  const vector one = splat(1.0f), floor = splat(floor_of(of->activation));
  UNROLL
  for (int i = 0; i < narrow; i++) {
    UNROLL
    for (int s = 0; s < STRIP_VECTORS; s++) {
      const long at = lane + s * W;
      const vector bias = of->bias && !of->bias_along_lanes ? splat(of->bias[i])
                                                            : bias_or_nothing(of->bias ? of->bias + at : 0, W);
      store_lanes(of, of->c + at * of->lane_step + i * of->narrow_step, finish(total[i][s], one, bias, floor));
    }
  }
}

INLINE void multiply_strips(int narrow, const narrow_product *of) {
  for (long lane = 0; lane < of->size; lane += STRIP_WIDTH) {
    const long begin = smaller_of(lane, of->size - STRIP_WIDTH);
    if (of->lanes.step == 1) multiply_strip(narrow, 0, of, begin);
    else multiply_strip(narrow, 1, of, begin);
  }
}

static void multiply_narrow(long narrow, const narrow_product *of) {
  switch (narrow) {
    case 1: multiply_strips(1, of); break;
    case 2: multiply_strips(2, of); break;
    case 3: multiply_strips(3, of); break;
    default: multiply_strips(4, of); break;
  }
}

/** Rows that share what is read of B, as the registers allow. */
enum { SHALLOW_ROWS = W == 16 ? 4 : 2 };

/**
 * `rows` rows of C from a row i on, where the inner size is at most NARROW: both are constants. B is k rows of n.
 */
INLINE void multiply_shallow_rows(int rows, int k, const side *a, const float *b, long b_stride, const product *of,
                                  long i) {
  vector x[SHALLOW_ROWS][NARROW];
  UNROLL
  for (int r = 0; r < rows; r++) {
    UNROLL
    for (int p = 0; p < k; p++) x[r][p] = splat(a->data[(i + r) * a->step + p * a->inner_step]);
  }
  const vector alpha = splat(of->alpha), floor = splat(floor_of(of->activation));
  const long n = of->n, c_stride = of->c_stride;
  const float *bias = of->bias;
  float *c = of->c + i * c_stride;
  for (long at = 0; at < n; at += W) {
    const long j = smaller_of(at, n - W);
    const vector added = bias_or_nothing(bias ? bias + j : 0, W);
    vector y[NARROW];
    UNROLL
    for (int p = 0; p < k; p++) y[p] = load(b + p * b_stride + j, W);
    UNROLL
    for (int r = 0; r < rows; r++) {
      vector sum = splat(0);
      UNROLL
      for (int p = 0; p < k; p++) sum = fma_vectors(x[r][p], y[p], sum);
      store(c + r * c_stride + j, finish(sum, alpha, added, floor), W);
    }
  }
  if (of->activation > RELU) activate_tile(of->activation, rows, (int)n, c, c_stride);
}

INLINE void multiply_shallow_block(int k, const side *a, const float *b, long b_stride, const product *of) {
  long i = 0;
  for (; i + SHALLOW_ROWS <= of->m; i += SHALLOW_ROWS)
    multiply_shallow_rows(SHALLOW_ROWS, k, a, b, b_stride, of, i);
  for (; i < of->m; i++) multiply_shallow_rows(1, k, a, b, b_stride, of, i);
}

/** C with an inner size of at most NARROW. B given transposed is turned first. */
static void multiply_shallow(const side *a, const side *b, const product *of) {
  const float *rows = b->data;
  long stride = b->inner_step;
  if (b->step != 1) {
    for (long j = 0; j < of->n; j++)
      for (long p = 0; p < of->k; p++) of->scratch[p * of->n + j] = b->data[j * b->step + p];
    rows = of->scratch;
    stride = of->n;
  }
  switch (of->k) {
    case 1: multiply_shallow_block(1, a, rows, stride, of); break;
    case 2: multiply_shallow_block(2, a, rows, stride, of); break;
    case 3: multiply_shallow_block(3, a, rows, stride, of); break;
    default: multiply_shallow_block(4, a, rows, stride, of); break;
  }
}

INLINE side side_of(const float *data, long stride, int across) {
  return across ? (side){data, 1, stride} : (side){data, stride, 1};
}

/** C = activation(alpha op(A) op(B) + bias), or added to C with ACCUMULATE. */
static void multiply(const float *a, long a_stride, const product *of) {
  const side left = side_of(a, a_stride, of->flags & TRANSPOSE_A);
  const side right = side_of(of->b, of->b_stride, !(of->flags & TRANSPOSE_B));
  const long stride = of->c_stride;
  if (of->flags & ACCUMULATE) {
    multiply_packed(a, a_stride, of);
  } else if (of->n <= NARROW && of->m >= STRIP_WIDTH) {
    const narrow_product turned = {left, right, of->m, of->k, of->c, stride, 1, of->bias, 0, of->alpha, of->activation};
    multiply_narrow(of->n, &turned);
  } else if (of->m <= NARROW && of->n >= STRIP_WIDTH) {
    const narrow_product plain = {right, left, of->n, of->k, of->c, 1, stride, of->bias, 1, of->alpha, of->activation};
    multiply_narrow(of->m, &plain);
  } else if (of->k <= NARROW && of->n >= W && of->n <= COLUMN_BLOCK) {
    multiply_shallow(&left, &right, of);
  } else {
    multiply_packed(a, a_stride, of);
  }
}

#endif
