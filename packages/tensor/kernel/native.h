/* What addon.c calls: the interpreter compiled for each kind of vectors. */
#ifndef NATIVE_H
#define NATIVE_H

#include <stdint.h>

#include "threads.h"

/**
 * As run_program (program.h), on the threads of a pool where an instruction costs `least` vector operations or more; on
 * the caller's alone where the pool is NULL. The processor must have the instructions.
 */
int32_t run_avx2(pool *pool, int threads, double least, float *arena, const int32_t *program, int32_t words);
int32_t run_avx512(pool *pool, int threads, double least, float *arena, const int32_t *program, int32_t words);

#endif
