/*
 * Runs a program that threads.mjs wrote on one thread and on several, every instruction in parts, and compares
 * the bits; built with ThreadSanitizer, which ends it where two threads touch the same memory.
 *
 * threads <file> <threads>: the file holds words of the arena, first word and words of the instructions (int32), then
 * the arena.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "native.h"

enum { REPETITIONS = 3 };

static float *read_arena(FILE *file, int32_t words) {
  float *arena = malloc((size_t)words * sizeof(float));
  if (!arena || fread(arena, sizeof(float), (size_t)words, file) != (size_t)words) exit(2);
  return arena;
}

int main(int count, char **arguments) {
  int32_t header[3];
  if (count != 3) return 2;
  FILE *file = fopen(arguments[1], "rb");
  const int threads = atoi(arguments[2]);
  if (!file || fread(header, sizeof(int32_t), 3, file) != 3) return 2;
  float *one = read_arena(file, header[0]);
  fclose(file);
  float *several = malloc((size_t)header[0] * sizeof(float));
  pool *pool = open_pool();
  if (!several || !pool || grow_pool(pool, threads) != threads) return 2;
  memcpy(several, one, (size_t)header[0] * sizeof(float));
  for (int i = 0; i < REPETITIONS; i++) {
    const int32_t *program = (const int32_t *)one + header[1], *same = (const int32_t *)several + header[1];
    const int32_t stopped = run_avx2(NULL, 1, 0, one, program, header[2]);
    if (run_avx2(pool, threads, 0, several, same, header[2]) != stopped || stopped >= 0) return 1;
  }
  close_pool(pool);
  /* What outlives a run: parameters, slots and buffers. What programs compute in, behind it, has scratch of threads. */
  const int32_t kept = header[1] + header[2];
  if (memcmp(one, several, (size_t)kept * sizeof(float)) != 0) {
    fprintf(stderr, "%d threads gave other bits than one\n", threads);
    return 1;
  }
  printf("%d threads: the same bits as one\n", threads);
  return 0;
}
