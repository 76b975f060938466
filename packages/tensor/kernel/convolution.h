/*
 * Convolution (cross-correlation) of NHWC images as matrix products.
 *
 * A patch is the kh x kw x ci block of numbers that one output pixel sees, zeros outside the image. conv2d is the product
 * of all patches with the filter, the gradient of the filter that of the patches transposed with dy; patches are read
 * while the blocks of the product are packed, so nothing but the packed blocks is kept. conv2dTranspose, which is also
 * the gradient of the input of conv2d, multiplies each input pixel by the filter and adds the kh x kw x co results to the
 * output where they overlap, a tile of pixels at a time.
 */
#ifndef CONVOLUTION_H
#define CONVOLUTION_H

#include "narrow-matmul.h"

typedef struct {
  long images, height, width, channels;
  long kernel_height, kernel_width, out_channels;
  long stride, padding;
  /** Of the output of conv2d; of conv2dTranspose those of its output. */
  long out_height, out_width;
} convolution;

INLINE void copy_floats(float *to, const float *from, long n) {
  FOR_VECTORS(i, count, n, store(to + i, load(from + i, count), count););
}

INLINE void zero_floats(float *to, long n) {
  FOR_VECTORS(i, count, n, store(to + i, splat(0), count););
}

/** Numbers `from`..+n of one line of kernel_width x channels numbers, whose first pixel is column x0 of the image line. */
static void read_patch_line(const convolution *of, const float *line, long x0, long from, long n, float *to) {
  if (x0 >= 0 && x0 + of->kernel_width <= of->width) {
    copy_floats(to, line + x0 * of->channels + from, n);
    return;
  }
  for (long at = from; at < from + n;) {
    const long tap = at / of->channels, length = smaller_of((tap + 1) * of->channels, from + n) - at, x = x0 + tap;
    if (x >= 0 && x < of->width) copy_floats(to, line + x0 * of->channels + at, length);
    else zero_floats(to, length);
    to += length;
    at += length;
  }
}

/** Numbers `from`..+n of the patch of an output pixel (counted over all images). */
static void read_patch(const convolution *of, const float *images, long pixel, long from, long n, float *to) {
  const long per_image = of->out_height * of->out_width, image = pixel / per_image, place = pixel % per_image;
  const long y0 = place / of->out_width * of->stride - of->padding;
  const long x0 = place % of->out_width * of->stride - of->padding;
  const long line_size = of->kernel_width * of->channels;
  const float *first = images + image * of->height * of->width * of->channels;
  for (long at = from; at < from + n;) {
    const long tap = at / line_size, start = at % line_size;
    const long length = smaller_of(line_size - start, from + n - at), y = y0 + tap;
    if (y >= 0 && y < of->height)
      read_patch_line(of, first + y * of->width * of->channels, x0, start, length, to);
    else zero_floats(to, length);
    to += length;
    at += length;
  }
}

/** Rows of A are patches: the packer of conv2d. */
static void pack_patches(const matrix_source *source, long row, long column, int m, int k, float *packed) {
  float patches[ROWS * DEPTH];
  const float *rows[ROW_POINTERS];
  for (int r = ROWS; r < ROW_POINTERS; r++) rows[r] = zeros;
  for (int i = 0; i < m; i += ROWS, packed += (long)ROWS * k) {
    for (int r = 0; r < ROWS; r++) {
      rows[r] = i + r < m ? patches + r * DEPTH : zeros;
      if (i + r < m) read_patch((const convolution *)source->geometry, source->data, row + i + r, column, k, patches + r * DEPTH);
    }
    interleave(rows, ROWS, k, packed);
  }
}

/** Columns of A are patches: the packer of the gradient of the filter. */
static void pack_transposed_patches(const matrix_source *source, long row, long column, int m, int k, float *packed) {
  float patch[ROW_BLOCK + ROWS];
  zero_floats(patch + m, ROWS);
  for (int p = 0; p < k; p++) {
    read_patch((const convolution *)source->geometry, source->data, column + p, row, m, patch);
    for (int i = 0; i < m; i += ROWS)
      for (int r = 0; r < ROWS; r++) packed[(long)i * k + p * ROWS + r] = patch[i + r];
  }
}

INLINE long pixels_of(const convolution *of) { return of->images * of->out_height * of->out_width; }

INLINE long patch_size(const convolution *of) { return of->kernel_height * of->kernel_width * of->channels; }

/** y [images, out_height, out_width, out_channels] = activation(patches filter + bias); bias may be NULL. */
static void convolve(const convolution *of, float *y, const float *x, const float *filter, const float *bias,
                     int activation, float *scratch) {
  const matrix_source patches = {pack_patches, x, 0, of};
  const product filtered = {0, pixels_of(of), of->out_channels, patch_size(of), filter, of->out_channels, y,
                            of->out_channels, bias, 1, activation, scratch};
  multiply_source(&patches, &filtered);
}

/** dfilter [kernel_height, kernel_width, channels, out_channels], from the input and the gradient of the output. */
static void convolution_filter_gradient(const convolution *of, float *dfilter, const float *x, const float *dy,
                                        float *scratch) {
  const matrix_source patches = {pack_transposed_patches, x, 0, of};
  const product gradient = {0, patch_size(of), of->out_channels, pixels_of(of), dy, of->out_channels, dfilter,
                            of->out_channels, 0, 1, NO_ACTIVATION, scratch};
  multiply_source(&patches, &gradient);
}

INLINE void add_floats(float *to, const float *from, long n) {
  FOR_VECTORS(i, count, n, store(to + i, load(to + i, count) + load(from + i, count), count););
}

/** Adds one line of kernel_width x out_channels numbers to a line of the output, from column x0 on, where it overlaps. */
INLINE void add_patch_line(const convolution *of, float *line, long x0, const float *from) {
  const long first = x0 < 0 ? -x0 : 0, last = smaller_of(of->kernel_width, of->out_width - x0);
  if (first < last)
    add_floats(line + (x0 + first) * of->out_channels, from + first * of->out_channels,
               (last - first) * of->out_channels);
}

/** Adds the kernel_height x kernel_width x out_channels numbers that came from an input pixel to the output. */
static void add_patch(const convolution *of, float *y, long pixel, const float *patch) {
  const long per_image = of->height * of->width, image = pixel / per_image, place = pixel % per_image;
  const long y0 = place / of->width * of->stride - of->padding, x0 = place % of->width * of->stride - of->padding;
  float *first = y + image * of->out_height * of->out_width * of->out_channels;
  for (long tap = 0; tap < of->kernel_height; tap++) {
    const long row = y0 + tap;
    if (row >= 0 && row < of->out_height)
      add_patch_line(of, first + row * of->out_width * of->out_channels, x0,
                     patch + tap * of->kernel_width * of->out_channels);
  }
}

/** y [images, out_height, out_width, out_channels], every pixel the bias, or zero. */
static void start_with_bias(const convolution *of, float *y, const float *bias) {
  const long pixels = pixels_of(of);
  if (!bias) {
    zero_floats(y, pixels * of->out_channels);
    return;
  }
  for (long i = 0; i < pixels; i++) copy_floats(y + i * of->out_channels, bias, of->out_channels);
}

/**
 * y = transposed convolution of x [images, height, width, channels] with filter [kernel_height, kernel_width,
 * out_channels, channels], plus bias (may be NULL). `tile_pixels` input pixels are multiplied at a time; `tile` holds
 * their results.
 */
static void convolve_transposed(const convolution *of, float *y, const float *x, const float *filter, const float *bias,
                                long tile_pixels, float *tile, float *scratch) {
  const long pixels = of->images * of->height * of->width;
  const long size = of->kernel_height * of->kernel_width * of->out_channels;
  start_with_bias(of, y, bias);
  for (long start = 0; start < pixels; start += tile_pixels) {
    const long count = smaller_of(pixels - start, tile_pixels);
    const product spread = {TRANSPOSE_B, count, size, of->channels, filter, of->channels, tile,
                            size, 0, 1, NO_ACTIVATION, scratch};
    multiply(x + start * of->channels, of->channels, &spread);
    for (long i = 0; i < count; i++) add_patch(of, y, start + i, tile + i * size);
  }
}

#endif
