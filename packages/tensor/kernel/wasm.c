/*
 * The WebAssembly module: exports its memory, where the arena begins, and `run`. Built by build-wasm.mjs without a
 * library, so what the compiler may call for copies is here.
 */
#include "program.h"

typedef __SIZE_TYPE__ size;

void *memset(void *to, int value, size n) {
  unsigned char *bytes = to;
  while (n--) *bytes++ = (unsigned char)value;
  return to;
}

void *memcpy(void *to, const void *from, size n) {
  unsigned char *bytes = to;
  const unsigned char *other = from;
  while (n--) *bytes++ = *other++;
  return to;
}

extern unsigned char __heap_base;

/** First byte behind the stack and the data, on a line of 64 bytes. */
__attribute__((export_name("arenaStart"))) int32_t arena_start(void) {
  return (int32_t)(((uintptr_t)&__heap_base + 63) & ~(uintptr_t)63);
}

/** Runs the `words` words of the arena (a byte address) from word `program` on; as run_program. */
__attribute__((export_name("run"))) int32_t run(int32_t arena, int32_t program, int32_t words) {
  float *base = (float *)(uintptr_t)arena;
  return run_program(base, (const int32_t *)base + program, words);
}
