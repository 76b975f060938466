/**
 * Numbers that a benchmark and its peer both compute, bit for bit, so that they start from the same weights and data:
 * a hash of (stream, index) as a uniform on [0, 1). tools/peers/hashed_uniforms.py has the same.
 */
function hash(stream, index) {
  let h = (Math.imul(index, 0x9e3779b1) + Math.imul(stream, 0x85ebca77)) >>> 0;
  h = Math.imul(h ^ (h >>> 15), 0x85ebca77) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae3d) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

/** `count` numbers of a stream, on [0, 1). */
export function hashedUniforms(stream, count) {
  return Float64Array.from({ length: count }, (_, index) => hash(stream, index) / 2 ** 32);
}

/** `count` numbers of a stream, uniform on [−bound, bound), rounded to f32. */
export function hashedWeights(stream, count, bound) {
  return Float32Array.from(hashedUniforms(stream, count), (u) => (2 * u - 1) * bound);
}
