import type { Shape } from '../../../graph/shape.ts';
import type { Node } from '../../../graph/tensor.ts';
import type {
  Conv2dAttributes,
  Conv2dFilterGradientAttributes,
  Conv2dTransposeAttributes,
} from '../../../operations/convolution.ts';
import { at, instruction, scratch } from '../instruction.ts';
import type { KernelOperation } from '../kernel-operation.ts';
import { matmulScratch } from '../scratch-size.ts';
import { activationNumbers } from './activation.ts';

/** Words of the results that conv2dTranspose adds up at a time: enough that packing the filter again for each costs little. */
const tileWords = 524288;

/** The eleven sizes of `convolution` in kernel/convolution.h. */
function sizesOf(
  x: Shape,
  kernel: readonly number[],
  outChannels: number,
  { stride, padding }: { readonly stride: number; readonly padding: number },
  out: Shape,
): readonly number[] {
  return [...x, ...kernel, outChannels, stride, padding, out[1], out[2]];
}

function lowerConv2d({ inputs: [x, filter, bias], outputs: [y], attributes }: Node) {
  const { activation, ...window } = attributes as Conv2dAttributes;
  const [kh, kw, channels, outChannels] = filter.shape;
  const sizes = sizesOf(x.shape, [kh, kw], outChannels, window, y.shape);
  const pixels = y.shape[0] * y.shape[1] * y.shape[2];
  const packed = scratch(matmulScratch(pixels, outChannels, kh * kw * channels));
  const operands = [at(y), at(x), at(filter), bias && at(bias), activationNumbers[activation], packed];
  return [instruction('CONV2D', ...sizes, ...operands)];
}

function lowerConv2dTranspose({ inputs: [x, filter, bias], outputs: [y], attributes }: Node) {
  const [kh, kw, outChannels, channels] = filter.shape;
  const window = attributes as Conv2dTransposeAttributes;
  const sizes = sizesOf(x.shape, [kh, kw], outChannels, window, y.shape);
  const size = kh * kw * outChannels;
  const pixels = x.shape[0] * x.shape[1] * x.shape[2];
  const tilePixels = Math.min(pixels, Math.max(1, Math.floor(tileWords / size)));
  const packed = scratch(matmulScratch(tilePixels, size, channels));
  const operands = [
    at(y),
    at(x),
    at(filter),
    bias && at(bias),
    tilePixels,
    scratch(tilePixels * size),
    packed,
  ];
  return [instruction('CONV2D_TRANSPOSE', ...sizes, ...operands)];
}

function lowerConv2dFilterGradient({ inputs: [x, dy], outputs: [dfilter], attributes }: Node) {
  const { kernel, ...window } = attributes as Conv2dFilterGradientAttributes;
  const [n, oh, ow, outChannels] = dy.shape;
  const sizes = sizesOf(x.shape, kernel, outChannels, window, dy.shape);
  const patch = kernel[0] * kernel[1] * x.shape[3];
  const packed = scratch(matmulScratch(patch, outChannels, n * oh * ow));
  return [instruction('CONV2D_FILTER_GRADIENT', ...sizes, at(dfilter), at(x), at(dy), packed)];
}

export const convolution: Readonly<Record<string, KernelOperation>> = {
  conv2d: { lower: lowerConv2d },
  conv2dTranspose: { lower: lowerConv2dTranspose },
  conv2dFilterGradient: { lower: lowerConv2dFilterGradient },
};
