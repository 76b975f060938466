import { elementCount } from '../../graph/shape.ts';
import type { MatmulAttributes } from '../../operations/matmul.ts';
import { activated } from './activation.ts';
import type { ReferenceKernel, Values } from './kernel.ts';

interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** alpha·op(a)·op(b) + bias of one pair of matrices, written to y from `start`. */
function multiply(
  { m, n, k }: Sizes,
  { transposeA, transposeB, alpha }: MatmulAttributes,
  [a, b, bias]: readonly (Values | undefined)[],
  y: Values,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let total = 0;
      for (let p = 0; p < k; p++) {
        total += a![transposeA ? p * m + i : i * k + p] * b![transposeB ? j * k + p : p * n + j];
      }
      y[i * n + j] = alpha * total + (bias === undefined ? 0 : bias[j]);
    }
  }
}

const matmul: ReferenceKernel<MatmulAttributes> = ({ inputs, outputs: [y], attributes }, [a, b, bias]) => {
  const flattened = inputs[1].shape.length === 2;
  const n = y.shape[y.shape.length - 1];
  const values = new Float64Array(elementCount(y.shape));
  const rows = y.shape[y.shape.length - 2];
  const batch = flattened ? 1 : values.length / (rows * n);
  const m = values.length / (batch * n);
  const k = a.length / (batch * m);
  for (let i = 0; i < batch; i++) {
    const left = a.subarray(i * m * k, (i + 1) * m * k);
    const right = b.subarray(i * k * n, (i + 1) * k * n);
    multiply({ m, n, k }, attributes, [left, right, bias], values.subarray(i * m * n, (i + 1) * m * n));
  }
  return [activated(values, attributes.activation)];
};

export const matmulKernels: Readonly<Record<string, ReferenceKernel>> = { matmul };
