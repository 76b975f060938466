// All three convolutions visit the same pairs: pixel (i, j) of the smaller picture, tap (p, q) of the filter, and the
// pixel of the larger picture under it. They differ in which of the three they add to.
import { elementCount, type Shape } from '../../graph/shape.ts';
import type {
  Conv2dAttributes,
  Conv2dFilterGradientAttributes,
  Conv2dTransposeAttributes,
} from '../../operations/convolution.ts';
import { activated } from './activation.ts';
import type { ReferenceKernel, Values } from './kernel.ts';

interface Window {
  readonly stride: number;
  readonly padding: number;
}

/** Row-major indices of a pixel of the large picture, of the filter, and of a pixel of the small picture. */
type Visit = (large: number, filter: number, small: number) => void;

/** Visits every product of large [n, h, w, cl], filter [kh, kw, cl, cs] and small [n, oh, ow, cs] that is not padding. */
function visitProducts(large: Shape, filter: Shape, small: Shape, { stride, padding }: Window, visit: Visit) {
  const [n, h, w, cl] = large;
  const [kh, kw] = filter;
  const [, oh, ow, cs] = small;
  const pixels = n * oh * ow * kh * kw;
  for (let at = 0; at < pixels; at++) {
    const q = at % kw;
    const p = Math.floor(at / kw) % kh;
    const j = Math.floor(at / (kw * kh)) % ow;
    const i = Math.floor(at / (kw * kh * ow)) % oh;
    const picture = Math.floor(at / (kw * kh * ow * oh));
    const y = i * stride + p - padding;
    const x = j * stride + q - padding;
    if (y < 0 || y >= h || x < 0 || x >= w) continue;
    for (let c = 0; c < cl; c++) {
      for (let d = 0; d < cs; d++) {
        visit(
          ((picture * h + y) * w + x) * cl + c,
          ((p * kw + q) * cl + c) * cs + d,
          ((picture * oh + i) * ow + j) * cs + d,
        );
      }
    }
  }
}

/** A picture that holds the bias of its channel everywhere. */
function startingFrom(shape: Shape, bias: Values | undefined): Values {
  const channels = shape[3];
  const values = new Float64Array(elementCount(shape));
  return bias === undefined ? values : values.map((_, i) => bias[i % channels]);
}

const conv2d: ReferenceKernel<Conv2dAttributes> = (node, [x, filter, bias]) => {
  const { inputs, outputs, attributes } = node;
  const y = startingFrom(outputs[0].shape, bias);
  visitProducts(inputs[0].shape, inputs[1].shape, outputs[0].shape, attributes, (large, tap, small) => {
    y[small] += x[large] * filter[tap];
  });
  return [activated(y, attributes.activation)];
};

const conv2dTranspose: ReferenceKernel<Conv2dTransposeAttributes> = (node, [x, filter, bias]) => {
  const { inputs, outputs, attributes } = node;
  const y = startingFrom(outputs[0].shape, bias);
  visitProducts(outputs[0].shape, inputs[1].shape, inputs[0].shape, attributes, (large, tap, small) => {
    y[large] += x[small] * filter[tap];
  });
  return [y];
};

const conv2dFilterGradient: ReferenceKernel<Conv2dFilterGradientAttributes> = (node, [x, dy]) => {
  const { inputs, outputs, attributes } = node;
  const gradient = new Float64Array(elementCount(outputs[0].shape));
  visitProducts(inputs[0].shape, outputs[0].shape, inputs[1].shape, attributes, (large, tap, small) => {
    gradient[tap] += x[large] * dy[small];
  });
  return [gradient];
};

export const convolutionKernels: Readonly<Record<string, ReferenceKernel>> = {
  conv2d,
  conv2dTranspose,
  conv2dFilterGradient,
};
