import { exp, expm1, log1p } from '@collapse-lab/math';
import type { ActivationAttributes, ActivationKind, FusedActivation } from '../../operations/activation.ts';
import type { ReferenceKernel, Values } from './kernel.ts';

/** √(2/π) */
const geluScale = 0.7978845608028654;
const geluCubic = 0.044715;

export function sigmoidOf(x: number): number {
  return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
}

export function softplusOf(x: number): number {
  return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
}

export function tanhOf(x: number): number {
  const e = expm1(-2 * Math.abs(x));
  return (Math.sign(x) * -e) / (2 + e);
}

function geluInner(x: number): number {
  return tanhOf(geluScale * (x + geluCubic * x * x * x));
}

const functions: Readonly<Record<ActivationKind, (x: number) => number>> = {
  relu: (x) => Math.max(x, 0),
  gelu: (x) => 0.5 * x * (1 + geluInner(x)),
  silu: (x) => x * sigmoidOf(x),
  sigmoid: sigmoidOf,
  tanh: tanhOf,
  softplus: softplusOf,
};

function geluDerivative(x: number): number {
  const inner = geluInner(x);
  return 0.5 * (1 + inner) + 0.5 * x * (1 - inner * inner) * geluScale * (1 + 3 * geluCubic * x * x);
}

/** Derivatives as functions of the saved value: the output for relu, sigmoid and tanh, else the input. */
const derivatives: Readonly<Record<ActivationKind, (saved: number) => number>> = {
  relu: (y) => (y > 0 ? 1 : 0),
  gelu: geluDerivative,
  silu: (x) => sigmoidOf(x) * (1 + x * (1 - sigmoidOf(x))),
  sigmoid: (y) => y * (1 - y),
  tanh: (y) => 1 - y * y,
  softplus: sigmoidOf,
};

/** The values behind a fused activation. */
export function activated(values: Values, kind: FusedActivation): Values {
  return kind === 'none' ? values : values.map(functions[kind]);
}

const activation: ReferenceKernel<ActivationAttributes> = ({ attributes: { kind } }, [x]) => [
  x.map(functions[kind]),
];

const activationGradient: ReferenceKernel<ActivationAttributes> = ({ attributes: { kind } }, [saved, dy]) => [
  dy.map((value, i) => value * derivatives[kind](saved[i])),
];

export const activationKernels: Readonly<Record<string, ReferenceKernel>> = {
  activation,
  activationGradient,
};
