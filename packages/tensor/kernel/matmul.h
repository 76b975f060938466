/*
 * C = activation(alpha op(A) op(B) + bias): blocked matrix product after Goto & van de Geijn, "Anatomy of
 * High-Performance Matrix Multiplication" (2008). A block of B and a block of A are packed into slivers that the
 * innermost kernel reads in order, holding a tile of ROWS x COLUMNS results in registers.
 *
 * An element of C is one chain of multiply-adds over the inner size for each block of DEPTH, and the sum of these chains
 * in order; so the size of a tile, and with it the width of the vectors, changes no bit.
 *
 * How A is read is the caller's: a `source` packs its rows, which makes convolutions matrix products without a copy of
 * all patches (convolution.h).
 */
#ifndef MATMUL_H
#define MATMUL_H

#include "activation.h"

#if defined(__AVX512F__)
enum { ROWS = 12 };
#elif defined(__AVX2__)
enum { ROWS = 6 };
#else
enum { ROWS = 4 };
#endif

/* The planner reserves the two packed blocks: src/engine/kernel/scratch.ts has these numbers too. */
enum { COLUMNS = 2 * W, DEPTH = 256, ROW_BLOCK = 192, COLUMN_BLOCK = 512, ROW_MULTIPLE = 48, COLUMN_MULTIPLE = 32 };

enum { TRANSPOSE_A = 1, TRANSPOSE_B = 2, ACCUMULATE = 4 };

INLINE long round_up(long n, long multiple) { return (n + multiple - 1) / multiple * multiple; }

/** Floats that the packed block of A takes in the scratch. */
INLINE long packed_rows_size(long m, long k) {
  return smaller_of(round_up(m, ROW_MULTIPLE), ROW_BLOCK) * smaller_of(k, DEPTH);
}

typedef struct matrix_source matrix_source;

/** Writes rows `row`..+m of op(A), columns `column`..+k, as slivers of ROWS rows each, filled up with zeros. */
typedef void (*packer)(const matrix_source *source, long row, long column, int m, int k, float *packed);

struct matrix_source {
  packer pack;
  const float *data;
  long stride;
  /** What a packer of another kind needs: a `convolution` (convolution.h). */
  const void *geometry;
};

static void pack_rows(const matrix_source *source, long row, long column, int m, int k, float *packed) {
  for (int i = 0; i < m; i += ROWS, packed += (long)ROWS * k) {
    const int rows = (int)smaller_of(m - i, ROWS);
    const float *a = source->data + (row + i) * source->stride + column;
    for (int r = 0; r < ROWS; r++) {
      const float *from = a + r * source->stride;
      for (int p = 0; p < k; p++) packed[(long)p * ROWS + r] = r < rows ? from[p] : 0;
    }
  }
}

static void pack_transposed_rows(const matrix_source *source, long row, long column, int m, int k, float *packed) {
  for (int i = 0; i < m; i += ROWS, packed += (long)ROWS * k) {
    const int rows = (int)smaller_of(m - i, ROWS);
    for (int p = 0; p < k; p++) {
      const float *from = source->data + (column + p) * source->stride + row + i;
      float *to = packed + (long)p * ROWS;
      if (rows == ROWS) {
        for (int r = 0; r < ROWS; r++) to[r] = from[r];
      } else {
        for (int r = 0; r < ROWS; r++) to[r] = r < rows ? from[r] : 0;
      }
    }
  }
}

/** Writes k rows of B, n columns, as slivers of COLUMNS columns, filled up with zeros. */
static void pack_columns(const float *b, long stride, int k, int n, float *packed) {
  for (int j = 0; j < n; j += COLUMNS) {
    const int columns = (int)smaller_of(n - j, COLUMNS);
    for (int p = 0; p < k; p++, packed += COLUMNS) {
      const float *from = b + p * stride + j;
      if (columns == COLUMNS) {
        store(packed, load(from, W), W);
        store(packed + W, load(from + W, W), W);
      } else {
        for (int c = 0; c < COLUMNS; c++) packed[c] = c < columns ? from[c] : 0;
      }
    }
  }
}

/** As pack_columns for B given transposed: n rows of k. */
static void pack_transposed_columns(const float *b, long stride, int k, int n, float *packed) {
  for (int j = 0; j < n; j += COLUMNS, packed += (long)COLUMNS * k) {
    const int columns = (int)smaller_of(n - j, COLUMNS);
    for (int c = 0; c < COLUMNS; c++) {
      const float *from = b + (j + c) * stride;
      for (int p = 0; p < k; p++) packed[(long)p * COLUMNS + c] = c < columns ? from[p] : 0;
    }
  }
}

/** What becomes of a finished tile. */
typedef struct {
  float alpha;
  /** Add to what C holds: always after the first block of the inner size. */
  int accumulate;
  /** NULL before the last block, or without bias. */
  const float *bias;
  /** NO_ACTIVATION before the last block. */
  int activation;
} epilogue;

INLINE void store_row(float *c, const float *bias, vector v0, vector v1, const epilogue *end) {
  const vector alpha = splat(end->alpha);
  v0 = v0 * alpha;
  v1 = v1 * alpha;
  if (end->accumulate) {
    v0 = load(c, W) + v0;
    v1 = load(c + W, W) + v1;
  }
  if (bias) {
    v0 = v0 + load(bias, W);
    v1 = v1 + load(bias + W, W);
  }
  if (end->activation == RELU) {
    v0 = relu(v0);
    v1 = relu(v1);
  }
  store(c, v0, W);
  store(c + W, v1, W);
}

/**
 * A tile of `rows` (a constant, at most ROWS) x COLUMNS. The accumulators must stay in registers: the loops over them
 * are unrolled, and nothing takes their address.
 */
INLINE void multiply_tile(int rows, int k, const float *a, const float *b, float *c, long stride, const float *bias,
                          const epilogue *end) {
  vector left[ROWS], right[ROWS];
  UNROLL
  for (int r = 0; r < rows; r++) left[r] = right[r] = splat(0);
  for (int p = 0; p < k; p++, a += ROWS, b += COLUMNS) {
    const vector b0 = load(b, W), b1 = load(b + W, W);
    UNROLL
    for (int r = 0; r < rows; r++) {
      const vector x = splat(a[r]);
      left[r] = fma_vectors(x, b0, left[r]);
      right[r] = fma_vectors(x, b1, right[r]);
    }
  }
  UNROLL
  for (int r = 0; r < rows; r++) store_row(c + r * stride, bias, left[r], right[r], end);
}

/** A tile of which only `rows` rows are wanted: the smallest kernel that has them. */
static void multiply_any_tile(int rows, int k, const float *a, const float *b, float *c, long stride, const float *bias,
                              const epilogue *end) {
  if (rows <= 2) multiply_tile(2, k, a, b, c, stride, bias, end);
  else if (rows <= 4) multiply_tile(4, k, a, b, c, stride, bias, end);
#if defined(__AVX512F__)
  else if (rows <= 8) multiply_tile(8, k, a, b, c, stride, bias, end);
#endif
  else multiply_tile(ROWS, k, a, b, c, stride, bias, end);
}

static void activate_tile(int activation, int rows, int columns, float *c, long stride) {
  if (activation == NO_ACTIVATION || activation == RELU) return;
  for (int r = 0; r < rows; r++) apply_activation(activation, c + r * stride, c + r * stride, columns);
}

/** A tile at the edge of C: computed in a whole one beside it, of which `rows` x `columns` are taken. */
static void multiply_edge_tile(int rows, int columns, int k, const float *a, const float *b, float *c, long stride,
                               const float *bias, const epilogue *end) {
  float tile[ROWS * COLUMNS], padded_bias[COLUMNS];
  for (int i = 0; i < ROWS * COLUMNS; i++) tile[i] = 0;
  if (end->accumulate)
    for (int r = 0; r < rows; r++)
      for (int s = 0; s < columns; s++) tile[r * COLUMNS + s] = c[r * stride + s];
  for (int s = 0; s < COLUMNS; s++) padded_bias[s] = bias && s < columns ? bias[s] : 0;
  multiply_any_tile(rows, k, a, b, tile, COLUMNS, bias ? padded_bias : 0, end);
  for (int r = 0; r < rows; r++)
    for (int s = 0; s < columns; s++) c[r * stride + s] = tile[r * COLUMNS + s];
}

/** The products of a packed block of A (m x k) and a packed block of B (k x n). */
static void multiply_blocks(int m, int n, int k, const float *a, const float *b, float *c, long stride,
                            const epilogue *end) {
  for (int j = 0; j < n; j += COLUMNS) {
    const int columns = (int)smaller_of(n - j, COLUMNS);
    const float *bias = end->bias ? end->bias + j : 0;
    for (int i = 0; i < m; i += ROWS) {
      const int rows = (int)smaller_of(m - i, ROWS);
      const float *from_a = a + (long)i * k, *from_b = b + (long)j * k;
      float *to = c + i * stride + j;
      if (rows == ROWS && columns == COLUMNS) multiply_tile(ROWS, k, from_a, from_b, to, stride, bias, end);
      else multiply_edge_tile(rows, columns, k, from_a, from_b, to, stride, bias, end);
      activate_tile(end->activation, rows, columns, to, stride);
    }
  }
}

typedef struct {
  /** TRANSPOSE_B, ACCUMULATE. */
  int flags;
  long m, n, k;
  const float *b;
  long b_stride;
  float *c;
  long c_stride;
  /** NULL for none. */
  const float *bias;
  float alpha;
  int activation;
  /** packed_rows_size(m, k) + the same for columns: see scratch.ts. */
  float *scratch;
} product;

/** C = activation(alpha A op(B) + bias), or C += alpha A op(B). Sizes are at least 1. */
static void multiply_source(const matrix_source *source, const product *of) {
  float *packed_a = of->scratch, *packed_b = of->scratch + packed_rows_size(of->m, of->k);
  for (long j = 0; j < of->n; j += COLUMN_BLOCK) {
    const int n = (int)smaller_of(of->n - j, COLUMN_BLOCK);
    for (long p = 0; p < of->k; p += DEPTH) {
      const int k = (int)smaller_of(of->k - p, DEPTH), last = p + k == of->k;
      if (of->flags & TRANSPOSE_B)
        pack_transposed_columns(of->b + j * of->b_stride + p, of->b_stride, k, n, packed_b);
      else pack_columns(of->b + p * of->b_stride + j, of->b_stride, k, n, packed_b);
      const epilogue end = {of->alpha, p > 0 || (of->flags & ACCUMULATE), last && of->bias ? of->bias + j : 0,
                            last ? of->activation : NO_ACTIVATION};
      for (long i = 0; i < of->m; i += ROW_BLOCK) {
        const int m = (int)smaller_of(of->m - i, ROW_BLOCK);
        source->pack(source, i, p, m, k, packed_a);
        multiply_blocks(m, n, k, packed_a, packed_b, of->c + i * of->c_stride + j, of->c_stride, &end);
      }
    }
  }
}

/** C = activation(alpha op(A) op(B) + bias); flags TRANSPOSE_A, TRANSPOSE_B, ACCUMULATE. */
static void multiply(const float *a, long a_stride, const product *of) {
  const matrix_source source = {of->flags & TRANSPOSE_A ? pack_transposed_rows : pack_rows, a, a_stride, 0};
  multiply_source(&source, of);
}

#endif
