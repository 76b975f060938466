// The last nodes of a training program: each changes one parameter and its slots in place, and has no outputs.
// `hyper` is a vector that the session writes before every step (see src/optimiser): what depends on the step number
// is computed once, in double precision, outside the engine.
import { requireShape } from '../graph/check.ts';
import type { Operation } from '../graph/operation.ts';
import { ShapeError } from '../graph/shape-error.ts';
import type { TensorType } from '../graph/tensor.ts';

export interface SgdAttributes {
  /** λ of g + λp: L2 regularisation; 0 for none. */
  readonly weightDecay: number;
}

export interface MomentumAttributes extends SgdAttributes {
  /** Factor μ of the velocity. */
  readonly momentum: number;
  /** Whether the step looks ahead: g + μv in place of v. */
  readonly nesterov: boolean;
}

export interface AdamAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** true: p ← p·(1 − lr·weightDecay) before the step (AdamW); false: g ← g + weightDecay·p (Adam with L2). */
  readonly decoupled: boolean;
}

function update<A extends object>(name: string, hyperLength: number, slots: number): Operation<A> {
  return {
    name,
    infer(inputs: readonly TensorType[]) {
      const [parameter, gradient, hyper, ...rest] = inputs;
      if (rest.length !== slots && rest.length !== slots + 1) {
        throw new ShapeError(name, `got ${inputs.length} inputs, expected ${3 + slots}, and a scale.`);
      }
      requireShape(name, 'gradient', gradient, parameter.shape, 'that of the parameter');
      requireShape(name, 'hyper', hyper, [hyperLength], 'the numbers of a step');
      for (const slot of rest.slice(0, slots)) {
        requireShape(name, 'slot', slot, parameter.shape, 'that of the parameter');
      }
      if (rest.length > slots) requireShape(name, 'scale', rest[slots], [], 'a factor of the gradient');
      return [];
    },
  };
}

/** (parameter, gradient, hyper [lr], scale []?): g = gradient·scale + weightDecay·p; p −= lr·g. */
export const sgdOperation: Operation<SgdAttributes> = update('sgd', 1, 0);

/** (parameter, gradient, hyper [lr], velocity, scale []?): g as in sgd; v = μv + g; p −= lr·(nesterov ? g + μv : v). */
export const momentumOperation: Operation<MomentumAttributes> = update('momentum', 1, 1);

/**
 * (parameter, gradient, hyper [lr, c₁, c₂], m, v, scale []?), c₁ = 1/(1 − β₁ᵗ), c₂ = 1/(1 − β₂ᵗ), t from 1, as in
 * PyTorch: g = gradient·scale (+ weightDecay·p unless decoupled); m = β₁m + (1 − β₁)g; v = β₂v + (1 − β₂)g²;
 * p = p·(1 − lr·weightDecay, if decoupled) − lr·m·c₁/(√(v·c₂) + ε).
 */
export const adamOperation: Operation<AdamAttributes> = update('adam', 3, 2);

/** (gradients …) → []: Euclidean norm of all of them together. */
export const globalNormOperation: Operation<Readonly<Record<string, never>>> = {
  name: 'globalNorm',
  infer() {
    return [{ shape: [], dtype: 'f32' }];
  },
};
