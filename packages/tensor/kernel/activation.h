/* Activations: values, and gradients from the output y (relu, sigmoid, tanh) or the input x (gelu, silu, softplus). */
#ifndef ACTIVATION_H
#define ACTIVATION_H

#include "elementary.h"

enum { NO_ACTIVATION, RELU, SIGMOID, TANH, GELU, SILU, SOFTPLUS };

INLINE vector relu(vector x) { return at_least(x, splat(0.0f)); }

/** 2 sqrt(2 / pi) (x + 0.044715 x^3): gelu(x) = x logistic(gate(x)), its form with tanh. */
INLINE vector gelu_gate(vector x) {
  return splat(1.59576912f) * x * fma_vectors(splat(0.044715f), x * x, splat(1.0f));
}

INLINE vector gelu_gradient(vector x, vector dy) {
  const vector s = logistic(gelu_gate(x));
  const vector slope = splat(1.59576912f) * fma_vectors(splat(0.134145f), x * x, splat(1.0f));
  return dy * fma_vectors(x * slope, s * (splat(1.0f) - s), s);
}

INLINE vector silu_gradient(vector x, vector dy) {
  const vector s = logistic(x);
  return dy * fma_vectors(x, s * (splat(1.0f) - s), s);
}

/** `kind` is a constant where this is expanded, so nothing of the switch is left. */
INLINE vector activate(int kind, vector x) {
  switch (kind) {
    case RELU: return relu(x);
    case SIGMOID: return logistic(x);
    case TANH: return hyperbolic_tangent(x);
    case GELU: return x * logistic(gelu_gate(x));
    case SILU: return x * logistic(x);
    case SOFTPLUS: return softplus(x);
    default: return x;
  }
}

INLINE vector activation_gradient(int kind, vector xy, vector dy) {
  const vector one = splat(1.0f);
  switch (kind) {
    case RELU: return (vector)((integers)dy & (xy > splat(0.0f)));
    case SIGMOID: return dy * (xy * (one - xy));
    case TANH: return dy * fma_vectors(-xy, xy, one);
    case GELU: return gelu_gradient(xy, dy);
    case SILU: return silu_gradient(xy, dy);
    case SOFTPLUS: return dy * logistic(xy);
    default: return dy;
  }
}

#define EACH_ACTIVATION(DO) DO(RELU) DO(SIGMOID) DO(TANH) DO(GELU) DO(SILU) DO(SOFTPLUS)

/** y[i] = activation(x[i]) for i < n; y may be x. */
static void apply_activation(int kind, float *y, const float *x, long n) {
  switch (kind) {
#define DO(KIND) \
  case KIND: FOR_VECTORS(i, count, n, store(y + i, activate(KIND, load(x + i, count)), count);); break;
    EACH_ACTIVATION(DO)
#undef DO
    default: break;
  }
}

/** dx[i] = dy[i] activation'(xy[i]) for i < n; dx may be xy or dy. */
static void apply_activation_gradient(int kind, float *dx, const float *xy, const float *dy, long n) {
  switch (kind) {
#define DO(KIND)                                                                                          \
  case KIND:                                                                                              \
    FOR_VECTORS(i, count, n,                                                                              \
                store(dx + i, activation_gradient(KIND, load(xy + i, count), load(dy + i, count)), count);); \
    break;
    EACH_ACTIVATION(DO)
#undef DO
    default: break;
  }
}

#endif
