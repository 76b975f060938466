import { affine, multiply } from '../../operations/elementwise.ts';
import { type DropoutAttributes, dropout } from '../../operations/random.ts';
import type { GradientRule } from '../rule.ts';

const reparameterise: GradientRule = ({ inputs: [, , noise], outputs: [, deviation] }, [dz]) => {
  const dnoise = multiply(dz!, deviation);
  return [dz, affine(multiply(dnoise, noise), 0.5), dnoise];
};

/** The same elements are kept and scaled. */
const dropoutRule: GradientRule<DropoutAttributes> = ({ inputs: [, bits], attributes }, [dy]) => [
  dropout(dy!, bits, attributes),
];

export const randomRules: Readonly<Record<string, GradientRule>> = {
  reparameterise,
  dropout: dropoutRule,
};
