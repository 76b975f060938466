/*
 * The vector of the build: W floats, 4 in WebAssembly, 8 with AVX2, 16 with AVX-512.
 *
 * Two rules make the AVX2 and the AVX-512 build give the same bits, whichever compiler made them:
 * - a lane of a result depends on the same lane of the operands only, and every multiply-add is either written as
 *   `fma_vectors` (one rounding in the native builds, two in WebAssembly, which has no such instruction) or left
 *   as two operations (the build forbids contraction);
 * - every sum over elements runs in 16 lanes, lane l taking elements l, l + 16, l + 32, ..., and ends in one fixed
 *   tree (`sum_lanes`).
 */
#ifndef VECTOR_H
#define VECTOR_H

#include <stdint.h>

#if defined(__AVX512F__)
#include <immintrin.h>
enum { W = 16 };
#elif defined(__AVX2__) && defined(__FMA__)
#include <immintrin.h>
enum { W = 8 };
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
enum { W = 4 };
#else
#error "build with -mavx512f -mfma, -mavx2 -mfma or -msimd128"
#endif

enum { LANES = 16, PARTS = LANES / W };

typedef float vector __attribute__((vector_size(4 * W)));
typedef int32_t integers __attribute__((vector_size(4 * W)));
typedef float four_floats __attribute__((vector_size(16)));
typedef float unaligned_vector __attribute__((vector_size(4 * W), aligned(4), may_alias));
typedef int32_t unaligned_integers __attribute__((vector_size(4 * W), aligned(4), may_alias));

#define INLINE static inline __attribute__((always_inline))

/* Before a loop of a few constant rounds over an array of vectors: unrolled, the array stays in registers. */
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

INLINE vector splat(float x) {
#if defined(__AVX512F__)
  return (vector)_mm512_set1_ps(x);
#elif defined(__AVX2__)
  return (vector)_mm256_set1_ps(x);
#else
  return (vector)wasm_f32x4_splat(x);
#endif
}

INLINE integers splat_integer(int32_t x) {
#if defined(__AVX512F__)
  return (integers)_mm512_set1_epi32(x);
#elif defined(__AVX2__)
  return (integers)_mm256_set1_epi32(x);
#else
  return (integers)wasm_i32x4_splat(x);
#endif
}

/** a b + c: one rounding in the native builds, two in WebAssembly. */
INLINE vector fma_vectors(vector a, vector b, vector c) {
#if defined(__AVX512F__)
  return (vector)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#elif defined(__AVX2__)
  return (vector)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#else
  return a * b + c;
#endif
}

INLINE vector square_root(vector x) {
#if defined(__AVX512F__)
  return (vector)_mm512_sqrt_ps((__m512)x);
#elif defined(__AVX2__)
  return (vector)_mm256_sqrt_ps((__m256)x);
#else
  return (vector)wasm_f32x4_sqrt((v128_t)x);
#endif
}

/** 0, 1, ..., W - 1. */
INLINE integers lane_numbers(void) {
#if defined(__AVX512F__)
  return (integers){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
#elif defined(__AVX2__)
  return (integers){0, 1, 2, 3, 4, 5, 6, 7};
#else
  return (integers){0, 1, 2, 3};
#endif
}

/** Where the mask is set (all bits of the lane) a, elsewhere b. */
INLINE vector where(integers mask, vector a, vector b) {
  return (vector)((mask & (integers)a) | (~mask & (integers)b));
}

/** The larger of each pair; NaN where one is NaN. */
INLINE vector larger(vector a, vector b) { return where((a < b) | (b != b), b, a); }

/** x, or `floor` where x is below it; NaN stays. */
INLINE vector at_least(vector x, vector floor) {
#if defined(__AVX512F__)
  return (vector)_mm512_max_ps((__m512)floor, (__m512)x);
#elif defined(__AVX2__)
  return (vector)_mm256_max_ps((__m256)floor, (__m256)x);
#else
  return (vector)wasm_f32x4_pmax((v128_t)x, (v128_t)floor);
#endif
}

/** x, or `ceiling` where x is above it; NaN stays. */
INLINE vector at_most(vector x, vector ceiling) {
#if defined(__AVX512F__)
  return (vector)_mm512_min_ps((__m512)ceiling, (__m512)x);
#elif defined(__AVX2__)
  return (vector)_mm256_min_ps((__m256)ceiling, (__m256)x);
#else
  return (vector)wasm_f32x4_pmin((v128_t)x, (v128_t)ceiling);
#endif
}

INLINE vector absolute(vector x) { return (vector)((integers)x & splat_integer(0x7fffffff)); }

/** Whether a lane of a mask is set. */
INLINE int any_lane(integers mask) {
#if defined(__AVX512F__)
  return _mm512_test_epi32_mask((__m512i)mask, (__m512i)mask) != 0;
#elif defined(__AVX2__)
  return _mm256_movemask_ps((__m256)mask) != 0;
#else
  return wasm_v128_any_true((v128_t)mask);
#endif
}

/** The first `count` lanes of v, zero in the others. */
INLINE vector keep_first(vector v, int count) {
  if (count == W) return v;
  return (vector)((integers)v & (lane_numbers() < splat_integer(count)));
}

/** The first `count` elements at p (at least 1); `rest` in the other lanes. Reads nothing behind them. */
INLINE vector load_or(const float *p, int count, float rest) {
  if (count == W) return *(const unaligned_vector *)p;
#if defined(__AVX512F__)
  return (vector)_mm512_mask_loadu_ps((__m512)splat(rest), (__mmask16)((1u << count) - 1), p);
#elif defined(__AVX2__)
  const integers first = lane_numbers() < splat_integer(count);
  return where(first, (vector)_mm256_maskload_ps(p, (__m256i)first), splat(rest));
#else
  return (vector){p[0], count > 1 ? p[1] : rest, count > 2 ? p[2] : rest, rest};
#endif
}

INLINE vector load(const float *p, int count) { return load_or(p, count, 0); }

/** Writes the first `count` lanes of v (at least 1) to p and nothing behind them. */
INLINE void store(float *p, vector v, int count) {
  if (count == W) {
    *(unaligned_vector *)p = v;
    return;
  }
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(p, (__mmask16)((1u << count) - 1), (__m512)v);
#elif defined(__AVX2__)
  _mm256_maskstore_ps(p, (__m256i)(lane_numbers() < splat_integer(count)), (__m256)v);
#else
  p[0] = v[0];
  if (count > 1) p[1] = v[1];
  if (count > 2) p[2] = v[2];
#endif
}

/* Integers travel in the same registers: moving bits through a float vector changes none of them. */

INLINE integers load_integers(const int32_t *p, int count) { return (integers)load((const float *)p, count); }

INLINE void store_integers(int32_t *p, integers v, int count) { store((float *)p, (vector)v, count); }

/**
 * Runs the body for i = 0, W, 2 W, ... below n, with `count` the number of elements at i: W (a constant, so that loads
 * and stores are whole), and once less than W where n is no multiple.
 */
#define FOR_VECTORS(i, count, n, ...)     \
  do {                                    \
    long i = 0;                           \
    for (; i + W <= (n); i += W) {        \
      enum { count = W };                 \
      __VA_ARGS__                         \
    }                                     \
    if (i < (n)) {                        \
      const int count = (int)((n) - i);   \
      __VA_ARGS__                         \
    }                                     \
  } while (0)

/** Sixteen partial results, one for each lane of the fixed order. */
typedef struct {
  vector part[PARTS];
} lanes;

INLINE lanes splat_lanes(float x) {
  lanes all;
  for (int p = 0; p < PARTS; p++) all.part[p] = splat(x);
  return all;
}

/**
 * Runs the body as FOR_VECTORS does, with `p` the part of the 16 lanes that element i falls into. Inside, reductions
 * write `acc.part[p] = ...`.
 */
#define FOR_LANES(i, p, count, n, ...)                        \
  do {                                                        \
    long i##_group = 0;                                       \
    for (; i##_group + LANES <= (n); i##_group += LANES) {    \
      UNROLL for (int p = 0; p < PARTS; p++) { \
        enum { count = W };                                   \
        const long i = i##_group + p * W;                     \
        __VA_ARGS__                                           \
      }                                                       \
    }                                                         \
    UNROLL for (int p = 0; p < PARTS; p++) { \
      const long i = i##_group + p * W;                       \
      if (i + W <= (n)) {                                     \
        enum { count = W };                                   \
        __VA_ARGS__                                           \
      } else if (i < (n)) {                                   \
        const int count = (int)((n) - i);                     \
        __VA_ARGS__                                           \
      }                                                       \
    }                                                         \
  } while (0)

typedef int32_t four_integers __attribute__((vector_size(16)));

INLINE four_floats sum_fours(four_floats a, four_floats b) { return a + b; }

/** As `larger`. */
INLINE four_floats larger_fours(four_floats a, four_floats b) {
  const four_integers mask = (a < b) | (b != b);
  return (four_floats)((mask & (four_integers)b) | (~mask & (four_integers)a));
}

typedef four_floats (*combine_fours)(four_floats a, four_floats b);

/** Lanes 4 i ... 4 i + 3. */
INLINE four_floats four_of(lanes all, int i) {
#if defined(__AVX512F__)
  const __m512 v = (__m512)all.part[0];
  return (four_floats)(i == 0   ? _mm512_extractf32x4_ps(v, 0)
                       : i == 1 ? _mm512_extractf32x4_ps(v, 1)
                       : i == 2 ? _mm512_extractf32x4_ps(v, 2)
                                : _mm512_extractf32x4_ps(v, 3));
#elif defined(__AVX2__)
  const __m256 v = (__m256)all.part[i / 2];
  return (four_floats)(i % 2 ? _mm256_extractf128_ps(v, 1) : _mm256_castps256_ps128(v));
#else
  return (four_floats)all.part[i];
#endif
}

/** Lane l with lane l + 8, then with the same of l + 4. `combine` is a constant. */
INLINE four_floats fold_to_four(lanes all, combine_fours combine) {
  return combine(combine(four_of(all, 0), four_of(all, 2)), combine(four_of(all, 1), four_of(all, 3)));
}

/** Lane l with lane l + 8, then + 4, + 2, + 1: the one order in which sums end. */
INLINE float fold_lanes(lanes all, combine_fours combine) {
  const four_floats four = fold_to_four(all, combine);
  const four_floats two = combine(four, (four_floats){four[2], four[3], four[2], four[3]});
  return combine(two, (four_floats){two[1], two[1], two[1], two[1]})[0];
}

INLINE float sum_lanes(lanes all) { return fold_lanes(all, sum_fours); }

INLINE float largest_lane(lanes all) { return fold_lanes(all, larger_fours); }

/** sums[r] = sum_lanes(all[r]) for four of them, to the last bit. */
INLINE void sum_lanes_of_four(const lanes *all, float *sums) {
  four_floats x[4];
  UNROLL
  for (int r = 0; r < 4; r++) x[r] = fold_to_four(all[r], sum_fours);
#if defined(__wasm_simd128__)
  const v128_t low = wasm_i64x2_shuffle(x[0], x[1], 0, 2), low2 = wasm_i64x2_shuffle(x[0], x[1], 1, 3);
  const v128_t high = wasm_i64x2_shuffle(x[2], x[3], 0, 2), high2 = wasm_i64x2_shuffle(x[2], x[3], 1, 3);
  const v128_t a = wasm_f32x4_add(low, low2), b = wasm_f32x4_add(high, high2);
  wasm_v128_store(sums, wasm_f32x4_add(wasm_i32x4_shuffle(a, b, 0, 2, 4, 6), wasm_i32x4_shuffle(a, b, 1, 3, 5, 7)));
#else
  const __m128 p = (__m128)x[0], q = (__m128)x[1], r = (__m128)x[2], s = (__m128)x[3];
  const __m128 a = _mm_add_ps(_mm_movelh_ps(p, q), _mm_movehl_ps(q, p));
  const __m128 b = _mm_add_ps(_mm_movelh_ps(r, s), _mm_movehl_ps(s, r));
  _mm_storeu_ps(sums, _mm_add_ps(_mm_shuffle_ps(a, b, 0x88), _mm_shuffle_ps(a, b, 0xdd)));
#endif
}

/** Elements whose float32 partial sums go into the float64 total of a long sum. */
enum { SUM_BLOCK = 512 };

INLINE long smaller_of(long a, long b) { return a < b ? a : b; }

#endif
