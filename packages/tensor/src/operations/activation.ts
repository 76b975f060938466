// Activations. Those of `fusedActivations` have gradients that are functions of their output, so that a matmul or convolution
// can apply them in place.
import { requireFloats, requireOneOf, requireShape } from '../graph/check.ts';
import { apply } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import type { Tensor } from '../graph/tensor.ts';

/**
 * relu max(x, 0); gelu ½x(1 + tanh(√(2/π)(x + 0.044715x³))); silu x/(1 + e⁻ˣ); sigmoid 1/(1 + e⁻ˣ);
 * softplus log(1 + eˣ).
 */
export type ActivationKind = 'relu' | 'gelu' | 'silu' | 'sigmoid' | 'tanh' | 'softplus';

/** Activations that other operations can apply to their result. */
export type FusedActivation = 'none' | 'relu' | 'sigmoid' | 'tanh';

export const activationKinds: readonly ActivationKind[] = [
  'relu',
  'gelu',
  'silu',
  'sigmoid',
  'tanh',
  'softplus',
];

export const fusedActivations: readonly FusedActivation[] = ['none', 'relu', 'sigmoid', 'tanh'];

/** Whether the gradient is a function of the output, so that other operations may apply the activation. */
export function isFusible(kind: ActivationKind): boolean {
  return fusedActivations.includes(kind as FusedActivation);
}

export interface ActivationAttributes {
  readonly kind: ActivationKind;
}

/** (x) → y. */
export const activationOperation: Operation<ActivationAttributes> = {
  name: 'activation',
  infer([x], { kind }) {
    requireFloats('activation', { x });
    requireOneOf('activation.kind', kind, activationKinds);
    return [{ shape: x.shape, dtype: 'f32' }];
  },
};

/**
 * (saved, dy) → dx. `saved` is the output y for relu, sigmoid and tanh, and the input x for gelu, silu and softplus.
 * The gradient of relu at 0 is 0.
 */
export const activationGradientOperation: Operation<ActivationAttributes> = {
  name: 'activationGradient',
  infer([saved, dy], { kind }) {
    requireFloats('activationGradient', { saved, dy });
    requireOneOf('activationGradient.kind', kind, activationKinds);
    requireShape('activationGradient', 'dy', dy, saved.shape, 'that of the saved value');
    return [{ shape: saved.shape, dtype: 'f32' }];
  },
};

export function activation(x: Tensor, kind: ActivationKind): Tensor {
  return apply(activationOperation, [x], { kind })[0];
}

/** dx of an activation; see `activationGradientOperation` for what to pass as `saved`. */
export function activationGradient(saved: Tensor, dy: Tensor, kind: ActivationKind): Tensor {
  return apply(activationGradientOperation, [saved, dy], { kind })[0];
}

/** max(x, 0). */
export function relu(x: Tensor): Tensor {
  return activation(x, 'relu');
}

/** ½x(1 + tanh(√(2/π)(x + 0.044715x³))). */
export function gelu(x: Tensor): Tensor {
  return activation(x, 'gelu');
}

/** x/(1 + e⁻ˣ). */
export function silu(x: Tensor): Tensor {
  return activation(x, 'silu');
}

/** 1/(1 + e⁻ˣ). */
export function sigmoid(x: Tensor): Tensor {
  return activation(x, 'sigmoid');
}

/** Hyperbolic tangent. */
export function tanh(x: Tensor): Tensor {
  return activation(x, 'tanh');
}

/** log(1 + eˣ). */
export function softplus(x: Tensor): Tensor {
  return activation(x, 'softplus');
}
