/*
 * The interpreter: runs a list of instructions over one arena.
 *
 * An instruction is 32-bit words: opcode, number of words, operands. A tensor operand is its offset in the arena in
 * 4-byte words, -1 where an optional one is left out; sizes and flags are themselves, and a real number its bits. The
 * lowering (src/engine/kernel/lower) checked every offset and size against the arena, so kernels do not; ids, which
 * are data, are checked here.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "attention.h"
#include "cached-attention.h"
#include "convolution.h"
#include "embedding.h"
#include "layout.h"
#include "loss.h"
#include "normalisation.h"
#include "opcode.h"
#include "optimiser.h"
#include "random.h"
#include "softmax.h"
#include "top-k.h"

static float float_of_bits(int32_t bits) {
  union {
    int32_t bits;
    float value;
  } either = {bits};
  return either.value;
}

/* Operand `i` as a tensor of floats, of integers, and as a real number. */
#define TENSOR(i) (o[i] < 0 ? (float *)0 : arena + o[i])
#define INTEGERS(i) ((int32_t *)(arena + o[i]))
#define REAL(i) float_of_bits(o[i])

static void run_matmul(float *arena, const int32_t *o) {
  /* flags, activation, batch, m, n, k, a, stride a, step a, b, stride b, step b, c, stride c, step c, bias, alpha, scratch, share */
  for (long i = 0; i < o[2]; i++) {
    const product of = {o[0], o[3], o[4], o[5], arena + o[9] + i * o[11], o[10], arena + o[12] + i * o[14], o[13],
                        TENSOR(15), REAL(16), o[1], arena + o[17]};
    multiply(arena + o[6] + i * o[8], o[7], &of);
  }
}

/** Twelve sizes in the order of the fields. */
static convolution convolution_of(const int32_t *o) {
  return (convolution){o[0], o[1], o[2], o[3], o[4], o[5], o[6], o[7], o[8], o[9], o[10]};
}

static void run_conv2d(float *arena, const int32_t *o) {
  /* sizes (11), y, x, filter, bias, activation, scratch */
  const convolution of = convolution_of(o);
  convolve(&of, TENSOR(11), TENSOR(12), TENSOR(13), TENSOR(14), o[15], TENSOR(16));
}

static void run_conv2d_transpose(float *arena, const int32_t *o) {
  /* sizes (11), y, x, filter, bias, pixels of a tile, tile, scratch */
  const convolution of = convolution_of(o);
  convolve_transposed(&of, TENSOR(11), TENSOR(12), TENSOR(13), TENSOR(14), o[15], TENSOR(16), TENSOR(17));
}

static void run_conv2d_filter_gradient(float *arena, const int32_t *o) {
  /* sizes (11), dfilter, x, dy, scratch */
  const convolution of = convolution_of(o);
  convolution_filter_gradient(&of, TENSOR(11), TENSOR(12), TENSOR(13), TENSOR(14));
}

static void run_attention(float *arena, const int32_t *o) {
  /* batch, time, heads, size, causal, out, probabilities, qkv, scratch, share */
  const attention_shape of = {o[0], o[1], o[2], o[3], o[4]};
  attention(&of, TENSOR(5), TENSOR(6), TENSOR(7), TENSOR(8));
}

static void run_attention_gradient(float *arena, const int32_t *o) {
  /* batch, time, heads, size, causal, dqkv, qkv, probabilities, dout, dscores, share, scratch, share */
  const attention_shape of = {o[0], o[1], o[2], o[3], o[4]};
  attention_gradient(&of, TENSOR(5), TENSOR(6), TENSOR(7), TENSOR(8), TENSOR(9), TENSOR(11));
}

/** 1 where an id is out of its range. */
static int run_store_keys_values(float *arena, const int32_t *o) {
  /* batch, time, rows, length, width, cache, qkv, ids */
  if (first_wrong_id(INTEGERS(7), o[0], o[2]) >= 0) return 1;
  store_keys_values(TENSOR(5), TENSOR(6), INTEGERS(7), o[0], o[1], o[3], o[4]);
  return 0;
}

/** `keep`: stores the new position; else attends. 1 where the position or a source that is used is out of its range. */
static int run_cached_attention(float *arena, const int32_t *o, int keep) {
  /* both: batch, rows, length, heads, size, out, qkv, cache, position, sources, scores */
  const long batch = o[0], length = o[2], position = *INTEGERS(8);
  if (first_wrong_id(INTEGERS(8), 1, o[2]) >= 0) return 1;
  for (long i = 0; i < batch; i++)
    if (first_wrong_id(INTEGERS(9) + i * length, position + 1, o[1]) >= 0) return 1;
  const cached_attention of = {batch, o[1], length, o[3], o[4], TENSOR(6), TENSOR(7), position, INTEGERS(9), TENSOR(10)};
  if (keep) store_position(&of);
  else attend_cached(&of, TENSOR(5));
  return 0;
}

static void run_global_norm(float *arena, const int32_t *o, int32_t operands) {
  /* norm, then offset and number of the sums of squares of each tensor */
  double total = 0;
  for (int32_t i = 1; i + 1 < operands; i += 2) {
    double sum = 0;
    for (long block = 0; block < o[i + 1]; block++) sum += arena[o[i] + block];
    total += sum;
  }
  *TENSOR(0) = (float)__builtin_sqrt(total);
}

/** The factor of a gradient: 1 where there is none. */
INLINE float scale_of(const float *scale) { return scale ? *scale : 1.0f; }

static void run_adam(float *arena, const int32_t *o) {
  /* n, parameter, m, v, gradient, hyper, scale, beta1, beta2, epsilon, 1 - beta1, 1 - beta2, decay, decoupled decay */
  const adam_constants of = {REAL(7), REAL(8), REAL(9), REAL(10), REAL(11), REAL(12), REAL(13)};
  adam(TENSOR(1), TENSOR(2), TENSOR(3), TENSOR(4), TENSOR(5), scale_of(TENSOR(6)), &of, o[0]);
}

/** Runs one instruction of `operands` operands at o. Returns 0, or 1 where an id is out of its range. */
static int run_instruction(int32_t opcode, int32_t operands, float *arena, const int32_t *o) {
  switch (opcode) {
    case OP_FILL: fill(TENSOR(1), REAL(2), o[0]); break;                                  /* n, y, value */
    case OP_COPY:                                     /* rank, to, from, sizes, strides to, strides from */
      copy_strided(INTEGERS(1), INTEGERS(2), o[0], o + 3, o + 3 + o[0], o + 3 + 2 * o[0]);
      break;
    case OP_BINARY:                                   /* kind, rank, y, a, b, sizes, strides a, strides b */
      combine_broadcast(o[0], TENSOR(2), TENSOR(3), TENSOR(4), o[1], o + 5, o + 5 + o[1], o + 5 + 2 * o[1]);
      break;
    case OP_UNARY: transform_all(o[0], TENSOR(2), TENSOR(3), o[1]); break;                /* kind, n, y, x */
    case OP_AFFINE: affine(TENSOR(1), TENSOR(2), REAL(3), REAL(4), o[0]); break;          /* n, y, x, scale, shift */
    case OP_ACTIVATION: apply_activation(o[0], TENSOR(2), TENSOR(3), o[1]); break;        /* kind, n, y, x */
    case OP_ACTIVATION_GRADIENT:                                                          /* kind, n, dx, xy, dy */
      apply_activation_gradient(o[0], TENSOR(2), TENSOR(3), TENSOR(4), o[1]);
      break;
    case OP_MATMUL: run_matmul(arena, o); break;
    case OP_CONV2D: run_conv2d(arena, o); break;
    case OP_CONV2D_TRANSPOSE: run_conv2d_transpose(arena, o); break;
    case OP_CONV2D_FILTER_GRADIENT: run_conv2d_filter_gradient(arena, o); break;
    case OP_LAYER_NORM:                               /* rows, n, y, mean, rstd, x, gain, bias, epsilon */
      layer_norm(TENSOR(2), TENSOR(3), TENSOR(4), TENSOR(5), TENSOR(6), TENSOR(7), REAL(8), o[0], o[1]);
      break;
    case OP_LAYER_NORM_PARAMETER_GRADIENTS:           /* columns, rows, n, dgain, dbias, x, mean, rstd, dy */
      layer_norm_parameter_gradients(TENSOR(3), TENSOR(4), TENSOR(5), TENSOR(6), TENSOR(7), TENSOR(8), o[0], o[1], o[2]);
      break;
    case OP_LAYER_NORM_GRADIENT:                      /* rows, n, dx, x, gain, mean, rstd, dy */
      layer_norm_gradient(TENSOR(2), TENSOR(3), TENSOR(4), TENSOR(5), TENSOR(6), TENSOR(7), o[0], o[1]);
      break;
    case OP_SOFTMAX: softmax(TENSOR(2), TENSOR(3), o[0], o[1]); break;                    /* rows, n, y, x */
    case OP_SOFTMAX_GRADIENT: softmax_gradient(TENSOR(2), TENSOR(3), TENSOR(4), o[0], o[1]); break; /* rows, n, dx, y, dy */
    case OP_LOG_SOFTMAX: log_softmax(TENSOR(2), TENSOR(3), o[0], o[1]); break;            /* rows, n, y, x */
    case OP_LOG_SOFTMAX_GRADIENT:                                                         /* rows, n, dx, y, dy */
      log_softmax_gradient(TENSOR(2), TENSOR(3), TENSOR(4), o[0], o[1]);
      break;
    case OP_CROSS_ENTROPY:                            /* rows, n, terms, dx, x, targets, mask, all rows, first row */
      if (first_wrong_id(INTEGERS(5), o[0], o[1]) >= 0) return 1;
      cross_entropy((double *)TENSOR(2), TENSOR(3), TENSOR(4), INTEGERS(5), TENSOR(6), o[7], o[8], o[0], o[1]);
      break;
    case OP_SUM_TERMS: sum_terms(TENSOR(1), (const double *)TENSOR(2), o[0]); break;      /* rows, loss, terms */
    case OP_BCE_WITH_LOGITS: bce_with_logits(TENSOR(1), TENSOR(2), TENSOR(3), TENSOR(4), REAL(5), o[0]); break;
    case OP_SQUARED_ERROR:                            /* both: n, loss, dx, x, targets, divisor */
      squared_error(TENSOR(1), TENSOR(2), TENSOR(3), TENSOR(4), REAL(5), o[0]);
      break;
    case OP_GAUSSIAN_KL:                              /* n, loss, dmean, dlv, mean, lv, divisor */
      gaussian_kl(TENSOR(1), TENSOR(2), TENSOR(3), TENSOR(4), TENSOR(5), REAL(6), o[0]);
      break;
    case OP_REPARAMETERISE:                           /* n, z, deviation, mean, lv, noise */
      reparameterise(TENSOR(1), TENSOR(2), TENSOR(3), TENSOR(4), TENSOR(5), o[0]);
      break;
    case OP_DROPOUT:                                  /* n, y, x, bits, threshold, scale */
      dropout(TENSOR(1), TENSOR(2), INTEGERS(3), (uint32_t)o[4], REAL(5), o[0]);
      break;
    case OP_EMBEDDING:                                /* ids, v, d, y, table, ids */
      if (first_wrong_id(INTEGERS(5), o[0], o[1]) >= 0) return 1;
      embedding(TENSOR(3), TENSOR(4), INTEGERS(5), o[0], o[2]);
      break;
    case OP_EMBEDDING_GRADIENT:                       /* ids, v, d, dtable, ids, dy, stride */
      if (first_wrong_id(INTEGERS(4), o[0], o[1]) >= 0) return 1;
      embedding_gradient(TENSOR(3), INTEGERS(4), TENSOR(5), o[0], o[1], o[2], o[6]);
      break;
    case OP_GATHER_LAST:                              /* rows, v, y, x, ids */
      if (first_wrong_id(INTEGERS(4), o[0], o[1]) >= 0) return 1;
      gather_last(TENSOR(2), TENSOR(3), INTEGERS(4), o[0], o[1]);
      break;
    case OP_SCATTER_LAST:                             /* rows, v, y, dy, ids */
      if (first_wrong_id(INTEGERS(4), o[0], o[1]) >= 0) return 1;
      scatter_last(TENSOR(2), TENSOR(3), INTEGERS(4), o[0], o[1]);
      break;
    case OP_ATTENTION: run_attention(arena, o); break;
    case OP_ATTENTION_GRADIENT: run_attention_gradient(arena, o); break;
    case OP_STORE_KEYS_VALUES: return run_store_keys_values(arena, o);
    case OP_STORE_POSITION: return run_cached_attention(arena, o, 1);
    case OP_CACHED_ATTENTION: return run_cached_attention(arena, o, 0);
    case OP_REDUCE:                                   /* kind, outer, n, inner, y, x, scale, stride */
      reduce(o[0], TENSOR(4), TENSOR(5), o[1], o[2], o[3], o[7], REAL(6));
      break;
    case OP_ARGMAX: argmax(INTEGERS(2), TENSOR(3), o[0], o[1]); break;                    /* rows, n, y, x */
    case OP_TOP_K: top_k(TENSOR(3), INTEGERS(4), TENSOR(5), o[0], o[1], o[2]); break;     /* rows, n, k, values, indices, x */
    case OP_SUMS_OF_SQUARES: sums_of_squares(TENSOR(3), TENSOR(2), o[0], o[1]); break;    /* blocks, n, x, sums */
    case OP_GLOBAL_NORM: run_global_norm(arena, o, operands); break;
    case OP_SGD:                                      /* n, parameter, gradient, hyper, scale, decay */
      sgd(TENSOR(1), TENSOR(2), *TENSOR(3), scale_of(TENSOR(4)), REAL(5), o[0]);
      break;
    case OP_MOMENTUM:                                 /* n, parameter, velocity, gradient, hyper, scale, decay, factor, nesterov */
      momentum(TENSOR(1), TENSOR(2), TENSOR(3), *TENSOR(4), scale_of(TENSOR(5)), REAL(6), REAL(7), o[8], o[0]);
      break;
    case OP_ADAM: run_adam(arena, o); break;
    default: break;
  }
  return 0;
}

/**
 * Runs `words` words of instructions. Returns -1, or the word at which the instruction begins that met an id out of
 * range, with the rest not run.
 */
static int32_t run_program(float *arena, const int32_t *program, int32_t words) {
  for (int32_t at = 0; at < words; at += program[at + 1])
    if (run_instruction(program[at], program[at + 1] - 2, arena, program + at + 2)) return at;
  return -1;
}

#endif
