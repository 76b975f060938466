/* Layer normalisation of rows, and its gradient. */
#ifndef NORMALISATION_H
#define NORMALISATION_H

#include "elementary.h"
#include "reduction.h"

INLINE float mean_of_squares_about(const float *x, float mean, long n) {
  const vector centre = splat(mean);
  lanes acc = splat_lanes(0);
  FOR_LANES(i, p, count, n, const vector d = keep_first(load(x + i, count) - centre, count);
            acc.part[p] = fma_vectors(d, d, acc.part[p]););
  return sum_lanes(acc) / (float)n;
}

INLINE float mean_of(const float *x, long n) { return (float)(sum_of(x, n) / (double)n); }

/** y = (x - mean) rstd gain + bias for rows of n; mean and rstd [rows] are kept for the gradient. y may be x. */
static void layer_norm(float *y, float *mean, float *rstd, const float *x, const float *gain, const float *bias,
                       float epsilon, long rows, long n) {
  for (long row = 0; row < rows; row++, x += n, y += n) {
    mean[row] = mean_of(x, n);
    rstd[row] = 1.0f / square_root_of(mean_of_squares_about(x, mean[row], n) + epsilon);
    const vector centre = splat(mean[row]), scale = splat(rstd[row]);
    FOR_VECTORS(i, count, n, const vector normal = (load(x + i, count) - centre) * scale;
                store(y + i, fma_vectors(normal, load(gain + i, count), load(bias + i, count)), count););
  }
}

/** dgain = sum over rows of dy (x - mean) rstd, dbias = sum of dy, `count` columns at once. */
INLINE void layer_norm_column_gradients(float *dgain, float *dbias, const float *x, const float *mean,
                                        const float *rstd, const float *dy, long rows, long n, int count) {
  vector gain = splat(0), bias = splat(0);
  for (long start = 0; start < rows; start += ROW_SUM_BLOCK) {
    const long end = smaller_of(rows, start + ROW_SUM_BLOCK);
    vector gain_block = splat(0), bias_block = splat(0);
    for (long row = start; row < end; row++) {
      const vector d = load(dy + row * n, count);
      const vector normal = (load(x + row * n, count) - splat(mean[row])) * splat(rstd[row]);
      gain_block = fma_vectors(d, normal, gain_block);
      bias_block = bias_block + d;
    }
    gain = gain + gain_block;
    bias = bias + bias_block;
  }
  store(dgain, gain, count);
  store(dbias, bias, count);
}

/** dx of one row: rstd (g - mean(g) - normal mean(g normal)) with g = dy gain. dx may be dy. */
INLINE void layer_norm_row_gradient(float *dx, const float *x, const float *gain, float mean, float rstd,
                                    const float *dy, long n) {
  const vector centre = splat(mean), scale = splat(rstd);
  lanes sum = splat_lanes(0), product = splat_lanes(0);
  FOR_LANES(i, p, count, n, const vector g = load(dy + i, count) * load(gain + i, count);
            const vector normal = (load(x + i, count) - centre) * scale; sum.part[p] = sum.part[p] + g;
            product.part[p] = fma_vectors(g, normal, product.part[p]););
  const vector a = splat(sum_lanes(sum) / (float)n), b = splat(sum_lanes(product) / (float)n);
  FOR_VECTORS(i, count, n, const vector g = load(dy + i, count) * load(gain + i, count);
              const vector normal = (load(x + i, count) - centre) * scale;
              store(dx + i, fma_vectors(-normal, b, g - a) * scale, count););
}

/** dgain and dbias of the first `columns` columns of x and dy [rows, n]. */
static void layer_norm_parameter_gradients(float *dgain, float *dbias, const float *x, const float *mean,
                                           const float *rstd, const float *dy, long columns, long rows, long n) {
  FOR_VECTORS(j, count, columns,
              layer_norm_column_gradients(dgain + j, dbias + j, x + j, mean, rstd, dy + j, rows, n, count););
}

/** dx may be dy. */
static void layer_norm_gradient(float *dx, const float *x, const float *gain, const float *mean, const float *rstd,
                                const float *dy, long rows, long n) {
  for (long row = 0; row < rows; row++)
    layer_norm_row_gradient(dx + row * n, x + row * n, gain, mean[row], rstd[row], dy + row * n, n);
}

#endif
