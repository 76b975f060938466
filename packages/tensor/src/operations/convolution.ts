// Two-dimensional convolution (cross-correlation, as in every library), NHWC. Each of conv2d and conv2dTranspose is
// the gradient of the other with respect to its input.
import { InvalidArgumentError } from '@collapse-lab/math';
import { requireFloats, requireInteger, requireOneOf, requireRank, requireShape } from '../graph/check.ts';
import { apply } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import { shapeText } from '../graph/shape.ts';
import { ShapeError } from '../graph/shape-error.ts';
import type { Tensor, TensorType } from '../graph/tensor.ts';
import { type FusedActivation, fusedActivations } from './activation.ts';

export interface Conv2dAttributes {
  /** Step of the window on both axes. */
  readonly stride: number;
  /** Zeros on every side. */
  readonly padding: number;
  readonly activation: FusedActivation;
}

export interface Conv2dTransposeAttributes {
  readonly stride: number;
  /** Rows and columns cut from every side of the full output. */
  readonly padding: number;
  /** Rows and columns added at the bottom and on the right; each less than the stride. */
  readonly outputPadding: readonly [number, number];
}

export interface Conv2dFilterGradientAttributes {
  readonly stride: number;
  readonly padding: number;
  /** Height and width of the filter. */
  readonly kernel: readonly [number, number];
}

function checkChannels(name: string, x: TensorType, filter: TensorType, channels: number): void {
  if (x.shape[3] === channels) return;
  throw new ShapeError(
    name,
    `x ${shapeText(x.shape)} and filter ${shapeText(filter.shape)} do not fit: got ${x.shape[3]} and ${channels} input channels, expected equal numbers.`,
  );
}

function checkWindow(name: string, { stride, padding }: { stride: number; padding: number }): void {
  requireInteger(`${name}.stride`, stride, 1);
  requireInteger(`${name}.padding`, padding, 0);
}

/** Positions of a window of `kernel` on `size` pixels with zeros around. */
function positions(size: number, kernel: number, stride: number, padding: number): number {
  return Math.floor((size + 2 * padding - kernel) / stride) + 1;
}

function checkOutput(name: string, x: TensorType, filter: TensorType, height: number, width: number): void {
  if (height >= 1 && width >= 1) return;
  throw new ShapeError(
    name,
    `x ${shapeText(x.shape)} and filter ${shapeText(filter.shape)} do not fit: got an output of ${height} × ${width}, expected at least 1 × 1.`,
  );
}

/** (x [n, h, w, ci], filter [kh, kw, ci, co], bias [co]?) → y [n, oh, ow, co], oh = ⌊(h + 2·padding − kh)/stride⌋ + 1. */
export const conv2dOperation: Operation<Conv2dAttributes> = {
  name: 'conv2d',
  infer([x, filter, bias], attributes) {
    requireFloats('conv2d', bias === undefined ? { x, filter } : { x, filter, bias });
    requireRank('conv2d', 'x', x, '[n, h, w, ci]');
    requireRank('conv2d', 'filter', filter, '[kh, kw, ci, co]');
    checkWindow('conv2d', attributes);
    requireOneOf('conv2d.activation', attributes.activation, fusedActivations);
    const [n, h, w] = x.shape;
    const [kh, kw, ci, co] = filter.shape;
    checkChannels('conv2d', x, filter, ci);
    if (bias !== undefined) requireShape('conv2d', 'bias', bias, [co], 'the output channels');
    const { stride, padding } = attributes;
    const oh = positions(h, kh, stride, padding);
    const ow = positions(w, kw, stride, padding);
    checkOutput('conv2d', x, filter, oh, ow);
    return [{ shape: [n, oh, ow, co], dtype: 'f32' }];
  },
};

function checkOutputPadding({ outputPadding, stride }: Conv2dTransposeAttributes): void {
  if (outputPadding.every((size) => Number.isSafeInteger(size) && size >= 0 && size < stride)) return;
  throw new InvalidArgumentError({
    argument: 'conv2dTranspose.outputPadding',
    got: outputPadding,
    expected: `integers in [0, ${stride}), less than the stride`,
  });
}

/**
 * (x [n, h, w, ci], filter [kh, kw, co, ci], bias [co]?) → y [n, oh, ow, co],
 * oh = (h − 1)·stride − 2·padding + kh + outputPadding[0].
 */
export const conv2dTransposeOperation: Operation<Conv2dTransposeAttributes> = {
  name: 'conv2dTranspose',
  infer([x, filter, bias], attributes) {
    const name = 'conv2dTranspose';
    requireFloats(name, bias === undefined ? { x, filter } : { x, filter, bias });
    requireRank(name, 'x', x, '[n, h, w, ci]');
    requireRank(name, 'filter', filter, '[kh, kw, co, ci]');
    checkWindow(name, attributes);
    checkOutputPadding(attributes);
    const [n, h, w] = x.shape;
    const [kh, kw, co, ci] = filter.shape;
    checkChannels(name, x, filter, ci);
    if (bias !== undefined) requireShape(name, 'bias', bias, [co], 'the output channels');
    const { stride, padding, outputPadding } = attributes;
    const oh = (h - 1) * stride - 2 * padding + kh + outputPadding[0];
    const ow = (w - 1) * stride - 2 * padding + kw + outputPadding[1];
    checkOutput(name, x, filter, oh, ow);
    return [{ shape: [n, oh, ow, co], dtype: 'f32' }];
  },
};

/** (x [n, h, w, ci], dy [n, oh, ow, co]) → gradient of the filter of conv2d, [kh, kw, ci, co]. */
export const conv2dFilterGradientOperation: Operation<Conv2dFilterGradientAttributes> = {
  name: 'conv2dFilterGradient',
  infer([x, dy], attributes) {
    const name = 'conv2dFilterGradient';
    requireFloats(name, { x, dy });
    requireRank(name, 'x', x, '[n, h, w, ci]');
    requireRank(name, 'dy', dy, '[n, oh, ow, co]');
    checkWindow(name, attributes);
    const { stride, padding, kernel } = attributes;
    const [n, h, w, ci] = x.shape;
    const oh = positions(h, kernel[0], stride, padding);
    const ow = positions(w, kernel[1], stride, padding);
    const co = dy.shape[3];
    requireShape(name, 'dy', dy, [n, oh, ow, co], 'that of the output of conv2d');
    return [{ shape: [...kernel, ci, co], dtype: 'f32' }];
  },
};

export interface Conv2dOptions extends Partial<Conv2dAttributes> {
  /** [co]. */
  readonly bias?: Tensor;
}

/**
 * Convolution.
 *
 * @param x [n, h, w, ci]
 * @param filter [kh, kw, ci, co]
 * @returns [n, oh, ow, co] with oh = ⌊(h + 2·padding − kh)/stride⌋ + 1; stride 1 and padding 0 when left out
 * @throws ShapeError where the shapes do not fit
 */
export function conv2d(x: Tensor, filter: Tensor, options: Conv2dOptions = {}): Tensor {
  const { bias, stride = 1, padding = 0, activation = 'none' } = options;
  const inputs = bias === undefined ? [x, filter] : [x, filter, bias];
  return apply(conv2dOperation, inputs, { stride, padding, activation })[0];
}

export interface Conv2dTransposeOptions {
  readonly stride?: number;
  readonly padding?: number;
  /** One number for both axes, or [height, width]. */
  readonly outputPadding?: number | readonly [number, number];
  /** [co]. */
  readonly bias?: Tensor;
}

/**
 * Transposed convolution: the gradient of conv2d with respect to its input, used to enlarge images.
 *
 * @param x [n, h, w, ci]
 * @param filter [kh, kw, co, ci]
 * @returns [n, oh, ow, co] with oh = (h − 1)·stride − 2·padding + kh + outputPadding
 * @throws ShapeError where the shapes do not fit
 */
export function conv2dTranspose(x: Tensor, filter: Tensor, options: Conv2dTransposeOptions = {}): Tensor {
  const { bias, stride = 1, padding = 0, outputPadding = 0 } = options;
  const inputs = bias === undefined ? [x, filter] : [x, filter, bias];
  const both = typeof outputPadding === 'number' ? ([outputPadding, outputPadding] as const) : outputPadding;
  return apply(conv2dTransposeOperation, inputs, { stride, padding, outputPadding: both })[0];
}

/** Gradient of the filter [kh, kw, ci, co] of conv2d, from its input and the gradient of its output. */
export function conv2dFilterGradient(
  x: Tensor,
  dy: Tensor,
  attributes: Conv2dFilterGradientAttributes,
): Tensor {
  return apply(conv2dFilterGradientOperation, [x, dy], attributes)[0];
}
