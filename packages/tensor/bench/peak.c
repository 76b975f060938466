// The most floating-point operations a core can do: fused multiply-adds on registers that do not wait for one another.
#include <immintrin.h>
#include <stdio.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

enum { chains = 12, steps = 20000000 };

#define PEAK(name, isa, vector, set1, fmadd, store, lanes)                                        \
  __attribute__((target(isa))) static double name(void) {                                         \
    vector sum[chains], a = set1(0.999f), b = set1(0.001f);                                       \
    for (int i = 0; i < chains; i++) sum[i] = set1((float)i);                                     \
    const double start = now();                                                                   \
    for (int step = 0; step < steps; step++)                                                      \
      for (int i = 0; i < chains; i++) sum[i] = fmadd(sum[i], a, b);                              \
    const double seconds = now() - start;                                                         \
    float out[lanes], total = 0;                                                                  \
    for (int i = 0; i < chains; i++) {                                                            \
      store(out, sum[i]);                                                                         \
      for (int j = 0; j < lanes; j++) total += out[j];                                            \
    }                                                                                             \
    /* The sum is used, so that it is computed. */                                                \
    return total == 0 ? 0 : 2.0 * lanes * chains * steps / seconds / 1e9;                         \
  }

PEAK(avx2, "avx2,fma", __m256, _mm256_set1_ps, _mm256_fmadd_ps, _mm256_storeu_ps, 8)
PEAK(avx512, "avx512f", __m512, _mm512_set1_ps, _mm512_fmadd_ps, _mm512_storeu_ps, 16)

int main(void) {
  printf("{");
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) printf("\"avx2\": %.3f", avx2());
  if (__builtin_cpu_supports("avx512f")) printf(", \"avx512\": %.3f", avx512());
  printf("}\n");
  return 0;
}
