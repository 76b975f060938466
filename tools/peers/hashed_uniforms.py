"""Numbers that a benchmark and its peer both compute, bit for bit: see tools/bench/hashed-uniforms.mjs."""

import numpy


def hashed_uniforms(stream, count):
    """`count` numbers of a stream, on [0, 1)."""
    index = numpy.arange(count, dtype=numpy.uint64)
    word = numpy.uint64(0xFFFFFFFF)

    def times(a, factor):
        return (a * numpy.uint64(factor)) & word

    h = (times(index, 0x9E3779B1) + times(numpy.uint64(stream), 0x85EBCA77)) & word
    h = times(h ^ (h >> numpy.uint64(15)), 0x85EBCA77)
    h = times(h ^ (h >> numpy.uint64(13)), 0xC2B2AE3D)
    return (h ^ (h >> numpy.uint64(16))) / 2.0**32


def hashed_weights(stream, count, bound):
    """`count` numbers of a stream, uniform on [-bound, bound), rounded to f32."""
    return ((2 * hashed_uniforms(stream, count) - 1) * bound).astype(numpy.float32)
