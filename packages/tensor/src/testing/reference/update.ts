import type { AdamAttributes, MomentumAttributes, SgdAttributes } from '../../operations/update.ts';
import type { ReferenceKernel, Values } from './kernel.ts';
import { dot } from './rows.ts';

/** gradient·scale + weightDecay·p. */
function decayed(
  parameter: Values,
  gradient: Values,
  scale: Values | undefined,
  weightDecay: number,
): Values {
  const factor = scale === undefined ? 1 : scale[0];
  return gradient.map((g, i) => g * factor + weightDecay * parameter[i]);
}

const sgd: ReferenceKernel<SgdAttributes> = ({ attributes }, [parameter, gradient, [rate], scale]) => {
  decayed(parameter, gradient, scale, attributes.weightDecay).forEach((g, i) => {
    parameter[i] -= rate * g;
  });
  return [];
};

const momentum: ReferenceKernel<MomentumAttributes> = (
  node,
  [parameter, gradient, [rate], velocity, scale],
) => {
  const { momentum: factor, nesterov, weightDecay } = node.attributes;
  decayed(parameter, gradient, scale, weightDecay).forEach((g, i) => {
    velocity[i] = factor * velocity[i] + g;
    parameter[i] -= rate * (nesterov ? g + factor * velocity[i] : velocity[i]);
  });
  return [];
};

const adam: ReferenceKernel<AdamAttributes> = (node, [parameter, gradient, [rate, c1, c2], m, v, scale]) => {
  const { beta1, beta2, epsilon, weightDecay, decoupled } = node.attributes;
  decayed(parameter, gradient, scale, decoupled ? 0 : weightDecay).forEach((g, i) => {
    m[i] = beta1 * m[i] + (1 - beta1) * g;
    v[i] = beta2 * v[i] + (1 - beta2) * g * g;
    const shrunk = decoupled ? parameter[i] * (1 - rate * weightDecay) : parameter[i];
    parameter[i] = shrunk - (rate * m[i] * c1) / (Math.sqrt(v[i] * c2) + epsilon);
  });
  return [];
};

const globalNorm: ReferenceKernel = (_, gradients) => {
  const squares = gradients.reduce((sum, gradient) => sum + dot(gradient, gradient), 0);
  return [Float64Array.of(Math.sqrt(squares))];
};

export const updateKernels: Readonly<Record<string, ReferenceKernel>> = { sgd, momentum, adam, globalNorm };
