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

/** Transposes the 4 x 4 numbers at p of four rows to `to`, lines of which are `stride` apart. */
INLINE void transpose_four(const float *const *rows, long p, float *to, long stride) {
#if defined(__wasm_simd128__)
  const v128_t a = wasm_v128_load(rows[0] + p), b = wasm_v128_load(rows[1] + p);
  const v128_t c = wasm_v128_load(rows[2] + p), d = wasm_v128_load(rows[3] + p);
  const v128_t ab = wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), ab2 = wasm_i32x4_shuffle(a, b, 2, 6, 3, 7);
  const v128_t cd = wasm_i32x4_shuffle(c, d, 0, 4, 1, 5), cd2 = wasm_i32x4_shuffle(c, d, 2, 6, 3, 7);
  wasm_v128_store(to, wasm_i32x4_shuffle(ab, cd, 0, 1, 4, 5));
  wasm_v128_store(to + stride, wasm_i32x4_shuffle(ab, cd, 2, 3, 6, 7));
  wasm_v128_store(to + 2 * stride, wasm_i32x4_shuffle(ab2, cd2, 0, 1, 4, 5));
  wasm_v128_store(to + 3 * stride, wasm_i32x4_shuffle(ab2, cd2, 2, 3, 6, 7));
#else
  __m128 a = _mm_loadu_ps(rows[0] + p), b = _mm_loadu_ps(rows[1] + p);
  __m128 c = _mm_loadu_ps(rows[2] + p), d = _mm_loadu_ps(rows[3] + p);
  _MM_TRANSPOSE4_PS(a, b, c, d);
  _mm_storeu_ps(to, a);
  _mm_storeu_ps(to + stride, b);
  _mm_storeu_ps(to + 2 * stride, c);
  _mm_storeu_ps(to + 3 * stride, d);
#endif
}

/** What stands for a row that a sliver lacks. */
static const float zeros[DEPTH];

/** to[p * count + r] = rows[r][p] for p < k. `count` is a constant, at least 4. */
INLINE void interleave(const float *const *rows, int count, int k, float *to) {
  int p = 0;
  for (; p + 4 <= k; p += 4) {
    for (int r = 0; r + 4 <= count; r += 4) transpose_four(rows + r, p, to + (long)p * count + r, count);
    /* The last rows again with some before them, where there are not four. */
    if (count % 4) transpose_four(rows + count - 4, p, to + (long)p * count + count - 4, count);
  }
  for (; p < k; p++)
    for (int r = 0; r < count; r++) to[(long)p * count + r] = rows[r][p];
}

static void pack_rows(const matrix_source *source, long row, long column, int m, int k, float *packed) {
  for (int i = 0; i < m; i += ROWS, packed += (long)ROWS * k) {
    const float *rows[ROWS];
    for (int r = 0; r < ROWS; r++)
      rows[r] = i + r < m ? source->data + (row + i + r) * source->stride + column : zeros;
    interleave(rows, ROWS, k, packed);
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

/** One vector of a row of the tile. */
INLINE void store_result(float *c, const float *bias, vector v, const epilogue *end, vector floor) {
  v = v * splat(end->alpha);
  if (end->accumulate) v = load(c, W) + v;
  if (bias) v = v + load(bias, W);
  store(c, at_least(v, floor), W);
}

/**
 * A tile of `rows` (at most ROWS) x COLUMNS, or x W where it is not `wide`; both are constants. The accumulators must stay
 * in registers: the loops over them are unrolled, and nothing takes their address.
 */
INLINE void multiply_tile(int rows, int wide, int k, const float *a, const float *b, float *c, long stride,
                          const float *bias, const epilogue *end) {
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
  const vector floor = splat(floor_of(end->activation));
  UNROLL
  for (int r = 0; r < rows; r++) {
    store_result(c + r * stride, bias, left[r], end, floor);
    if (wide) store_result(c + r * stride + W, bias ? bias + W : 0, right[r], end, floor);
  }
}

/** A tile of which only `rows` rows are wanted: the smallest kernel that has them. */
INLINE void multiply_rows(int rows, int wide, int k, const float *a, const float *b, float *c, long stride,
                          const float *bias, const epilogue *end) {
  if (rows <= 2) multiply_tile(2, wide, k, a, b, c, stride, bias, end);
  else if (rows <= 4) multiply_tile(4, wide, k, a, b, c, stride, bias, end);
#if defined(__AVX512F__)
  else if (rows <= 8) multiply_tile(8, wide, k, a, b, c, stride, bias, end);
#endif
  else multiply_tile(ROWS, wide, k, a, b, c, stride, bias, end);
}

static void multiply_any_tile(int rows, int columns, int k, const float *a, const float *b, float *c, long stride,
                              const float *bias, const epilogue *end) {
  if (columns > W) multiply_rows(rows, 1, k, a, b, c, stride, bias, end);
  else multiply_rows(rows, 0, k, a, b, c, stride, bias, end);
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
  multiply_any_tile(rows, columns, k, a, b, tile, COLUMNS, bias ? padded_bias : 0, end);
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
      if (rows == ROWS && columns == COLUMNS) multiply_tile(ROWS, 1, k, from_a, from_b, to, stride, bias, end);
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
static void multiply_packed(const float *a, long a_stride, const product *of) {
  const matrix_source source = {of->flags & TRANSPOSE_A ? pack_transposed_rows : pack_rows, a, a_stride, 0};
  multiply_source(&source, of);
}

#endif
