import { scatterLast } from '../../operations/embedding.ts';
import { sum } from '../../operations/reduction.ts';
import type { GradientRule } from '../rule.ts';

/** Every value goes back to the element that it was. */
const topK: GradientRule = ({ inputs: [x], outputs: [, indices] }, [dvalues]) => [
  sum(scatterLast(dvalues!, indices, x.shape[x.shape.length - 1]), { axes: [-2] }),
];

export const topKRules: Readonly<Record<string, GradientRule>> = { topK };
