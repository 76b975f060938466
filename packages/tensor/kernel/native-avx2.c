/* The interpreter with AVX2 and FMA; compiled with -mavx2 -mfma. */
#include "native.h"
#include "program.h"

int32_t run_avx2(float *arena, const int32_t *program, int32_t words) { return run_program(arena, program, words); }
