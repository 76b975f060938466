import { conv2d, conv2dTranspose, matmul } from '@collapse-lab/tensor';
import { hashedWeights } from '../../../tools/bench/hashed-uniforms.mjs';

const count = (shape) => shape.reduce((product, size) => product * size, 1);

/** Parameters in order, each with its values. */
export class Weights {
  shapes = {};
  values = {};
  #stream = 0;

  take(name, shape, fanIn) {
    this.#stream++;
    this.shapes[name] = { shape };
    this.values[name] = hashedWeights(this.#stream, count(shape), 1 / Math.sqrt(fanIn));
  }

  /** A layer as a function of (parameters, input). */
  linear(name, from, to, activation = 'none') {
    this.take(`${name}.weight`, [from, to], from);
    this.take(`${name}.bias`, [to], from);
    return (p, x) => matmul(x, p[`${name}.weight`], { bias: p[`${name}.bias`], activation });
  }

  conv(name, from, to) {
    this.take(`${name}.weight`, [4, 4, from, to], 16 * from);
    this.take(`${name}.bias`, [to], 16 * from);
    const options = { stride: 2, padding: 1, activation: 'relu' };
    return (p, x) => conv2d(x, p[`${name}.weight`], { bias: p[`${name}.bias`], ...options });
  }

  convTransposed(name, from, to) {
    this.take(`${name}.weight`, [4, 4, to, from], 16 * to);
    this.take(`${name}.bias`, [to], 16 * to);
    const options = { stride: 2, padding: 1 };
    return (p, x) => conv2dTranspose(x, p[`${name}.weight`], { bias: p[`${name}.bias`], ...options });
  }
}
