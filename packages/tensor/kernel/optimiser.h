/*
 * One step of an optimiser on one parameter, in place. `scale` multiplies the gradient (clipping). What depends on the
 * number of the step (learning rate, bias corrections) is computed outside, in float64.
 */
#ifndef OPTIMISER_H
#define OPTIMISER_H

#include "elementary.h"
#include "reduction.h"

/** p -= rate g, g = scale gradient + decay p. */
static void sgd(float *parameter, const float *gradient, float rate, float scale, float decay, long n) {
  const vector s = splat(scale), d = splat(decay), minus_rate = splat(-rate);
  FOR_VECTORS(i, count, n, const vector p = load(parameter + i, count);
              const vector g = fma_vectors(d, p, load(gradient + i, count) * s);
              store(parameter + i, fma_vectors(minus_rate, g, p), count););
}

/** v = momentum v + g; p -= rate (nesterov ? g + momentum v : v). */
static void momentum(float *parameter, float *velocity, const float *gradient, float rate, float scale, float decay,
                     float factor, int nesterov, long n) {
  const vector s = splat(scale), d = splat(decay), minus_rate = splat(-rate), mu = splat(factor);
  FOR_VECTORS(i, count, n, const vector p = load(parameter + i, count);
              const vector g = fma_vectors(d, p, load(gradient + i, count) * s);
              const vector v = fma_vectors(mu, load(velocity + i, count), g); store(velocity + i, v, count);
              const vector step = nesterov ? fma_vectors(mu, v, g) : v;
              store(parameter + i, fma_vectors(minus_rate, step, p), count););
}

typedef struct {
  float beta1, beta2, epsilon;
  /** 1 - beta, rounded once from float64. */
  float rest1, rest2;
  /** Added to the gradient times p (L2). */
  float decay;
  /** p is multiplied by 1 - rate * this first (AdamW). */
  float decoupled_decay;
} adam_constants;

/**
 * Kingma & Ba 2015 as PyTorch has it: m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2,
 * p -= rate correction1 m / (sqrt(v correction2) + epsilon), hyper = rate, correction1, correction2.
 */
static void adam(float *parameter, float *first, float *second, const float *gradient, const float *hyper, float scale,
                 const adam_constants *of, long n) {
  const vector s = splat(scale), beta1 = splat(of->beta1), beta2 = splat(of->beta2), rest1 = splat(of->rest1);
  const vector rest2 = splat(of->rest2), epsilon = splat(of->epsilon), decay = splat(of->decay);
  const vector keep = splat(1.0f - hyper[0] * of->decoupled_decay), minus_step = splat(-(hyper[0] * hyper[1]));
  const vector correction = splat(hyper[2]);
  FOR_VECTORS(i, count, n, const vector p = load(parameter + i, count);
              const vector g = fma_vectors(decay, p, load(gradient + i, count) * s);
              const vector m = fma_vectors(beta1, load(first + i, count), rest1 * g);
              const vector v = fma_vectors(beta2, load(second + i, count), rest2 * (g * g));
              store(first + i, m, count); store(second + i, v, count);
              const vector denominator = square_root(v * correction) + epsilon;
              store(parameter + i, fma_vectors(p, keep, minus_step * (m / denominator)), count););
}

/** sums[i] = sum of the squares of the i-th SUM_BLOCK elements of x, for `blocks` blocks of n elements. */
static void sums_of_squares(float *sums, const float *x, long blocks, long n) {
  for (long block = 0; block < blocks; block++) {
    const float *from = x + block * SUM_BLOCK;
    lanes acc = splat_lanes(0);
    FOR_LANES(i, p, count, smaller_of(n - block * SUM_BLOCK, SUM_BLOCK), const vector v = load(from + i, count);
              acc.part[p] = fma_vectors(v, v, acc.part[p]););
    sums[block] = sum_lanes(acc);
  }
}

#endif
