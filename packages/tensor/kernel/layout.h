/* Moves elements of 4 bytes, floats or integers, without changing them: transpose, slice, concatenate, pad, repeat. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "elementwise.h"

/** Rows and columns of the blocks in which a matrix is transposed: 16 lines of 64 bytes. */
enum { TRANSPOSE_BLOCK = 16 };

static void copy_run(int32_t *to, const int32_t *from, long n) {
  FOR_VECTORS(i, count, n, store_integers(to + i, load_integers(from + i, count), count););
}

static void copy_line(int32_t *to, long step_to, const int32_t *from, long step_from, long n) {
  if (step_to == 1 && step_from == 1) copy_run(to, from, n);
  else
    for (long i = 0; i < n; i++) to[i * step_to] = from[i * step_from];
}

/** The last two axes, in blocks that stay in the cache whichever side is read across. */
static void copy_plane(int32_t *to, const int32_t *steps_to, const int32_t *from, const int32_t *steps_from,
                       const int32_t *sizes) {
  if (steps_to[1] == 1 && steps_from[1] == 1) {
    for (long i = 0; i < sizes[0]; i++) copy_run(to + i * steps_to[0], from + i * steps_from[0], sizes[1]);
    return;
  }
  for (long i = 0; i < sizes[0]; i += TRANSPOSE_BLOCK) {
    const long rows = smaller_of(sizes[0] - i, TRANSPOSE_BLOCK);
    for (long j = 0; j < sizes[1]; j += TRANSPOSE_BLOCK) {
      const long columns = smaller_of(sizes[1] - j, TRANSPOSE_BLOCK);
      for (long r = i; r < i + rows; r++)
        copy_line(to + r * steps_to[0] + j * steps_to[1], steps_to[1], from + r * steps_from[0] + j * steps_from[1],
                  steps_from[1], columns);
    }
  }
}

/** Copies `sizes` elements (rank 2..8) from one set of strides to another. A stride of 0 on the side read repeats. */
static void copy_strided(int32_t *to, const int32_t *from, int rank, const int32_t *sizes, const int32_t *strides_to,
                         const int32_t *strides_from) {
  int32_t at[MOST_AXES] = {0};
  const int plane = rank - 2;
  for (;;) {
    copy_plane(to, strides_to + plane, from, strides_from + plane, sizes + plane);
    int axis = plane - 1;
    for (; axis >= 0; axis--) {
      to += strides_to[axis];
      from += strides_from[axis];
      if (++at[axis] < sizes[axis]) break;
      to -= (long)sizes[axis] * strides_to[axis];
      from -= (long)sizes[axis] * strides_from[axis];
      at[axis] = 0;
    }
    if (axis < 0) return;
  }
}

#endif
