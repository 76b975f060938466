// Padding is applied apart: TensorFlow.js takes the height of a filter for its width where padding is a number, and
// tfjs-node transposes convolutions with no explicit padding at all.
import type {
  Conv2dAttributes,
  Conv2dFilterGradientAttributes,
  Conv2dTransposeAttributes,
} from '../../../operations/convolution.ts';
import type { Tfjs, TfjsTensor } from '../tfjs.ts';
import type { TfjsKernel } from '../tfjs-kernel.ts';
import { activated } from './activation.ts';

function biased(tf: Tfjs, y: TfjsTensor, bias: TfjsTensor | undefined): TfjsTensor {
  return bias === undefined ? y : tf.add(y, bias);
}

/** Zeros on every side of the pictures. */
function padded(tf: Tfjs, x: TfjsTensor, padding: number): TfjsTensor {
  const sides: [number, number] = [padding, padding];
  return padding === 0 ? x : tf.pad(x, [[0, 0], sides, sides, [0, 0]]);
}

const conv2d: TfjsKernel<Conv2dAttributes> = (tf, { attributes }, [x, filter, bias]) => {
  const { stride, padding, activation } = attributes;
  const y = tf.conv2d(padded(tf, x, padding), filter, stride, 'valid');
  return [activated(tf, biased(tf, y, bias), activation)];
};

const conv2dTranspose: TfjsKernel<Conv2dTransposeAttributes> = (tf, node, [x, filter, bias]) => {
  const { stride, padding } = node.attributes;
  const [n, h, w, c] = node.outputs[0].shape;
  const full = tf.conv2dTranspose(x, filter, [n, h + 2 * padding, w + 2 * padding, c], stride, 'valid');
  const y = padding === 0 ? full : tf.slice(full, [0, padding, padding, 0], [n, h, w, c]);
  return [biased(tf, y, bias)];
};

/**
 * Tap by tap, a product of the pixels under the tap with dy: TensorFlow.js has a kernel for it, but only behind
 * automatic differentiation and not in every backend.
 */
const conv2dFilterGradient: TfjsKernel<Conv2dFilterGradientAttributes> = (tf, node, [x, dy]) => {
  const { stride, padding, kernel } = node.attributes;
  const [n, oh, ow, co] = dy.shape;
  const ci = x.shape[3];
  const picture = padded(tf, x, padding);
  const slopes = tf.reshape(dy, [-1, co]);
  const taps = Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => {
    const top = Math.floor(tap / kernel[1]);
    const left = tap % kernel[1];
    const end = [n, top + (oh - 1) * stride + 1, left + (ow - 1) * stride + 1, ci];
    const pixels = tf.stridedSlice(picture, [0, top, left, 0], end, [1, stride, stride, 1]);
    return tf.matMul(tf.reshape(pixels, [-1, ci]), slopes, true, false);
  });
  return [tf.reshape(tf.stack(taps, 0), [...kernel, ci, co])];
};

export const convolutionKernels: Readonly<Record<string, TfjsKernel>> = {
  conv2d,
  conv2dTranspose,
  conv2dFilterGradient,
};
