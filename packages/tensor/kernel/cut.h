/*
 * An instruction as parts that threads run: each part is the same instruction over a piece of its rows, columns or elements,
 * so kernels know nothing of threads. A number of the result is computed wholly in one part, in the order in which it is
 * computed without parts; so neither the number of parts nor that of threads changes a bit.
 */
#ifndef CUT_H
#define CUT_H

#include "program.h"
#include "threads.h"

/** Most operands of an instruction that is cut: those of COPY with MOST_AXES axes. */
enum { MOST_OPERANDS = 3 + 3 * MOST_AXES + 5, MOST_STEPS = 8 };

/** How far an operand goes on with each unit that is counted. */
typedef struct {
  int operand;
  long step;
} cut_step;

typedef struct {
  /** The operand that counts, or -1: what the instruction does cannot be cut. */
  int counter;
  /** Pieces begin at multiples of this. */
  long multiple;
  int steps;
  cut_step step[MOST_STEPS];
  /** Operands that are scratch of one thread; the operand behind each is its size. */
  int scratches, scratch[2];
  /** What the instruction costs, in vector operations of 16 elements, roughly. */
  double work;
} cut;

INLINE void add_step(cut *of, int operand, long step) { of->step[of->steps++] = (cut_step){operand, step}; }

/** Elements of the tensors `first`..`last` alike, counted by an operand. */
static cut cut_elements(const int32_t *o, int counter, int first, int last, double cost) {
  cut of = {.counter = counter, .multiple = LANES, .work = cost * o[counter] / LANES};
  for (int i = first; i <= last; i++) add_step(&of, i, 1);
  return of;
}

/** Rows (operand 0) of n numbers (operand 1): the tensors `first`..`last` have a row for each. */
static cut cut_rows(const int32_t *o, int first, int last, double cost) {
  cut of = {.counter = 0, .multiple = 1, .work = cost * o[0] * o[1] / LANES};
  for (int i = first; i <= last; i++) add_step(&of, i, o[1]);
  return of;
}

/** Products of a batch; else columns, in which nothing is packed twice; else rows, for each piece of which B is packed. */
static cut cut_matmul(const int32_t *o) {
  const long flags = o[0], batch = o[2], m = o[3], n = o[4];
  cut of = {.counter = 2, .multiple = 1, .scratches = 1, .scratch = {17}};
  of.work = (double)batch * m * n * o[5] / LANES;
  if (batch > 1) {
    add_step(&of, 6, o[8]);
    add_step(&of, 9, o[11]);
    add_step(&of, 12, o[14]);
  } else if (n >= m || n >= 2 * COLUMN_BLOCK) {
    of.counter = 4;
    of.multiple = COLUMN_MULTIPLE;
    add_step(&of, 9, flags & TRANSPOSE_B ? o[10] : 1);
    add_step(&of, 12, 1);
    add_step(&of, 15, 1);
  } else {
    of.counter = 3;
    of.multiple = ROW_MULTIPLE;
    add_step(&of, 6, flags & TRANSPOSE_A ? 1 : o[7]);
    add_step(&of, 12, o[13]);
  }
  return of;
}

/** Sequences. `first`: the operand behind the sizes; `gradient`: whether the operands are those of the gradient. */
static cut cut_attention(const int32_t *o, int gradient) {
  const long time = o[1], d = (long)o[2] * o[3], square = o[2] * time * time;
  cut of = {.counter = 0, .multiple = 1, .scratches = 1 + gradient, .scratch = {gradient ? 9 : 8, 11}};
  of.work = (gradient ? 5.0 : 2.0) * o[0] * square * o[3] / LANES;
  add_step(&of, 5, gradient ? 3 * time * d : time * d);
  add_step(&of, 6, gradient ? 3 * time * d : square);
  add_step(&of, 7, gradient ? square : 3 * time * d);
  if (gradient) add_step(&of, 8, time * d);
  return of;
}

static cut cut_cached_attention(const int32_t *o) {
  const long length = o[2], d = (long)o[3] * o[4];
  cut of = {.counter = 0, .multiple = 1, .work = (double)o[0] * length * d / LANES};
  add_step(&of, 5, d);
  add_step(&of, 6, 3 * d);
  add_step(&of, 9, length);
  add_step(&of, 10, round_up(length, POSITIONS));
  return of;
}

/** The outermost axis of the result, its strides `steps` behind its size. */
static cut cut_binary(const int32_t *o) {
  const int rank = o[1];
  long inner = 1;
  for (int axis = 1; axis < rank; axis++) inner *= o[5 + axis];
  cut of = {.counter = 5, .multiple = rank == 1 ? LANES : 1, .work = (double)inner * o[5] / LANES};
  add_step(&of, 2, inner);
  add_step(&of, 3, o[5 + rank]);
  add_step(&of, 4, o[5 + 2 * rank]);
  return of;
}

/** The longest axis. */
static cut cut_copy(const int32_t *o) {
  const int rank = o[0];
  int longest = 0;
  double elements = 1;
  for (int axis = 0; axis < rank; axis++) {
    elements *= o[3 + axis];
    if (o[3 + axis] > o[3 + longest]) longest = axis;
  }
  cut of = {.counter = 3 + longest, .multiple = TRANSPOSE_BLOCK, .work = 2 * elements / LANES};
  add_step(&of, 1, o[3 + rank + longest]);
  add_step(&of, 2, o[3 + 2 * rank + longest]);
  return of;
}

/** What is before the reduced axis, else what is behind it; a sum of all elements is not cut. */
static cut cut_reduce(const int32_t *o) {
  const long outer = o[1], n = o[2], inner = o[3], stride = o[7];
  cut of = {.counter = outer > 1 ? 1 : inner > 1 ? 3 : -1, .multiple = outer > 1 ? 1 : STRIP * LANES};
  of.work = (double)outer * n * inner / LANES;
  add_step(&of, 4, outer > 1 ? inner : 1);
  add_step(&of, 5, outer > 1 ? n * stride : 1);
  return of;
}

static cut cut_cross_entropy(const int32_t *o) {
  cut of = cut_rows(o, 3, 4, 4);
  add_step(&of, 2, 2);
  add_step(&of, 5, 1);
  add_step(&of, 8, 1);
  return of;
}

static cut cut_layer_norm(const int32_t *o) {
  cut of = cut_rows(o, 2, 2, 3);
  add_step(&of, 3, 1);
  add_step(&of, 4, 1);
  add_step(&of, 5, o[1]);
  return of;
}

static cut cut_layer_norm_gradient(const int32_t *o) {
  cut of = cut_rows(o, 2, 3, 4);
  add_step(&of, 5, 1);
  add_step(&of, 6, 1);
  add_step(&of, 7, o[1]);
  return of;
}

static cut cut_layer_norm_parameter_gradients(const int32_t *o) {
  cut of = {.counter = 0, .multiple = LANES, .work = 2.0 * o[0] * o[1] / LANES};
  for (int i = 3; i <= 5; i++) add_step(&of, i, 1);
  add_step(&of, 8, 1);
  return of;
}

static cut cut_embedding(const int32_t *o) {
  cut of = {.counter = 0, .multiple = 1, .work = 2.0 * o[0] * o[2] / LANES};
  add_step(&of, 3, o[2]);
  add_step(&of, 5, 1);
  return of;
}

/** Columns: rows with the same id are added in their order. */
static cut cut_embedding_gradient(const int32_t *o) {
  cut of = {.counter = 2, .multiple = LANES, .work = 2.0 * o[2] * (o[0] + o[1]) / LANES};
  add_step(&of, 3, 1);
  add_step(&of, 5, 1);
  return of;
}

static cut cut_sums_of_squares(const int32_t *o) {
  cut of = {.counter = 0, .multiple = 1, .work = (double)o[1] / LANES};
  add_step(&of, 1, -SUM_BLOCK);
  add_step(&of, 2, SUM_BLOCK);
  add_step(&of, 3, 1);
  return of;
}

static cut cut_top_k(const int32_t *o) {
  cut of = {.counter = 0, .multiple = 1, .work = 2.0 * o[0] * o[1] / LANES};
  add_step(&of, 3, o[2]);
  add_step(&of, 4, o[2]);
  add_step(&of, 5, o[1]);
  return of;
}

/** The operands are those that program.h names; what is not here runs on one thread. */
static cut cut_of(int32_t opcode, const int32_t *o) {
  switch (opcode) {
    case OP_FILL: return cut_elements(o, 0, 1, 1, 1);
    case OP_COPY: return cut_copy(o);
    case OP_BINARY: return cut_binary(o);
    case OP_UNARY: return cut_elements(o, 1, 2, 3, 2);
    case OP_AFFINE: return cut_elements(o, 0, 1, 2, 1);
    case OP_ACTIVATION: return cut_elements(o, 1, 2, 3, 4);
    case OP_ACTIVATION_GRADIENT: return cut_elements(o, 1, 2, 4, 4);
    case OP_MATMUL: return cut_matmul(o);
    case OP_LAYER_NORM: return cut_layer_norm(o);
    case OP_LAYER_NORM_PARAMETER_GRADIENTS: return cut_layer_norm_parameter_gradients(o);
    case OP_LAYER_NORM_GRADIENT: return cut_layer_norm_gradient(o);
    case OP_SOFTMAX: return cut_rows(o, 2, 3, 4);
    case OP_SOFTMAX_GRADIENT: return cut_rows(o, 2, 4, 2);
    case OP_LOG_SOFTMAX: return cut_rows(o, 2, 3, 4);
    case OP_LOG_SOFTMAX_GRADIENT: return cut_rows(o, 2, 4, 4);
    case OP_CROSS_ENTROPY: return cut_cross_entropy(o);
    case OP_REPARAMETERISE: return cut_elements(o, 0, 1, 5, 4);
    case OP_DROPOUT: return cut_elements(o, 0, 1, 3, 1);
    case OP_EMBEDDING: return cut_embedding(o);
    case OP_EMBEDDING_GRADIENT: return cut_embedding_gradient(o);
    case OP_ATTENTION: return cut_attention(o, 0);
    case OP_ATTENTION_GRADIENT: return cut_attention(o, 1);
    case OP_CACHED_ATTENTION: return cut_cached_attention(o);
    case OP_REDUCE: return cut_reduce(o);
    case OP_TOP_K: return cut_top_k(o);
    case OP_SUMS_OF_SQUARES: return cut_sums_of_squares(o);
    case OP_SGD: return cut_elements(o, 0, 1, 2, 2);
    case OP_MOMENTUM: return cut_elements(o, 0, 1, 3, 3);
    case OP_ADAM: return cut_elements(o, 0, 1, 4, 6);
    default: return (cut){.counter = -1};
  }
}

/** One instruction that is run in parts. */
typedef struct {
  int32_t opcode, operands;
  float *arena;
  const int32_t *o;
  cut how;
  long parts;
  /** 1 once a part met an id out of its range. */
  int stopped;
} shared_instruction;

INLINE long piece_begin(const shared_instruction *of, long part) {
  const long count = of->o[of->how.counter], multiples = (count + of->how.multiple - 1) / of->how.multiple;
  return smaller_of(count, multiples * part / of->parts * of->how.multiple);
}

/** A part_runner. */
static void run_part(void *context, long part, int thread) {
  shared_instruction *of = context;
  int32_t own[MOST_OPERANDS];
  const long begin = piece_begin(of, part), end = piece_begin(of, part + 1);
  if (begin == end) return;
  for (int i = 0; i < of->operands; i++) own[i] = of->o[i];
  own[of->how.counter] = (int32_t)(end - begin);
  for (int i = 0; i < of->how.steps; i++) {
    const cut_step *step = &of->how.step[i];
    /* One that is left out stays so. */
    if (own[step->operand] >= 0) own[step->operand] += (int32_t)(begin * step->step);
  }
  for (int i = 0; i < of->how.scratches; i++) own[of->how.scratch[i]] += thread * own[of->how.scratch[i] + 1];
  if (run_instruction(of->opcode, of->operands, of->arena, own)) __atomic_store_n(&of->stopped, 1, __ATOMIC_RELAXED);
}

/** More than threads, so that none waits long for the last one. */
enum { PARTS_PER_THREAD = 4 };

/**
 * As run_program, on up to `threads` threads of a pool. What costs less than `least` vector operations runs on the
 * caller's.
 */
static int32_t run_program_on(pool *pool, int threads, double least, float *arena, const int32_t *program,
                              int32_t words) {
  for (int32_t at = 0; at < words; at += program[at + 1]) {
    shared_instruction of = {program[at], program[at + 1] - 2, arena, program + at + 2, {.counter = -1}, 0, 0};
    of.how = cut_of(of.opcode, of.o);
    if (of.how.counter < 0 || of.how.work < least) {
      of.stopped = run_instruction(of.opcode, of.operands, arena, of.o);
    } else {
      of.parts = (long)threads * PARTS_PER_THREAD;
      run_parts(pool, threads, of.parts, run_part, &of);
    }
    if (of.stopped) return at;
  }
  return -1;
}

#endif
