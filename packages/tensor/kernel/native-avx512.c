/* The interpreter with AVX-512; compiled with -mavx512f -mavx512bw -mavx512dq -mavx512vl -mfma. */
#include "cut.h"
#include "native.h"

int32_t run_avx512(pool *pool, int threads, double least, float *arena, const int32_t *program, int32_t words) {
  return pool ? run_program_on(pool, threads, least, arena, program, words) : run_program(arena, program, words);
}
