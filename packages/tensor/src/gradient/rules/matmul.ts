// With P = op(a)·op(b): dop(a) = alpha·dP·op(b)ᵀ and dop(b) = alpha·op(a)ᵀ·dP, written so that no transpose is stored.
import type { Tensor } from '../../graph/tensor.ts';
import { type MatmulAttributes, matmul } from '../../operations/matmul.ts';
import { reshape } from '../../operations/shape.ts';
import { beforeActivation } from '../before-activation.ts';
import { reduceTo } from '../reduce-to.ts';
import type { GradientRule } from '../rule.ts';

/** Leading axes as rows, where b has none. */
function asRows(tensor: Tensor, b: Tensor): Tensor {
  const width = tensor.shape[tensor.shape.length - 1];
  const rows = tensor.shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return b.shape.length === 2 ? reshape(tensor, [rows, width]) : tensor;
}

function gradientOfA(a: Tensor, b: Tensor, dp: Tensor, attributes: MatmulAttributes): Tensor {
  const { transposeA, transposeB, alpha } = attributes;
  return transposeA
    ? matmul(b, dp, { transposeA: transposeB, transposeB: true, alpha })
    : reshape(matmul(asRows(dp, b), b, { transposeB: !transposeB, alpha }), a.shape);
}

function gradientOfB(a: Tensor, b: Tensor, dp: Tensor, attributes: MatmulAttributes): Tensor {
  const { transposeA, transposeB, alpha } = attributes;
  const rowsA = asRows(a, b);
  const rowsP = asRows(dp, b);
  return transposeB
    ? matmul(rowsP, rowsA, { transposeA: true, transposeB: transposeA, alpha })
    : matmul(rowsA, rowsP, { transposeA: !transposeA, alpha });
}

const rule: GradientRule<MatmulAttributes> = ({ inputs: [a, b, bias], outputs: [y], attributes }, [dy]) => {
  const dp = beforeActivation(y, dy!, attributes.activation);
  return [
    gradientOfA(a, b, dp, attributes),
    gradientOfB(a, b, dp, attributes),
    bias === undefined ? undefined : reduceTo(dp, bias.shape),
  ];
};

export const matmulRules: Readonly<Record<string, GradientRule>> = { matmul: rule };
