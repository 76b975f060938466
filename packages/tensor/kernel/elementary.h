/*
 * exp, log, tanh and the logistic function on vectors, from + - * / and bit operations only, so that every machine gives
 * the same bits. Polynomials: Cephes (S. L. Moshier), expf, logf, tanhf; errors below 2 ulp (logistic: 3 ulp).
 */
#ifndef ELEMENTARY_H
#define ELEMENTARY_H

#include "vector.h"

/** 2^n for whole n in -126..127. */
INLINE vector power_of_two(integers n) { return (vector)((n + splat_integer(127)) << 23); }

/** e^x: 0 below -104, infinite above 88.73, NaN of NaN. */
INLINE vector exponential(vector x) {
  /* 1.5 * 2^23: adding it rounds to a whole number, which then stands in the low bits. */
  const vector magic = splat(12582912.0f);
  const vector bounded = at_least(at_most(x, splat(89.0f)), splat(-104.0f));
  const vector shifted = fma_vectors(bounded, splat(1.44269504f), magic);
  const integers n = (integers)shifted - splat_integer(0x4b400000);
  const vector whole = shifted - magic;
  vector r = fma_vectors(whole, splat(-0.693359375f), bounded);
  r = fma_vectors(whole, splat(2.12194440e-4f), r);
  vector p = splat(1.9875691500e-4f);
  p = fma_vectors(p, r, splat(1.3981999507e-3f));
  p = fma_vectors(p, r, splat(8.3334519073e-3f));
  p = fma_vectors(p, r, splat(4.1665795894e-2f));
  p = fma_vectors(p, r, splat(1.6666665459e-1f));
  p = fma_vectors(p, r, splat(5.0000001201e-1f));
  p = fma_vectors(p, r * r, r) + splat(1.0f);
  /* In two factors, so that results near the ends of the range overflow and underflow as they should. */
  const integers half = n >> 1;
  return p * power_of_two(half) * power_of_two(n - half);
}

/** ln(2^shift x) for a normal number x above 0. */
INLINE vector logarithm_of_normal(vector x, integers shift) {
  const integers bits = (integers)x;
  integers e = ((bits >> 23) & splat_integer(255)) - splat_integer(126) + shift;
  vector m = (vector)((bits & splat_integer(0x007fffff)) | splat_integer(0x3f000000));
  const integers low = m < splat(0.707106781f);
  e = e + low;
  m = m + (vector)((integers)m & low) - splat(1.0f);
  const vector whole = __builtin_convertvector(e, vector);
  const vector z = m * m;
  vector p = splat(7.0376836292e-2f);
  p = fma_vectors(p, m, splat(-1.1514610310e-1f));
  p = fma_vectors(p, m, splat(1.1676998740e-1f));
  p = fma_vectors(p, m, splat(-1.2420140846e-1f));
  p = fma_vectors(p, m, splat(1.4249322787e-1f));
  p = fma_vectors(p, m, splat(-1.6668057665e-1f));
  p = fma_vectors(p, m, splat(2.0000714765e-1f));
  p = fma_vectors(p, m, splat(-2.4999993993e-1f));
  p = fma_vectors(p, m, splat(3.3333331174e-1f));
  p = p * m * z;
  p = fma_vectors(whole, splat(-2.12194440e-4f), p);
  p = fma_vectors(splat(-0.5f), z, p);
  return fma_vectors(whole, splat(0.693359375f), m + p);
}

/** ln x: -infinity at 0, NaN below. */
INLINE vector logarithm(vector x) {
  const integers subnormal = x < splat(1.17549435e-38f);
  const vector scaled = where(subnormal, x * splat(8388608.0f), x);
  vector y = logarithm_of_normal(scaled, subnormal & splat_integer(-23));
  y = where(x > splat(3.40282347e38f), x, y);
  y = where(x == splat(0.0f), splat(-__builtin_inff()), y);
  return where((x < splat(0.0f)) | (x != x), splat(__builtin_nanf("")), y);
}

/** ln(1 + e) for e in 0..1, given 1 / (1 + e): right to the last bits for small e too. */
INLINE vector logarithm_of_one_plus(vector e, vector reciprocal) {
  const vector one = splat(1.0f);
  const vector u = one + e;
  return fma_vectors(e - (u - one), reciprocal, logarithm_of_normal(u, splat_integer(0)));
}

/** 1 / (1 + e^-x). */
INLINE vector logistic(vector x) {
  const vector e = exponential(-absolute(x));
  const vector s = splat(1.0f) / (splat(1.0f) + e);
  return where(x < splat(0.0f), e * s, s);
}

INLINE vector hyperbolic_tangent(vector x) {
  const vector a = absolute(x), z = x * x;
  vector p = splat(-5.70498872745e-3f);
  p = fma_vectors(p, z, splat(2.06390887954e-2f));
  p = fma_vectors(p, z, splat(-5.37397155531e-2f));
  p = fma_vectors(p, z, splat(1.33314422036e-1f));
  p = fma_vectors(p, z, splat(-3.33332819422e-1f));
  const vector small = fma_vectors(p * z, x, x);
  const vector large = splat(1.0f) - splat(2.0f) / (exponential(a + a) + splat(1.0f));
  return where(a < splat(0.625f), small, where(x < splat(0.0f), -large, large));
}

/** ln(1 + e^x). */
INLINE vector softplus(vector x) {
  const vector e = exponential(-absolute(x));
  const vector tail = logarithm_of_one_plus(e, splat(1.0f) / (splat(1.0f) + e));
  return tail + where(x < splat(0.0f), splat(0.0f), x);
}

/* The same functions of one number. */
static float logarithm_of(float x) { return logarithm(splat(x))[0]; }
static float square_root_of(float x) { return square_root(splat(x))[0]; }

#endif
