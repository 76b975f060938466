/*
 * Multi-head self-attention on qkv [batch, time, 3 d], queries | keys | values, each of d = heads x size numbers.
 * Probabilities [batch, heads, time, time] are kept for the gradient.
 */
#ifndef ATTENTION_H
#define ATTENTION_H

#include "narrow-matmul.h"
#include "softmax.h"

typedef struct {
  long batch, time, heads, size;
  int causal;
} attention_shape;

INLINE long width_of(const attention_shape *of) { return of->heads * of->size; }

/** Softmax over the positions that row `row` sees; the others get 0. */
INLINE void attend_row(const attention_shape *of, float *scores, long row) {
  const long seen = of->causal ? row + 1 : of->time;
  softmax_row(scores, scores, seen);
  if (seen < of->time) FOR_VECTORS(i, count, of->time - seen, store(scores + seen + i, splat(0), count););
}

/** One head of one sequence; q points at its queries, out at its part of the output. */
static void attend_head(const attention_shape *of, float *out, float *probabilities, const float *q, float *scratch) {
  const long t = of->time, d = width_of(of), size = of->size;
  const float alpha = 1.0f / square_root_of((float)size);
  const product scores = {TRANSPOSE_B, t, t, size, q + d, 3 * d, probabilities, t, 0, alpha, NO_ACTIVATION, scratch};
  multiply(q, 3 * d, &scores);
  for (long row = 0; row < t; row++) attend_row(of, probabilities + row * t, row);
  const product mixed = {0, t, size, t, q + 2 * d, 3 * d, out, d, 0, 1, NO_ACTIVATION, scratch};
  multiply(probabilities, t, &mixed);
}

static void attention(const attention_shape *of, float *out, float *probabilities, const float *qkv, float *scratch) {
  const long t = of->time, d = width_of(of);
  for (long b = 0; b < of->batch; b++)
    for (long h = 0; h < of->heads; h++)
      attend_head(of, out + b * t * d + h * of->size, probabilities + (b * of->heads + h) * t * t,
                  qkv + b * t * 3 * d + h * of->size, scratch);
}

/** `dscores` [time, time] holds the gradient of the scores of one head. */
static void attend_head_gradient(const attention_shape *of, float *dq, const float *q, const float *probabilities,
                                 const float *dout, float *dscores, float *scratch) {
  const long t = of->time, d = width_of(of), size = of->size;
  const float alpha = 1.0f / square_root_of((float)size);
  const product dvalues = {TRANSPOSE_A, t, size, t, dout, d, dq + 2 * d, 3 * d, 0, 1, NO_ACTIVATION, scratch};
  multiply(probabilities, t, &dvalues);
  const product dmixed = {TRANSPOSE_B, t, t, size, q + 2 * d, 3 * d, dscores, t, 0, 1, NO_ACTIVATION, scratch};
  multiply(dout, d, &dmixed);
  softmax_gradient(dscores, probabilities, dscores, t, t);
  const product dqueries = {0, t, size, t, q + d, 3 * d, dq, 3 * d, 0, alpha, NO_ACTIVATION, scratch};
  multiply(dscores, t, &dqueries);
  const product dkeys = {TRANSPOSE_A, t, size, t, q, 3 * d, dq + d, 3 * d, 0, alpha, NO_ACTIVATION, scratch};
  multiply(dscores, t, &dkeys);
}

/** dqkv may not be qkv. */
static void attention_gradient(const attention_shape *of, float *dqkv, const float *qkv, const float *probabilities,
                               const float *dout, float *dscores, float *scratch) {
  const long t = of->time, d = width_of(of);
  for (long b = 0; b < of->batch; b++)
    for (long h = 0; h < of->heads; h++) {
      const long at = b * t * 3 * d + h * of->size;
      attend_head_gradient(of, dqkv + at, qkv + at, probabilities + (b * of->heads + h) * t * t,
                           dout + b * t * d + h * of->size, dscores, scratch);
    }
}

#endif
