import { type ActivationAttributes, activationGradient, isFusible } from '../../operations/activation.ts';
import type { GradientRule } from '../rule.ts';

const activation: GradientRule<ActivationAttributes> = ({ inputs: [x], outputs: [y], attributes }, [dy]) => [
  activationGradient(isFusible(attributes.kind) ? y : x, dy!, attributes.kind),
];

export const activationRules: Readonly<Record<string, GradientRule>> = { activation };
