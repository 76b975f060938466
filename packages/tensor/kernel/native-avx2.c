/* The interpreter with AVX2 and FMA; compiled with -mavx2 -mfma. */
#include "cut.h"
#include "native.h"

int32_t run_avx2(pool *pool, int threads, double least, float *arena, const int32_t *program, int32_t words) {
  return pool ? run_program_on(pool, threads, least, arena, program, words) : run_program(arena, program, words);
}
