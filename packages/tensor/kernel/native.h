/* What addon.c calls: the interpreter compiled for each kind of vectors. */
#ifndef NATIVE_H
#define NATIVE_H

#include <stdint.h>

/** As run_program (program.h). The processor must have the instructions. */
int32_t run_avx2(float *arena, const int32_t *program, int32_t words);
int32_t run_avx512(float *arena, const int32_t *program, int32_t words);

#endif
