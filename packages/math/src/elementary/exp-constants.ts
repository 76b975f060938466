import * as expTable from './exp-table.ts';

/**
 * What `exp` computes with, for kernels that give its bits: 128 numbers 2^(j/128), 128 of what their rounding lost, the
 * steps in a unit, a step in two parts, and the coefficients of r² to r⁵ (see exp.ts).
 */
export function expConstants(): number[] {
  const { powerHigh, powerTail, stepsPerUnit, stepHigh, stepLow, exp2, exp3, exp4, exp5 } = expTable;
  return [...powerHigh, ...powerTail, stepsPerUnit, stepHigh, stepLow, exp2, exp3, exp4, exp5];
}
