/* The interpreter with AVX-512; compiled with -mavx512f -mavx512bw -mavx512dq -mavx512vl -mfma. */
#include "native.h"
#include "program.h"

int32_t run_avx512(float *arena, const int32_t *program, int32_t words) { return run_program(arena, program, words); }
