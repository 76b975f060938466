// Bulk random numbers: Threefry-4x32-20 on eight counters at once, and the uniform, exponential and normal variates of
// src/stream and src/random made from its words. Every number has the bits of the TypeScript beside it, which says
// where the methods come from: the same operations on the same doubles in the same order (WebAssembly has no fused
// multiply-add), with the tables that are copied in from there.
//
// A call works on one stream: JavaScript writes `key`, `block` and `used`, the call returns how many words it read.

#include <stdint.h>
#include <wasm_simd128.h>

typedef v128_t word4;
typedef v128_t double2;

#define EXPORT(name) __attribute__((export_name(name)))

enum { LAYERS = 256, GROUP = 48, ROOM = 1024 + GROUP, NUMBERS = 4096 };

// width: right edges of the layers over twice the number of abscissae; height: one more than there are layers; tail:
// where the tail begins.
typedef struct {
  double width[LAYERS], inside[LAYERS], height[LAYERS + 1], tail;
} ziggurat;

// Of src/elementary/exp-table.ts.
static struct {
  double high[128], tail[128], steps_per_unit, step_high, step_low, c2, c3, c4, c5;
} exp_table;

static struct {
  uint32_t key[4];
  uint64_t block;  // index of the block of four words that holds the next word
  uint32_t used;   // words of that block already read
} stream;
static ziggurat normal_layers, exponential_layers;
// A first guess may write beyond what was asked for.
static double numbers[NUMBERS + ROOM / 2 + 2];
static double moments[2];

EXPORT("stream") void *address_of_stream(void) { return &stream; }
EXPORT("expTable") void *address_of_exp_table(void) { return &exp_table; }
EXPORT("normalLayers") void *address_of_normal_layers(void) { return &normal_layers; }
EXPORT("exponentialLayers") void *address_of_exponential_layers(void) { return &exponential_layers; }
EXPORT("numbers") void *address_of_numbers(void) { return numbers; }
EXPORT("moments") void *address_of_moments(void) { return moments; }

// Words made ahead: words[at … made) are still to be read. `total` counts those made since the stream was opened.
static uint32_t words[ROOM + 4];
static uint32_t at, made, total;

#define ADD wasm_i32x4_add
#define XOR wasm_v128_xor
#define ROTATED(x, r) wasm_v128_or(wasm_i32x4_shl(x, r), wasm_u32x4_shr(x, 32 - (r)))
// Three independent chains of four counters: one alone waits for its own results, more do not fit in the registers.
#define EACH for (int g = 0; g < 3; g++)
#define MIX(a, b, r, c, d, s)                                              \
  EACH { a[g] = ADD(a[g], b[g]); c[g] = ADD(c[g], d[g]); }                 \
  EACH { b[g] = XOR(ROTATED(b[g], r), a[g]); d[g] = XOR(ROTATED(d[g], s), c[g]); }
#define TWO_ROUNDS(p, q, r, s) MIX(x0, x1, p, x2, x3, q) MIX(x0, x3, r, x2, x1, s)
#define EVEN_ROUNDS TWO_ROUNDS(10, 26, 11, 21) TWO_ROUNDS(13, 27, 23, 5)
#define ODD_ROUNDS TWO_ROUNDS(6, 20, 17, 11) TWO_ROUNDS(25, 10, 18, 20)
#define ADD_KEY(a, b, c, d, i)                                             \
  EACH {                                                                   \
    x0[g] = ADD(x0[g], a); x1[g] = ADD(x1[g], b); x2[g] = ADD(x2[g], c);   \
    x3[g] = ADD(x3[g], ADD(d, wasm_i32x4_const_splat(i)));                 \
  }

// The blocks first … first + 3 as counters, one in each lane: low words, and high words with the carry.
static inline word4 low_words(uint64_t first) {
  return ADD(wasm_i32x4_splat((int32_t)first), wasm_i32x4_const(0, 1, 2, 3));
}

static inline word4 high_words(uint64_t first, word4 low) {
  word4 carry = wasm_u32x4_lt(low, wasm_i32x4_splat((int32_t)first));
  return wasm_i32x4_sub(wasm_i32x4_splat((int32_t)(first >> 32)), carry);
}

// From one vector for each word of four blocks to one vector for each block.
static inline void store_blocks(word4 x0, word4 x1, word4 x2, word4 x3, uint32_t *out) {
  word4 a = wasm_i32x4_shuffle(x0, x1, 0, 4, 1, 5), b = wasm_i32x4_shuffle(x0, x1, 2, 6, 3, 7);
  word4 c = wasm_i32x4_shuffle(x2, x3, 0, 4, 1, 5), d = wasm_i32x4_shuffle(x2, x3, 2, 6, 3, 7);
  wasm_v128_store(out, wasm_i64x2_shuffle(a, c, 0, 2));
  wasm_v128_store(out + 4, wasm_i64x2_shuffle(a, c, 1, 3));
  wasm_v128_store(out + 8, wasm_i64x2_shuffle(b, d, 0, 2));
  wasm_v128_store(out + 12, wasm_i64x2_shuffle(b, d, 1, 3));
}

// Appends twelve blocks. `stream.block` is the next block to encipher while a call runs.
static void make_group(void) {
  word4 k0 = wasm_i32x4_splat((int32_t)stream.key[0]), k1 = wasm_i32x4_splat((int32_t)stream.key[1]);
  word4 k2 = wasm_i32x4_splat((int32_t)stream.key[2]), k3 = wasm_i32x4_splat((int32_t)stream.key[3]);
  word4 k4 = XOR(XOR(XOR(k0, k1), XOR(k2, k3)), wasm_i32x4_const_splat(0x1bd11bda));
  word4 x0[3], x1[3], x2[3], x3[3];
  EACH {
    word4 low = low_words(stream.block + 4 * g);
    x0[g] = ADD(low, k0);
    x1[g] = ADD(high_words(stream.block + 4 * g, low), k1);
    x2[g] = k2;
    x3[g] = k3;
  }
  EVEN_ROUNDS ADD_KEY(k1, k2, k3, k4, 1)
  ODD_ROUNDS ADD_KEY(k2, k3, k4, k0, 2)
  EVEN_ROUNDS ADD_KEY(k3, k4, k0, k1, 3)
  ODD_ROUNDS ADD_KEY(k4, k0, k1, k2, 4)
  EVEN_ROUNDS ADD_KEY(k0, k1, k2, k3, 5)
  EACH store_blocks(x0[g], x1[g], x2[g], x3[g], words + made + 16 * g);
  stream.block += 12;
  made += GROUP;
  total += GROUP;
}

static void open_stream(void) { at = made = total = 0; }

// Makes at least `wanted` ≥ 2 words ready, or as many as there is room for; called with at most one left.
static void make_words(uint32_t wanted) {
  uint32_t left = made - at;
  if (left == 1) words[0] = words[at];
  at = 0;
  made = left;
  int first = total == 0;
  if (first) wanted += stream.used;
  do make_group(); while (made < wanted && made + GROUP <= ROOM);
  if (first) at = stream.used;
}

static uint32_t words_read(void) { return total - (made - at) - stream.used; }

// Two words, the first in the low half.
static inline uint64_t pair_at(const uint32_t *from) {
  uint64_t pair;
  __builtin_memcpy(&pair, from, 8);
  return pair;
}

static inline uint64_t next_pair(void) {
  if (made - at < 2) make_words(2);
  at += 2;
  return pair_at(words + at - 2);
}

static inline double uniform_of(uint64_t pair) {
  uint64_t integer = ((uint64_t)((uint32_t)pair >> 5) << 26) | (pair >> 38);
  return (double)(int64_t)integer * 0x1p-53;
}

// e^x for −700 < x ≤ 0, as src/elementary/exp.ts.
static double exponential_of(double x) {
  const double to_integer = 6755399441055744.0;
  double n = x * exp_table.steps_per_unit + to_integer - to_integer;
  double r = x - n * exp_table.step_high - n * exp_table.step_low;
  int32_t step = (int32_t)n;
  double t = exp_table.high[step & 127];
  double p = exp_table.tail[step & 127] + r +
             r * r * (exp_table.c2 + r * exp_table.c3 + r * r * (exp_table.c4 + r * exp_table.c5));
  uint64_t bits = (uint64_t)((step >> 7) + 1023) << 52;
  double power;
  __builtin_memcpy(&power, &bits, 8);
  return (t + t * p) * power;
}

// Whether a point in the part of the layer that reaches beyond the density lies under it; its height is of `pair`.
static inline int under_curve_at(const ziggurat *layers, uint32_t layer, uint64_t pair, double exponent) {
  const double *height = layers->height + layer;
  double y = height[0] + uniform_of(pair) * (height[1] - height[0]);
  return y < exponential_of(exponent);
}

static int under_curve(const ziggurat *layers, uint32_t layer, double exponent) {
  return under_curve_at(layers, layer, next_pair(), exponent);
}

// `width` is for abscissae 2 m + 1: the integer holds the half that the TypeScript adds, exactly.
static double next_exponential(void) {
  const ziggurat *layers = &exponential_layers;
  double tail = 0;
  for (;;) {
    uint64_t pair = next_pair();
    uint32_t layer = pair & 255;
    int64_t place = (int64_t)((uint64_t)((uint32_t)pair >> 9) << 31 | pair >> 33 | 1);
    double x = (double)place * layers->width[layer];
    if (x < layers->inside[layer]) return tail + x;
    if (layer == 0) tail += layers->tail;
    else if (under_curve(layers, layer, -x)) return tail + x;
  }
}

static double tail_of_normal(double sign) {
  double r = normal_layers.tail;
  for (;;) {
    double x = next_exponential() / r;
    if (2 * next_exponential() > x * x) return sign < 0 ? -r - x : r + x;
  }
}

static inline double abscissa_of_normal(uint64_t pair) {
  int64_t place = (int64_t)((uint64_t)(int64_t)((int32_t)pair >> 9) << 31 | pair >> 33 | 1);
  return (double)place * normal_layers.width[pair & 255];
}

static double next_normal(void) {
  const ziggurat *layers = &normal_layers;
  for (;;) {
    uint64_t pair = next_pair();
    uint32_t layer = pair & 255;
    double x = abscissa_of_normal(pair);
    if (__builtin_fabs(x) < layers->inside[layer]) return x;
    if (layer == 0) return tail_of_normal(x);
    if (under_curve(layers, layer, -0.5 * x * x)) return x;
  }
}

// x = mean + (zero + sd z): `zero` is −0, which changes nothing, or 0, which makes a product of −0 positive.
typedef struct {
  double mean, zero, sd;
} affine;

static inline double2 entries(const double *table, uint32_t first, uint32_t second) {
  return wasm_v128_load64_lane(table + second, wasm_v128_load64_zero(table + first), 1);
}

// The first guess: every pair of words is one variate, right for 98.8 % of them. Writes the x of `pairs` pairs, and one
// more where their number is odd, and a bit in `hard` for each pair that is not inside its layer. A branch on them would be
// mispredicted, which costs more than all else, so there is none.
static inline void guess(const uint32_t *from, uint32_t pairs, affine to, double *out, uint64_t *hard) {
  double2 mean = wasm_f64x2_splat(to.mean), zero = wasm_f64x2_splat(to.zero), sd = wasm_f64x2_splat(to.sd);
  uint64_t bits = 0;
  uint32_t i = 0;
  for (; i < pairs; i += 2, from += 4) {
    word4 both = wasm_v128_load(from);
    word4 high = wasm_i32x4_shr(wasm_i32x4_shuffle(both, both, 0, 2, 0, 2), 9);
    word4 low = wasm_u32x4_shr(wasm_i32x4_shuffle(both, both, 1, 3, 1, 3), 1);
    low = wasm_v128_or(low, wasm_i32x4_const_splat(1));
    double2 place = wasm_f64x2_add(
        wasm_f64x2_mul(wasm_f64x2_convert_low_i32x4(high), wasm_f64x2_const_splat(0x1p31)),
        wasm_f64x2_convert_low_i32x4(low));
    uint32_t first = *(const uint8_t *)from, second = *(const uint8_t *)(from + 2);
    double2 z = wasm_f64x2_mul(place, entries(normal_layers.width, first, second));
    wasm_v128_store(out + i, wasm_f64x2_add(mean, wasm_f64x2_add(zero, wasm_f64x2_mul(sd, z))));
    double2 outside = wasm_f64x2_ge(wasm_f64x2_abs(z), entries(normal_layers.inside, first, second));
    bits |= (uint64_t)wasm_i64x2_bitmask(outside) << (i & 63);
    if ((i & 63) == 62) {
      hard[i / 64] = bits;
      bits = 0;
    }
  }
  hard[i / 64] = bits;
}

// Whether the hard pair, not of the lowest layer, is a variate given the pair behind it.
static int is_under_curve(const uint32_t *from) {
  uint64_t pair = pair_at(from);
  double x = abscissa_of_normal(pair);
  return under_curve_at(&normal_layers, pair & 255, pair_at(from + 2), -0.5 * x * x);
}

// The pairs among the first n and `removed` more that are no variates of their own: `gone` is 1 for those that are the
// heights of others, and for those that are refused. Cuts `pairs` short at one of the tail, and where the height of the last
// is still to be made. Returns how many are gone, the first of them `*first`.
static inline uint32_t find_gone(const uint32_t *from, uint32_t n, uint32_t *pairs, const uint64_t *hard,
                                 uint8_t *gone, uint32_t *first) {
  uint32_t removed = 0, next = 0;
  for (uint32_t base = 0; base < *pairs; base += 64)
    for (uint64_t bits = hard[base / 64]; bits != 0; bits &= bits - 1) {
      uint32_t j = base + (uint32_t)__builtin_ctzll(bits);
      if (j < next) continue;
      if (j >= *pairs || j - removed >= n) return removed;
      if ((from[2 * j] & 255) == 0 || j + 1 == *pairs) {
        *pairs = j;
        return removed;
      }
      int accepted = is_under_curve(from + 2 * j);
      if (removed == 0) *first = j;
      gone[j] = !accepted;
      gone[j + 1] = 1;
      removed += 2 - accepted;
      next = j + 2;
    }
  return removed;
}

// Up to n variates from the words made ahead; stops early at one of the tail, or at the last pair. Returns how many.
static uint32_t fill_from_words(uint32_t n, affine to, double *out) {
  static uint64_t hard[ROOM / 128 + 2];
  static uint8_t gone[ROOM / 2 + 2];  // all 0 between calls
  const uint32_t *from = words + at;
  uint32_t pairs = (made - at) / 2, enough = n + n / 32 + 4, first = 0;
  if (pairs > enough) pairs = enough;
  guess(from, pairs, to, out, hard);
  uint32_t removed = find_gone(from, n, &pairs, hard, gone, &first);
  if (removed > 0)
    for (uint32_t i = first, j = first; j < pairs; j++) {
      out[i] = out[j];
      i += !gone[j];
      gone[j] = 0;
    }
  uint32_t filled = pairs - removed;
  if (filled > n) filled = n;
  at += 2 * (filled + removed);
  return filled;
}

static void fill_normals(uint32_t n, affine to) {
  open_stream();
  for (uint32_t i = 0; i < n;) {
    if (made - at < 2) make_words(2 * (n - i));
    uint32_t filled = fill_from_words(n - i, to, numbers + i);
    i += filled;
    if (i < n && made - at >= 2) numbers[i++] = to.mean + (to.zero + to.sd * next_normal());
  }
}

// n ≤ NUMBERS variates into `numbers`.
EXPORT("fillNormal") uint32_t fill_normal(uint32_t n, double mean, double zero, double sd) {
  fill_normals(n, (affine){mean, zero, sd});
  return words_read();
}

EXPORT("fillExponential") uint32_t fill_exponential(uint32_t n, double mean) {
  open_stream();
  make_words(2 * n);
  for (uint32_t i = 0; i < n; i++) numbers[i] = mean * next_exponential();
  return words_read();
}

EXPORT("fillUniform") uint32_t fill_uniform(uint32_t n, double low, double width) {
  open_stream();
  for (uint32_t i = 0; i < n;) {
    make_words(2 * (n - i));
    for (; i < n && made - at >= 2; i++) numbers[i] = low + width * uniform_of(next_pair());
  }
  return words_read();
}

// Sum of n numbers with the rounding of every addition kept (src/statistics/sum.ts): the sums two by two, each waiting
// for the one before it, and what two additions lost at once.
static double sum_of(const double *x, uint32_t n) {
  double total = 0, lost = 0;
  uint32_t i = 0;
  for (; i + 2 <= n; i += 2) {
    double first = total + x[i], second = first + x[i + 1];
    double2 before = wasm_f64x2_make(total, first), after = wasm_f64x2_make(first, second);
    double2 added = wasm_f64x2_sub(after, before);
    double2 error = wasm_f64x2_add(wasm_f64x2_sub(before, wasm_f64x2_sub(after, added)),
                                   wasm_f64x2_sub(wasm_v128_load(x + i), added));
    lost += wasm_f64x2_extract_lane(error, 0);
    lost += wasm_f64x2_extract_lane(error, 1);
    total = second;
  }
  if (i < n) {
    double after = total + x[i], added = after - total;
    lost += total - (after - added) + (x[i] - added);
    total = after;
  }
  // Infinite terms make the loss NaN; the plain sum is then the right answer.
  double corrected = total + lost;
  return corrected == corrected ? corrected : total;
}

static double scatter_of(const double *x, uint32_t n, double centre) {
  double scatter = 0;
  uint32_t i = 0;
  for (; i + 2 <= n; i += 2) {
    double2 deviation = wasm_f64x2_sub(wasm_v128_load(x + i), wasm_f64x2_splat(centre));
    double2 square = wasm_f64x2_mul(deviation, deviation);
    scatter += wasm_f64x2_extract_lane(square, 0);
    scatter += wasm_f64x2_extract_lane(square, 1);
  }
  if (i < n) scatter += (x[i] - centre) * (x[i] - centre);
  return scatter;
}

// Mean of n ≤ NUMBERS variates mean + (0 + sd z) and Σ (x − mean)² into `moments`; the variates into `numbers`.
EXPORT("normalMoments") uint32_t normal_moments(uint32_t n, double mean, double sd) {
  fill_normals(n, (affine){mean, 0.0, sd});
  moments[0] = sum_of(numbers, n) / n;
  moments[1] = scatter_of(numbers, n, moments[0]);
  return words_read();
}
