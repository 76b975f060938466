// EM and k-means of two components in the plane: the operations of src/mixture/expect-pair-plane.ts and k-means.ts on the
// same doubles in the same order, so with their bits (WebAssembly has no fused multiply-add).
//
// E-step with the moments of the M-step: two lanes are the two components where sums are taken, and two points where none
// are; three loops over a block that stays in the fastest memory, because one alone would wait for its own results.

#include <stdint.h>
#include <wasm_simd128.h>

typedef v128_t double2;

#define EXPORT(name) __attribute__((export_name(name)))
#define ADD wasm_f64x2_add
#define SUB wasm_f64x2_sub
#define MUL wasm_f64x2_mul
#define BOTH(x) wasm_f64x2_splat(x)
#define FIRST(x) wasm_f64x2_extract_lane(x, 0)
#define SECOND(x) wasm_f64x2_extract_lane(x, 1)

enum { BLOCK = 128 };

// Of @collapse-lab/math: 2^(j / 128) in two parts, and the coefficients of its exponential.
static struct {
  double high[128], tail[128], steps_per_unit, step_high, step_low, c2, c3, c4, c5;
} exp_table;

// One lane for each component: P_00, P_10, P_11, the mean, and log(w) − log det L − log 2π.
static struct {
  double2 p00, p10, p11, mean0, mean1, constant;
} components;

// One lane for each component: Σ r, Σ r z, and Σ r z zᵀ (00, 10, 11). `total`: Σ log density, without the logarithm of
// `product`, which is left to the caller whenever it is large.
static struct {
  double2 mass, shift0, shift1, scatter00, scatter10, scatter11;
  double total, product;
} moments;

static double2 z0[BLOCK], z1[BLOCK], log_joint[BLOCK];
static double sums[BLOCK], largest[BLOCK];

extern unsigned char __heap_base;

EXPORT("expTable") void *address_of_exp_table(void) { return &exp_table; }
EXPORT("components") void *address_of_components(void) { return &components; }
EXPORT("moments") void *address_of_moments(void) { return &moments; }

// Room for `bytes`: where it begins, or 0 where there is not so much. What was there before may be overwritten.
EXPORT("reserve") void *reserve(uint32_t bytes) {
  const uint32_t page = 65536;
  uint32_t from = ((uint32_t)&__heap_base + 15) & ~15u;
  uint32_t pages = (from + bytes + page - 1) / page, now = __builtin_wasm_memory_size(0);
  if (pages > now && __builtin_wasm_memory_grow(0, pages - now) == (uint32_t)-1) return 0;
  return (void *)from;
}

// x · 2^k, with one rounding where the result is subnormal: as in src/elementary/bits.ts of math.
static double scaled(double x, int32_t k) {
  double factor = 1;
  if (k < -1022) {
    x *= 0x1p-600;
    k += 600;
  }
  uint64_t bits = (uint64_t)(k + 1023) << 52;
  __builtin_memcpy(&factor, &bits, 8);
  return x * factor;
}

// e^x for −∞ ≤ x < 709, and of what is no number.
static double exponential_of(double x) {
  const double to_integer = 6755399441055744.0;
  if (x != x) return x;
  if (x < -745.1332191019412) return 0;
  double n = x * exp_table.steps_per_unit + to_integer - to_integer;
  double r = x - n * exp_table.step_high - n * exp_table.step_low;
  int32_t step = (int32_t)n;
  double t = exp_table.high[step & 127];
  double p = exp_table.tail[step & 127] + r +
             r * r * (exp_table.c2 + r * exp_table.c3 + r * r * (exp_table.c4 + r * exp_table.c5));
  return scaled(t + t * p, step >> 7);
}

static inline double2 entries(const double *table, int32_t first, int32_t second) {
  return wasm_v128_load64_lane(table + second, wasm_v128_load64_zero(table + first), 1);
}

typedef struct {
  double2 steps_per_unit, step_high, step_low, c2, c3, c4, c5;
} exp_constants;

// The same for two numbers above −708.
static inline double2 exponentials_of(double2 x, exp_constants of) {
  const double2 to_integer = wasm_f64x2_const_splat(6755399441055744.0);
  // The low half of this sum holds the integer n.
  double2 rounded = ADD(MUL(x, of.steps_per_unit), to_integer);
  double2 n = SUB(rounded, to_integer);
  double2 r = SUB(SUB(x, MUL(n, of.step_high)), MUL(n, of.step_low));
  int32_t first = wasm_i32x4_extract_lane(rounded, 0) & 127, second = wasm_i32x4_extract_lane(rounded, 2) & 127;
  double2 t = entries(exp_table.high, first, second), tail = entries(exp_table.tail, first, second);
  double2 rr = MUL(r, r);
  double2 inner = ADD(ADD(of.c2, MUL(r, of.c3)), MUL(rr, ADD(of.c4, MUL(r, of.c5))));
  double2 p = ADD(ADD(tail, r), MUL(rr, inner));
  v128_t exponent = wasm_i64x2_shr(wasm_i64x2_shl(rounded, 32), 39);
  double2 power = wasm_i64x2_shl(wasm_i64x2_add(exponent, wasm_i64x2_const_splat(1023)), 52);
  return MUL(ADD(t, MUL(t, p)), power);
}

// z = P (x − μ) and the log joint density of both components.
static void whiten(const double *x, const double *y, uint32_t size) {
  for (uint32_t i = 0; i < size; i++) {
    double2 dx = SUB(wasm_v128_load64_splat(x + i), components.mean0);
    double2 dy = SUB(wasm_v128_load64_splat(y + i), components.mean1);
    double2 u0 = MUL(components.p00, dx), u1 = ADD(MUL(components.p10, dx), MUL(components.p11, dy));
    z0[i] = u0;
    z1[i] = u1;
    log_joint[i] = SUB(components.constant, MUL(BOTH(0.5), ADD(MUL(u0, u0), MUL(u1, u1))));
  }
}

// Responsibilities of the first and of the second component, for two points at a time; may write one point too many.
static void share(double *r, double *s, uint32_t size) {
  // Copies, because what is written could be the table for all that the compiler knows.
  const exp_constants of = {
      BOTH(exp_table.steps_per_unit), BOTH(exp_table.step_high), BOTH(exp_table.step_low), BOTH(exp_table.c2),
      BOTH(exp_table.c3), BOTH(exp_table.c4), BOTH(exp_table.c5),
  };
  for (uint32_t i = 0; i < size; i += 2) {
    double2 log_p = wasm_i64x2_shuffle(log_joint[i], log_joint[i + 1], 0, 2);
    double2 log_q = wasm_i64x2_shuffle(log_joint[i], log_joint[i + 1], 1, 3);
    double2 difference = SUB(log_q, log_p);
    v128_t near = wasm_f64x2_le(difference, BOTH(100));
    double2 argument = wasm_v128_bitselect(difference, wasm_f64x2_neg(difference), near);
    double2 ratio;
    if (wasm_i64x2_all_true(wasm_f64x2_gt(argument, BOTH(-708)))) ratio = exponentials_of(argument, of);
    else ratio = wasm_f64x2_make(exponential_of(FIRST(argument)), exponential_of(SECOND(argument)));
    double2 sum = ADD(BOTH(1), ratio);
    double2 larger = wasm_f64x2_div(BOTH(1), sum), smaller = MUL(ratio, larger);
    wasm_v128_store(r + i, wasm_v128_bitselect(larger, smaller, near));
    wasm_v128_store(s + i, wasm_v128_bitselect(smaller, larger, near));
    wasm_v128_store(sums + i, sum);
    wasm_v128_store(largest + i, wasm_v128_bitselect(log_p, log_q, near));
  }
}

// Adds points to the moments until the product of their sums is large; returns how many.
static uint32_t gather(const double *r, const double *s, uint32_t size, double large_product) {
  double2 mass = moments.mass, shift0 = moments.shift0, shift1 = moments.shift1;
  double2 scatter00 = moments.scatter00, scatter10 = moments.scatter10, scatter11 = moments.scatter11;
  double total = moments.total, product = moments.product;
  uint32_t i = 0;
  while (i < size && !(product > large_product)) {
    total += largest[i];
    product *= sums[i];
    double2 weight = wasm_v128_load64_lane(s + i, wasm_v128_load64_zero(r + i), 1);
    double2 w0 = MUL(weight, z0[i]), w1 = MUL(weight, z1[i]);
    mass = ADD(mass, weight);
    shift0 = ADD(shift0, w0);
    shift1 = ADD(shift1, w1);
    scatter00 = ADD(scatter00, MUL(w0, z0[i]));
    scatter10 = ADD(scatter10, MUL(w1, z0[i]));
    scatter11 = ADD(scatter11, MUL(w1, z1[i]));
    i++;
  }
  moments.mass = mass;
  moments.shift0 = shift0;
  moments.shift1 = shift1;
  moments.scatter00 = scatter00;
  moments.scatter10 = scatter10;
  moments.scatter11 = scatter11;
  moments.total = total;
  moments.product = product;
  return i;
}

// Adds the points from … n − 1 to the moments, as far as the product stays small; returns the first that was not added.
// `points`: x of all, y of all, and then room for the responsibilities of n points and one more for each component.
EXPORT("expect") uint32_t expect(double *points, uint32_t n, uint32_t from, double large_product) {
  const double *x = points, *y = points + n;
  double *r = points + 2 * n, *s = r + n + 1;
  while (from < n) {
    uint32_t size = n - from < BLOCK ? n - from : BLOCK;
    whiten(x + from, y + from, size);
    share(r + from, s + from, size);
    uint32_t added = gather(r + from, s + from, size, large_product);
    from += added;
    if (added < size || moments.product > large_product) break;
  }
  return from;
}

// Adds the moments of responsibilities as they are, `block` points at a time (src/mixture/moments.ts adds as many up before
// it adds them to those of others); `points` as for `expect`.
EXPORT("gather") void gather_given(const double *points, uint32_t n, uint32_t block) {
  const double *r = points + 2 * n, *s = r + n + 1;
  for (uint32_t from = 0; from < n; from += block) {
    double2 mass = BOTH(0), shift0 = mass, shift1 = mass, scatter00 = mass, scatter10 = mass, scatter11 = mass;
    for (uint32_t i = from; i < from + block && i < n; i++) {
      double2 dx = SUB(wasm_v128_load64_splat(points + i), components.mean0);
      double2 dy = SUB(wasm_v128_load64_splat(points + n + i), components.mean1);
      double2 u0 = MUL(components.p00, dx), u1 = ADD(MUL(components.p10, dx), MUL(components.p11, dy));
      double2 weight = wasm_v128_load64_lane(s + i, wasm_v128_load64_zero(r + i), 1);
      double2 w0 = MUL(weight, u0), w1 = MUL(weight, u1);
      mass = ADD(mass, weight);
      shift0 = ADD(shift0, w0);
      shift1 = ADD(shift1, w1);
      scatter00 = ADD(scatter00, MUL(w0, u0));
      scatter10 = ADD(scatter10, MUL(w1, u0));
      scatter11 = ADD(scatter11, MUL(w1, u1));
    }
    moments.mass = ADD(moments.mass, mass);
    moments.shift0 = ADD(moments.shift0, shift0);
    moments.shift1 = ADD(moments.shift1, shift1);
    moments.scatter00 = ADD(moments.scatter00, scatter00);
    moments.scatter10 = ADD(moments.scatter10, scatter10);
    moments.scatter11 = ADD(moments.scatter11, scatter11);
  }
}

// k-means: two lanes are the coordinates of a point where sums are taken, and two points where none are.
static struct {
  double2 first, second;              // centres
  double2 sum_of_first, sum_of_second;
  double count_of_second;
} clusters;

EXPORT("clusters") void *address_of_clusters(void) { return &clusters; }

static inline double2 squared_distances(double2 p, double2 q, double2 centre) {
  double2 to_p = SUB(p, centre), to_q = SUB(q, centre);
  to_p = MUL(to_p, to_p);
  to_q = MUL(to_q, to_q);
  return ADD(wasm_i64x2_shuffle(to_p, to_q, 0, 2), wasm_i64x2_shuffle(to_p, to_q, 1, 3));
}

// Labels n points, given row by row with room for one more, as for the labels; returns how many labels changed.
EXPORT("assign") uint32_t assign(const double *points, uint32_t n, uint32_t *labels) {
  double2 first = clusters.first, second = clusters.second, in_first = BOTH(0), in_second = BOTH(0);
  uint32_t changed = 0, count = 0;
  for (uint32_t i = 0; i < n; i += 2) {
    double2 p = wasm_v128_load(points + 2 * i), q = wasm_v128_load(points + 2 * i + 2);
    v128_t nearer = wasm_f64x2_lt(squared_distances(p, q, second), squared_distances(p, q, first));
    uint32_t bits = wasm_i64x2_bitmask(nearer), of_p = bits & 1, of_q = bits >> 1;
    double2 ones = wasm_v128_and(nearer, BOTH(1)), share = wasm_i64x2_shuffle(ones, ones, 0, 0);
    in_second = ADD(in_second, MUL(share, p));
    in_first = ADD(in_first, MUL(SUB(BOTH(1), share), p));
    changed += labels[i] != of_p;
    labels[i] = of_p;
    count += of_p;
    if (i + 1 == n) break;
    share = wasm_i64x2_shuffle(ones, ones, 1, 1);
    in_second = ADD(in_second, MUL(share, q));
    in_first = ADD(in_first, MUL(SUB(BOTH(1), share), q));
    changed += labels[i + 1] != of_q;
    labels[i + 1] = of_q;
    count += of_q;
  }
  clusters.sum_of_first = in_first;
  clusters.sum_of_second = in_second;
  clusters.count_of_second = count;
  return changed;
}

// out_i = min(nearest_i, |x_i − x_index|²), with room for one more; returns the sum.
EXPORT("nearestTo") double nearest_to(const double *points, uint32_t n, uint32_t index, const double *nearest, double *out) {
  double2 centre = wasm_v128_load(points + 2 * index);
  double potential = 0;
  for (uint32_t i = 0; i < n; i += 2) {
    double2 p = wasm_v128_load(points + 2 * i), q = wasm_v128_load(points + 2 * i + 2);
    double2 least = wasm_f64x2_min(wasm_v128_load(nearest + i), squared_distances(p, q, centre));
    wasm_v128_store(out + i, least);
    potential += FIRST(least);
    if (i + 1 < n) potential += SECOND(least);
  }
  return potential;
}
