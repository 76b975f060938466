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
#include "transpose.h"

#if defined(__AVX512F__)
enum { ROWS = 12 };
#elif defined(__AVX2__)
enum { ROWS = 6 };
#else
enum { ROWS = 4 };
#endif

/* The planner reserves the two packed blocks: src/engine/kernel/scratch.ts has these numbers too. */
enum { COLUMNS = 2 * W, DEPTH = 256, ROW_BLOCK = 192, COLUMN_BLOCK = 512, ROW_MULTIPLE = 48, COLUMN_MULTIPLE = 32 };

/*
 * LOWER_C: elements of C right of the diagonal are not wanted, and may or may not be computed. LOWER_A: A is 0 right of
 * its diagonal (op(A) left of it, where it is transposed), and those zeros may or may not be read.
 */
enum { TRANSPOSE_A = 1, TRANSPOSE_B = 2, ACCUMULATE = 4, LOWER_C = 8, LOWER_A = 16 };

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

/** What stands for a row that a sliver lacks. */
static const float zeros[DEPTH];

enum { ROW_POINTERS = (ROWS + W - 1) / W * W };

static void pack_rows(const matrix_source *source, long row, long column, int m, int k, float *packed) {
  for (int i = 0; i < m; i += ROWS, packed += (long)ROWS * k) {
    const float *rows[ROW_POINTERS];
    for (int r = 0; r < ROW_POINTERS; r++)
      rows[r] = r < ROWS && i + r < m ? source->data + (row + i + r) * source->stride + column : zeros;
    interleave(rows, ROWS, k, packed);
  }
}

/** Copies ROWS floats. */
INLINE void copy_sliver_row(float *to, const float *from) {
#if defined(__AVX512F__)
  _mm256_storeu_ps(to, _mm256_loadu_ps(from));
  _mm_storeu_ps(to + 8, _mm_loadu_ps(from + 8));
#elif defined(__AVX2__)
  _mm_storeu_ps(to, _mm_loadu_ps(from));
  _mm_storel_pi((__m64 *)(to + 4), _mm_loadl_pi(_mm_setzero_ps(), (const __m64 *)(from + 4)));
#else
  store(to, load(from, W), W);
#endif
}

/** A few rows of the memory are read at a time for all slivers, so that no line is fetched twice. */
enum { ROWS_AT_A_TIME = 16 };

static void pack_transposed_rows(const matrix_source *source, long row, long column, int m, int k, float *packed) {
  for (int start = 0; start < k; start += ROWS_AT_A_TIME) {
    const int end = (int)smaller_of(k, start + ROWS_AT_A_TIME);
    for (int i = 0; i < m; i += ROWS) {
      const int rows = (int)smaller_of(m - i, ROWS);
      float *to = packed + (long)i * k + (long)start * ROWS;
      const float *from = source->data + (column + start) * source->stride + row + i;
      for (int p = start; p < end; p++, to += ROWS, from += source->stride) {
        if (rows == ROWS) copy_sliver_row(to, from);
        else
          for (int r = 0; r < ROWS; r++) to[r] = r < rows ? from[r] : 0;
      }
    }
  }
}

/** Writes k rows of B, n columns, as slivers of COLUMNS columns, filled up with zeros. */
static void pack_columns(const float *b, long stride, int k, int n, float *packed) {
  for (int start = 0; start < k; start += ROWS_AT_A_TIME) {
    const int end = (int)smaller_of(k, start + ROWS_AT_A_TIME);
    for (int j = 0; j < n; j += COLUMNS) {
      const int columns = (int)smaller_of(n - j, COLUMNS);
      float *to = packed + (long)j * k + (long)start * COLUMNS;
      const float *from = b + start * stride + j;
      for (int p = start; p < end; p++, to += COLUMNS, from += stride) {
        if (columns == COLUMNS) {
          store(to, load(from, W), W);
          store(to + W, load(from + W, W), W);
        } else
          for (int c = 0; c < COLUMNS; c++) to[c] = c < columns ? from[c] : 0;
      }
    }
  }
}

/** As pack_columns for B given transposed: n rows of k. */
static void pack_transposed_columns(const float *b, long stride, int k, int n, float *packed) {
  for (int j = 0; j < n; j += COLUMNS, packed += (long)COLUMNS * k) {
    const float *rows[COLUMNS];
    for (int c = 0; c < COLUMNS; c++) rows[c] = j + c < n ? b + (j + c) * stride : zeros;
    interleave(rows, COLUMNS, k, packed);
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

/** What relu lifts a result to; without relu nothing is below it. */
INLINE float floor_of(int activation) { return activation == RELU ? 0.0f : -__builtin_inff(); }

/** Without bias an operand that changes no bit: x + -0 = x. */
INLINE vector bias_or_nothing(const float *bias, int count) { return bias ? load(bias, count) : splat(-0.0f); }

/** Stores the first `count` elements of alpha v + bias, added to c where `accumulate` says so, and not below `floor`. */
INLINE void store_result(float *c, vector v, vector alpha, int accumulate, vector bias, vector floor, int count) {
  v = v * alpha;
  if (accumulate) v = load(c, count) + v;
  store(c, at_least(v + bias, floor), count);
}

/**
 * A tile of `rows` (at most ROWS) x COLUMNS, or x W where it is not `wide`; both are constants. The first `wanted` rows are
 * stored, and of the last vector of each the first `count` elements. The accumulators must stay in registers: the loops
 * over them are unrolled, and nothing takes their address.
 */
INLINE void multiply_tile(int rows, int wide, int k, const float *a, const float *b, float *c, long stride,
                          const float *bias, const epilogue *end, int wanted, int count) {
  vector left[ROWS], right[ROWS];
  UNROLL
  for (int r = 0; r < rows; r++) left[r] = right[r] = splat(0);
  for (int p = 0; p < k; p++, a += ROWS, b += COLUMNS) {
    const vector b0 = load(b, W), b1 = load(b + W, W);
    UNROLL
    for (int r = 0; r < rows; r++) {
      const vector x = splat(a[r]);
#if defined(__wasm_simd128__)
      /* The splat and its two products stay together: with 16 registers, four splats at a time would be too many. */
      __asm__ volatile("" ::: "memory");
#endif
      left[r] = fma_vectors(x, b0, left[r]);
      if (wide) right[r] = fma_vectors(x, b1, right[r]);
    }
  }
  /* Read before anything is stored, which might lie over it as far as compilers know. */
  const vector floor = splat(floor_of(end->activation)), alpha = splat(end->alpha);
  const int accumulate = end->accumulate;
  const vector bias0 = bias_or_nothing(bias, wide ? W : count);
  const vector bias1 = bias_or_nothing(wide && bias ? bias + W : 0, count);
  UNROLL
  for (int r = 0; r < rows; r++) {
    if (r >= wanted) break;
    store_result(c + r * stride, left[r], alpha, accumulate, bias0, floor, wide ? W : count);
    if (wide) store_result(c + r * stride + W, right[r], alpha, accumulate, bias1, floor, count);
  }
}

/** A tile of which only some rows are wanted: the smallest kernel that has them. */
INLINE void multiply_rows(int wide, int k, const float *a, const float *b, float *c, long stride, const float *bias,
                          const epilogue *end, int wanted, int count) {
  if (wanted <= 2) multiply_tile(2, wide, k, a, b, c, stride, bias, end, wanted, count);
  else if (wanted <= 4) multiply_tile(4, wide, k, a, b, c, stride, bias, end, wanted, count);
#if defined(__AVX512F__)
  else if (wanted <= 8) multiply_tile(8, wide, k, a, b, c, stride, bias, end, wanted, count);
#endif
  else multiply_tile(ROWS, wide, k, a, b, c, stride, bias, end, wanted, count);
}

/** A tile at the edge of C. */
static void multiply_edge_tile(int rows, int columns, int k, const float *a, const float *b, float *c, long stride,
                               const float *bias, const epilogue *end) {
  if (columns > W) multiply_rows(1, k, a, b, c, stride, bias, end, rows, columns - W);
  else multiply_rows(0, k, a, b, c, stride, bias, end, rows, columns);
}

/** What was not done with the results in registers: every activation but relu. */
static void activate_tile(int activation, int rows, int columns, float *c, long stride) {
  for (int r = 0; r < rows; r++) apply_activation(activation, c + r * stride, c + r * stride, columns);
}

/** What a block of C is computed from: flags of the product, and the first row, column and inner index. */
typedef struct {
  int flags;
  long row, column, inner;
} block;

INLINE int within(long x, int most) { return x < 0 ? 0 : x > most ? most : (int)x; }

/** The products of a packed block of A (m x k) and a packed block of B (k x n). */
static void multiply_blocks(const block *at, int m, int n, int k, const float *a, const float *b, float *c, long stride,
                            const epilogue *end) {
  for (int j = 0; j < n; j += COLUMNS) {
    const int columns = (int)smaller_of(n - j, COLUMNS);
    const float *bias = end->bias ? end->bias + j : 0;
    for (int i = 0; i < m; i += ROWS) {
      const int rows = (int)smaller_of(m - i, ROWS);
      int first = 0, last = k;
      if (at->flags & LOWER_C && at->column + j >= at->row + i + rows) continue;
      if (at->flags & LOWER_A) {
        if (at->flags & TRANSPOSE_A) first = within(at->row + i - at->inner, k);
        else last = within(at->row + i + rows - at->inner, k);
      }
      const float *from_a = a + (long)i * k + (long)first * ROWS, *from_b = b + (long)j * k + (long)first * COLUMNS;
      float *to = c + i * stride + j;
      if (rows == ROWS && columns == COLUMNS)
        multiply_tile(ROWS, 1, last - first, from_a, from_b, to, stride, bias, end, ROWS, W);
      else multiply_edge_tile(rows, columns, last - first, from_a, from_b, to, stride, bias, end);
      if (end->activation > RELU) activate_tile(end->activation, rows, columns, to, stride);
    }
  }
}

typedef struct {
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
        const block at = {of->flags, i, j, p};
        source->pack(source, i, p, m, k, packed_a);
        multiply_blocks(&at, m, n, k, packed_a, packed_b, of->c + i * of->c_stride + j, of->c_stride, &end);
      }
    }
  }
}

/** C = activation(alpha op(A) op(B) + bias). */
static void multiply_packed(const float *a, long a_stride, const product *of) {
  const matrix_source source = {of->flags & TRANSPOSE_A ? pack_transposed_rows : pack_rows, a, a_stride, 0};
  multiply_source(&source, of);
}

#endif
