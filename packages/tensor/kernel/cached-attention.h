/*
 * Causal attention of one new position of every sequence to keys and values that lie in a cache [rows, length, 2 d], a key
 * and a value for each position. `sources` [batch, length] names the row that holds a position of a sequence.
 *
 * A score is one sum in 16 lanes, four positions at a time; an output is one chain of multiply-adds over the positions.
 */
#ifndef CACHED_ATTENTION_H
#define CACHED_ATTENTION_H

#include "layout.h"
#include "softmax.h"

/* The planner reserves the scores: src/engine/kernel/lower/cached-attention.ts has this number too. */
enum { POSITIONS = 4 };

/** Vectors of an output that are summed at once. */
enum { OUTPUT_VECTORS = 4 };

typedef struct {
  long batch, rows, length, heads, size;
  const float *qkv;
  float *cache;
  long position;
  const int32_t *sources;
  /** [batch, length rounded up to POSITIONS]. */
  float *scores;
} cached_attention;

/** Keys and values of qkv [batch, time, 3 d] to the rows `ids` of the cache [rows, length, width = 2 d]. */
static void store_keys_values(float *cache, const float *qkv, const int32_t *ids, long batch, long time, long length,
                              long width) {
  const long d = width / 2;
  for (long i = 0; i < batch; i++)
    for (long s = 0; s < time; s++)
      copy_run((int32_t *)(cache + ((long)ids[i] * length + s) * width),
               (const int32_t *)(qkv + (i * time + s) * 3 * d + d), width);
}

/** The key of position s of a sequence; its value lies d behind. */
INLINE const float *key_of(const cached_attention *of, const int32_t *sources, long s) {
  return of->cache + ((long)sources[s] * of->length + s) * 2 * of->heads * of->size;
}

/** sums[r] = q keys[r] over n numbers. */
INLINE void dot_four(float *sums, const float *q, const float *const *keys, long n) {
  lanes acc[POSITIONS] = {splat_lanes(0), splat_lanes(0), splat_lanes(0), splat_lanes(0)};
  FOR_LANES(i, p, count, n, const vector x = load(q + i, count);
            UNROLL for (int r = 0; r < POSITIONS; r++) acc[r].part[p] =
                fma_vectors(x, load(keys[r] + i, count), acc[r].part[p]););
  sum_lanes_of_four(acc, sums);
}

/** Scores of one head for positions 0..seen - 1; some behind them are written too. `at` is where the head begins. */
static void cached_scores(const cached_attention *of, float *scores, const float *q, const int32_t *sources, long at) {
  const long seen = of->position + 1;
  const float alpha = 1.0f / square_root_of((float)of->size);
  for (long s = 0; s < seen; s += POSITIONS) {
    const float *keys[POSITIONS];
    for (long r = 0; r < POSITIONS; r++) keys[r] = key_of(of, sources, smaller_of(s + r, seen - 1)) + at;
    dot_four(scores + s, q + at, keys, of->size);
  }
  scale_row(scores, alpha, seen);
}

/** `vectors` vectors (a constant), the last of `count` numbers, of the sum of p[s] times the values of position s. */
INLINE void mix_values(const cached_attention *of, float *out, const float *p, const int32_t *sources, long at,
                       int vectors, int count) {
  const long d = of->heads * of->size;
  vector sum[OUTPUT_VECTORS];
  UNROLL
  for (int r = 0; r < vectors; r++) sum[r] = splat(0);
  for (long s = 0; s <= of->position; s++) {
    const float *value = key_of(of, sources, s) + d + at;
    const vector weight = splat(p[s]);
    UNROLL
    for (int r = 0; r < vectors; r++) sum[r] = fma_vectors(weight, load(value + r * W, count), sum[r]);
  }
  UNROLL
  for (int r = 0; r < vectors; r++) store(out + r * W, sum[r], count);
}

static void cached_outputs(const cached_attention *of, float *out, const float *p, const int32_t *sources, long at) {
  const long whole = of->size / (OUTPUT_VECTORS * W) * (OUTPUT_VECTORS * W);
  for (long j = 0; j < whole; j += OUTPUT_VECTORS * W)
    mix_values(of, out + at + j, p, sources, at + j, OUTPUT_VECTORS, W);
  FOR_VECTORS(j, count, of->size - whole,
              mix_values(of, out + at + whole + j, p, sources, at + whole + j, 1, count););
}

/** out [batch, d] of one sequence. */
static void attend_to_cache(const cached_attention *of, float *out, long i) {
  const long d = of->heads * of->size;
  const int32_t *sources = of->sources + i * of->length;
  float *scores = of->scores + i * ((of->length + POSITIONS - 1) / POSITIONS * POSITIONS);
  for (long h = 0; h < of->heads; h++) {
    cached_scores(of, scores, of->qkv + i * 3 * d, sources, h * of->size);
    softmax_row(scores, scores, of->position + 1);
    cached_outputs(of, out + i * d, scores, sources, h * of->size);
  }
}

/** The keys and values of the new position, to the rows that its sources name. */
static void store_position(const cached_attention *of) {
  const long d = of->heads * of->size;
  for (long i = 0; i < of->batch; i++)
    copy_run((int32_t *)key_of(of, of->sources + i * of->length, of->position),
             (const int32_t *)(of->qkv + i * 3 * d + d), 2 * d);
}

/** out [batch, d], after store_position. */
static void attend_cached(const cached_attention *of, float *out) {
  for (long i = 0; i < of->batch; i++) attend_to_cache(of, out, i);
}

#endif
