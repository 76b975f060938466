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

/** Number of positions that row `row` sees, the first ones. */
INLINE long seen_by(const attention_shape *of, long row) { return of->causal ? row + 1 : of->time; }

/** What a row does not see is 0. */
INLINE void hide_rest(const attention_shape *of, float *scores, long seen) {
  if (seen < of->time) FOR_VECTORS(i, count, of->time - seen, store(scores + seen + i, splat(0), count););
}

/** Flags of products that compute scores, and of those that are made with them: half is 0 where attention is causal. */
INLINE int scores_flag(const attention_shape *of) { return of->causal ? LOWER_C : 0; }
INLINE int weights_flag(const attention_shape *of) { return of->causal ? LOWER_A : 0; }

/** Softmax over the positions that row `row` sees. */
INLINE void attend_row(const attention_shape *of, float *scores, long row) {
  const long seen = seen_by(of, row);
  softmax_row(scores, scores, seen);
  hide_rest(of, scores, seen);
}

INLINE void attend_row_gradient(const attention_shape *of, float *dscores, const float *probabilities, long row) {
  const long seen = seen_by(of, row);
  softmax_gradient_row(dscores, probabilities, dscores, seen);
  hide_rest(of, dscores, seen);
}

/** One head of one sequence; q points at its queries, out at its part of the output. */
static void attend_head(const attention_shape *of, float *out, float *probabilities, const float *q, float *scratch) {
  const long t = of->time, d = width_of(of), size = of->size;
  const float alpha = 1.0f / square_root_of((float)size);
  const product scores = {TRANSPOSE_B | scores_flag(of), t, t, size, q + d, 3 * d, probabilities, t, 0, alpha,
                          NO_ACTIVATION, scratch};
  multiply(q, 3 * d, &scores);
  for (long row = 0; row < t; row++) attend_row(of, probabilities + row * t, row);
  const product mixed = {weights_flag(of), t, size, t, q + 2 * d, 3 * d, out, d, 0, 1, NO_ACTIVATION, scratch};
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
  const int transposed = TRANSPOSE_A | weights_flag(of);
  const product dvalues = {transposed, t, size, t, dout, d, dq + 2 * d, 3 * d, 0, 1, NO_ACTIVATION, scratch};
  multiply(probabilities, t, &dvalues);
  const product dmixed = {TRANSPOSE_B | scores_flag(of), t, t, size, q + 2 * d, 3 * d, dscores, t, 0, 1,
                          NO_ACTIVATION, scratch};
  multiply(dout, d, &dmixed);
  for (long row = 0; row < t; row++) attend_row_gradient(of, dscores + row * t, probabilities + row * t, row);
  const product dqueries = {weights_flag(of), t, size, t, q + d, 3 * d, dq, 3 * d, 0, alpha, NO_ACTIVATION, scratch};
  multiply(dscores, t, &dqueries);
  const product dkeys = {transposed, t, size, t, q, 3 * d, dq + d, 3 * d, 0, alpha, NO_ACTIVATION, scratch};
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
