import type { Tensor } from '../graph/tensor.ts';
import { activationGradient, type FusedActivation } from '../operations/activation.ts';

/** The gradient in front of a fused activation, from its output and the gradient behind it. */
export function beforeActivation(y: Tensor, dy: Tensor, activation: FusedActivation): Tensor {
  return activation === 'none' ? dy : activationGradient(y, dy, activation);
}
