/* Operations on random numbers, which are inputs: dropout and the draw from a Gaussian that gradients pass through. */
#ifndef RANDOM_H
#define RANDOM_H

#include "elementary.h"

/** y = x / (1 - rate) where bits >= threshold as unsigned numbers, else 0; y may be x. */
static void dropout(float *y, const float *x, const int32_t *bits, uint32_t threshold, float scale, long n) {
  const integers flip = splat_integer(INT32_MIN), least = splat_integer((int32_t)threshold) ^ flip;
  const vector factor = splat(scale);
  FOR_VECTORS(i, count, n, const integers kept = (load_integers(bits + i, count) ^ flip) >= least;
              store(y + i, (vector)((integers)(load(x + i, count) * factor) & kept), count););
}

/** z = mean + noise deviation, deviation = e^(lv / 2). */
static void reparameterise(float *z, float *deviation, const float *mean, const float *lv, const float *noise, long n) {
  const vector half = splat(0.5f);
  FOR_VECTORS(i, count, n, const vector s = exponential(load(lv + i, count) * half);
              const vector v = fma_vectors(load(noise + i, count), s, load(mean + i, count));
              store(deviation + i, s, count); store(z + i, v, count););
}

#endif
