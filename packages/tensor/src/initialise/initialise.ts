// Initial values: drawn in double precision from a stream and rounded once to f32, so that they are the same for every
// engine and on every machine.
import { normal, type Stream } from '@collapse-lab/math';
import { requireFinite, requireSizes } from '../graph/check.ts';
import { elementCount, type Shape } from '../graph/shape.ts';
import { fanOf } from './fan.ts';

/** Uniform on [−bound, bound), one draw of the stream per element, in row-major order. */
export function uniformInit(stream: Stream, shape: Shape, bound: number): Float32Array {
  requireSizes('shape', shape);
  requireFinite('bound', bound);
  return Float32Array.from({ length: elementCount(shape) }, () => (2 * stream.uniform() - 1) * bound);
}

/** Normal with mean 0, one draw of the stream per element, in row-major order. */
export function normalInit(stream: Stream, shape: Shape, deviation: number): Float32Array {
  requireSizes('shape', shape);
  requireFinite('deviation', deviation);
  return Float32Array.from({ length: elementCount(shape) }, () => normal(stream) * deviation);
}

/** Every element the same number. */
export function constantInit(shape: Shape, value: number): Float32Array {
  requireSizes('shape', shape);
  return new Float32Array(elementCount(shape)).fill(value);
}

/**
 * Uniform within gain·√(3/fan in) (He et al. 2015): the variance of activations stays where gain is √2 and the
 * activation relu. A gain of 1/√3, the default, gives the bound 1/√(fan in) of the linear layers and convolutions of
 * PyTorch and of their biases (`uniformInit`).
 *
 * @param shape [in, out] or [kh, kw, ci, co]
 */
export function kaimingUniform(stream: Stream, shape: Shape, gain: number = 1 / Math.sqrt(3)): Float32Array {
  return uniformInit(stream, shape, gain * Math.sqrt(3 / fanOf(shape).in));
}

/**
 * Uniform within gain·√(6/(fan in + fan out)) (Glorot and Bengio 2010), the default of Keras.
 *
 * @param shape [in, out] or [kh, kw, ci, co]
 */
export function xavierUniform(stream: Stream, shape: Shape, gain = 1): Float32Array {
  const fan = fanOf(shape);
  return uniformInit(stream, shape, gain * Math.sqrt(6 / (fan.in + fan.out)));
}
