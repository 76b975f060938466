/* Element by element: functions of one tensor, and of two with broadcasting as in NumPy. */
#ifndef ELEMENTWISE_H
#define ELEMENTWISE_H

#include "elementary.h"

enum { ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, GREATER_EQUAL };
enum { NEGATE, EXP, LOG, SQRT, SQUARE, RECIPROCAL, ABS, SIGN };

/** `kind` is a constant where this is expanded. */
INLINE vector combine(int kind, vector a, vector b) {
  switch (kind) {
    case ADD: return a + b;
    case SUBTRACT: return a - b;
    case MULTIPLY: return a * b;
    case DIVIDE: return a / b;
    case MAXIMUM: return larger(a, b);
    default: return where(a >= b, splat(1.0f), splat(0.0f));
  }
}

INLINE vector transform(int kind, vector x) {
  switch (kind) {
    case NEGATE: return -x;
    case EXP: return exponential(x);
    case LOG: return logarithm(x);
    case SQRT: return square_root(x);
    case SQUARE: return x * x;
    case RECIPROCAL: return splat(1.0f) / x;
    case ABS: return absolute(x);
    default: return where(x > splat(0.0f), splat(1.0f), where(x < splat(0.0f), splat(-1.0f), x));
  }
}

/** One run of n elements: a and b each advance by 1 or stand still (step 0). */
INLINE void combine_run(int kind, float *y, const float *a, long step_a, const float *b, long step_b, long n) {
  if (step_a && step_b) {
    FOR_VECTORS(i, count, n, store(y + i, combine(kind, load(a + i, count), load(b + i, count)), count););
  } else if (step_a) {
    const vector s = splat(*b);
    FOR_VECTORS(i, count, n, store(y + i, combine(kind, load(a + i, count), s), count););
  } else if (step_b) {
    const vector s = splat(*a);
    FOR_VECTORS(i, count, n, store(y + i, combine(kind, s, load(b + i, count)), count););
  } else {
    const vector s = combine(kind, splat(*a), splat(*b));
    FOR_VECTORS(i, count, n, store(y + i, s, count););
  }
}

static void combine_row(int kind, float *y, const float *a, long step_a, const float *b, long step_b, long n) {
  switch (kind) {
#define DO(KIND) \
  case KIND: combine_run(KIND, y, a, step_a, b, step_b, n); break;
    DO(ADD) DO(SUBTRACT) DO(MULTIPLY) DO(DIVIDE) DO(MAXIMUM) DO(GREATER_EQUAL)
#undef DO
    default: break;
  }
}

enum { MOST_AXES = 8 };

/**
 * y = a op b. `sizes`, `strides_a` and `strides_b` have `rank` (1..8) numbers; the last strides are 0 or 1, y is
 * contiguous. Axes along which both operands go on are merged before (src/engine/kernel/merge-axes.ts), so equal shapes are
 * one run, and a matrix with a row or a column is one run per row.
 */
static void combine_broadcast(int kind, float *y, const float *a, const float *b, int rank, const int32_t *sizes,
                              const int32_t *strides_a, const int32_t *strides_b) {
  int32_t at[MOST_AXES] = {0};
  const int last = rank - 1;
  for (;;) {
    combine_row(kind, y, a, strides_a[last], b, strides_b[last], sizes[last]);
    y += sizes[last];
    int axis = last - 1;
    for (; axis >= 0; axis--) {
      a += strides_a[axis];
      b += strides_b[axis];
      if (++at[axis] < sizes[axis]) break;
      a -= (long)sizes[axis] * strides_a[axis];
      b -= (long)sizes[axis] * strides_b[axis];
      at[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/** y[i] = f(x[i]) for i < n; y may be x. */
static void transform_all(int kind, float *y, const float *x, long n) {
  switch (kind) {
#define DO(KIND) \
  case KIND: FOR_VECTORS(i, count, n, store(y + i, transform(KIND, load(x + i, count)), count);); break;
    DO(NEGATE) DO(EXP) DO(LOG) DO(SQRT) DO(SQUARE) DO(RECIPROCAL) DO(ABS) DO(SIGN)
#undef DO
    default: break;
  }
}

/** y[i] = scale x[i] + shift; y may be x. */
static void affine(float *y, const float *x, float scale, float shift, long n) {
  const vector a = splat(scale), b = splat(shift);
  FOR_VECTORS(i, count, n, store(y + i, fma_vectors(load(x + i, count), a, b), count););
}

static void fill(float *y, float value, long n) {
  const vector v = splat(value);
  FOR_VECTORS(i, count, n, store(y + i, v, count););
}

#endif
