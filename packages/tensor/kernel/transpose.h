/* Numbers of several rows, four columns at a time, turned so that those of a column stand side by side in a vector. */
#ifndef TRANSPOSE_H
#define TRANSPOSE_H

#include "vector.h"

#if defined(__AVX512F__)
#define UNPACK(HALF, a, b) ((vector)_mm512_unpack##HALF##_ps((__m512)(a), (__m512)(b)))
#define UNPACK_PAIRS(HALF, a, b) ((vector)_mm512_unpack##HALF##_pd((__m512d)(a), (__m512d)(b)))
#elif defined(__AVX2__)
#define UNPACK(HALF, a, b) ((vector)_mm256_unpack##HALF##_ps((__m256)(a), (__m256)(b)))
#define UNPACK_PAIRS(HALF, a, b) ((vector)_mm256_unpack##HALF##_pd((__m256d)(a), (__m256d)(b)))
#else
#define UNPACK_lo(a, b) ((vector)wasm_i32x4_shuffle(a, b, 0, 4, 1, 5))
#define UNPACK_hi(a, b) ((vector)wasm_i32x4_shuffle(a, b, 2, 6, 3, 7))
#define UNPACK_PAIRS_lo(a, b) ((vector)wasm_i64x2_shuffle(a, b, 0, 2))
#define UNPACK_PAIRS_hi(a, b) ((vector)wasm_i64x2_shuffle(a, b, 1, 3))
#define UNPACK(HALF, a, b) UNPACK_##HALF(a, b)
#define UNPACK_PAIRS(HALF, a, b) UNPACK_PAIRS_##HALF(a, b)
#endif

/**
 * Four numbers of each of W rows: quads[r] holds those of rows r, r + 4, r + 8, ... Element l of columns[q] is number q of
 * row l.
 */
INLINE void transpose_quads(const vector *quads, vector *columns) {
  const vector low01 = UNPACK(lo, quads[0], quads[1]), low23 = UNPACK(lo, quads[2], quads[3]);
  const vector high01 = UNPACK(hi, quads[0], quads[1]), high23 = UNPACK(hi, quads[2], quads[3]);
  columns[0] = UNPACK_PAIRS(lo, low01, low23);
  columns[1] = UNPACK_PAIRS(hi, low01, low23);
  columns[2] = UNPACK_PAIRS(lo, high01, high23);
  columns[3] = UNPACK_PAIRS(hi, high01, high23);
}

/** The four numbers at p of rows 0, 4, 8, ... of `count` rows, at most W. `count` is a constant. */
INLINE vector load_quads(const float *const *rows, long p, int count) {
#if defined(__AVX512F__)
  __m512 v = _mm512_castps128_ps512(_mm_loadu_ps(rows[0] + p));
  if (count > 4) v = _mm512_insertf32x4(v, _mm_loadu_ps(rows[4] + p), 1);
  if (count > 8) v = _mm512_insertf32x4(v, _mm_loadu_ps(rows[8] + p), 2);
  if (count > 12) v = _mm512_insertf32x4(v, _mm_loadu_ps(rows[12] + p), 3);
  return (vector)v;
#elif defined(__AVX2__)
  const __m256 v = _mm256_castps128_ps256(_mm_loadu_ps(rows[0] + p));
  return (vector)(count > 4 ? _mm256_insertf128_ps(v, _mm_loadu_ps(rows[4] + p), 1) : v);
#else
  (void)count;
  return load(rows[0] + p, W);
#endif
}

/** As store for a count that is a constant, at least W / 2; quicker than a mask where the count is even. */
INLINE void store_first(float *to, vector v, int count) {
#if defined(__AVX2__) && !defined(__AVX512F__)
  if (count == 6) {
    _mm_storeu_ps(to, _mm256_castps256_ps128((__m256)v));
    _mm_storel_pi((__m64 *)(to + 4), _mm256_extractf128_ps((__m256)v, 1));
    return;
  }
#endif
  store(to, v, count < W ? count : W);
}

/**
 * to[p * count + r] = rows[r][p] for r < count, p < k. `count` is a constant; there are as many pointers as the next
 * multiple of W.
 */
INLINE void interleave(const float *const *rows, int count, int k, float *to) {
  int p = 0;
  for (; p + 4 <= k; p += 4, to += 4 * (long)count) {
    UNROLL for (int first = 0; first < count; first += W) {
      vector quads[4], columns[4];
      UNROLL for (int r = 0; r < 4; r++) quads[r] = load_quads(rows + first + r, p, count - first - r);
      transpose_quads(quads, columns);
      UNROLL for (int q = 0; q < 4; q++) store_first(to + q * count + first, columns[q], count - first);
    }
  }
  for (; p < k; p++, to += count)
    for (int r = 0; r < count; r++) to[r] = rows[r][p];
}

#endif
