/*
 * The N-API addon: `run` and what it can run with. One binary holds the AVX2 and the AVX-512 interpreter; which one is
 * used is decided when it is loaded (src/node/native-engine.ts).
 */
#include <immintrin.h>
#include <node_api.h>
#include <stddef.h>

#include "native.h"

/* Flush results and operands that are denormal: they would slow a step down tenfold, and mean nothing in training. */
enum { FLUSH_DENORMALS = 0x8040 };

enum { AVX2 = 1, AVX512 = 2 };

static int supported_vectors(void) {
  __builtin_cpu_init();
  const int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const int avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                     __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  return (avx2 ? AVX2 : 0) | (avx2 && avx512 ? AVX512 : 0);
}

static napi_value throw_error(napi_env env, const char *message) {
  napi_throw_type_error(env, NULL, message);
  return NULL;
}

/** The elements of a Float32Array, or NULL. */
static float *floats_of(napi_env env, napi_value value, size_t *length) {
  napi_typedarray_type type;
  void *data;
  const int known = napi_get_typedarray_info(env, value, &type, length, &data, NULL, NULL) == napi_ok;
  return known && type == napi_float32_array ? data : NULL;
}

/** lineOffset(floats): elements to skip so that what follows begins on a line of 64 bytes. */
static napi_value line_offset(napi_env env, napi_callback_info info) {
  size_t count = 1, length;
  napi_value argument, result;
  if (napi_get_cb_info(env, info, &count, &argument, NULL, NULL) != napi_ok || count < 1) return NULL;
  const float *data = floats_of(env, argument, &length);
  if (!data) return throw_error(env, "lineOffset: expected a Float32Array.");
  napi_create_uint32(env, (uint32_t)((64 - (uintptr_t)data % 64) % 64 / sizeof(float)), &result);
  return result;
}

static void drop_pool(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  close_pool(data);
}

/** The pool of this thread of JavaScript, with `threads` threads; NULL for one, or where there is no memory for it. */
static pool *pool_of(napi_env env, uint32_t *threads) {
  void *found = NULL;
  if (*threads < 2) return NULL;
  napi_get_instance_data(env, &found);
  if (!found) {
    found = open_pool();
    if (!found) return NULL;
    napi_set_instance_data(env, found, drop_pool, NULL);
  }
  const uint32_t most = (uint32_t)grow_pool(found, (int)*threads);
  if (*threads > most) *threads = most;
  return found;
}

/**
 * run(arena: Float32Array, first word, words, vectors, threads, least): as run_program, with the program in the arena, on
 * `threads` threads where an instruction costs `least` vector operations or more.
 */
static napi_value run(napi_env env, napi_callback_info info) {
  size_t count = 6, length;
  napi_value arguments[6], result;
  uint32_t program, words, vectors, threads;
  double least;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  float *arena = floats_of(env, arguments[0], &length);
  if (!arena || napi_get_value_uint32(env, arguments[1], &program) != napi_ok ||
      napi_get_value_uint32(env, arguments[2], &words) != napi_ok ||
      napi_get_value_uint32(env, arguments[3], &vectors) != napi_ok ||
      napi_get_value_uint32(env, arguments[4], &threads) != napi_ok ||
      napi_get_value_double(env, arguments[5], &least) != napi_ok || (size_t)program + words > length ||
      !(supported_vectors() & vectors))
    return throw_error(env, "run: expected an arena, a program within it, supported vectors, threads and the least work of one.");
  pool *pool = pool_of(env, &threads);
  const unsigned int mode = _mm_getcsr();
  _mm_setcsr(mode | FLUSH_DENORMALS);
  const int32_t *instructions = (const int32_t *)arena + program;
  const int32_t stopped =
      (vectors == AVX512 ? run_avx512 : run_avx2)(pool, (int)threads, least, arena, instructions, (int32_t)words);
  _mm_setcsr(mode);
  napi_create_int32(env, stopped, &result);
  return result;
}

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>

/** forbid(arena: Float32Array, first word, words): from now on any access to these words ends the process. */
static napi_value forbid(napi_env env, napi_callback_info info) {
  size_t count = 3, length;
  napi_value arguments[3];
  uint32_t start, words;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  float *arena = floats_of(env, arguments[0], &length);
  if (!arena || napi_get_value_uint32(env, arguments[1], &start) != napi_ok ||
      napi_get_value_uint32(env, arguments[2], &words) != napi_ok || (size_t)start + words > length)
    return throw_error(env, "forbid: expected an arena and words within it.");
  ASAN_POISON_MEMORY_REGION(arena + start, words * sizeof(float));
  return NULL;
}
#endif

static void export_function(napi_env env, napi_value exports, const char *name, napi_callback callback) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, NULL, &function);
  napi_set_named_property(env, exports, name, function);
}

/** Exports: run, lineOffset, vectors (bits of what the processor has: 1 AVX2, 2 AVX-512), source (of the kernels). */
NAPI_MODULE_INIT() {
  napi_value vectors, source;
  export_function(env, exports, "run", run);
  export_function(env, exports, "lineOffset", line_offset);
#if defined(__SANITIZE_ADDRESS__)
  export_function(env, exports, "forbid", forbid);
#endif
  napi_create_uint32(env, (uint32_t)supported_vectors(), &vectors);
  napi_set_named_property(env, exports, "vectors", vectors);
  napi_create_string_utf8(env, KERNEL_SOURCE, NAPI_AUTO_LENGTH, &source);
  napi_set_named_property(env, exports, "source", source);
  return exports;
}
