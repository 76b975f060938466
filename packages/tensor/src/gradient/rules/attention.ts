import { apply } from '../../graph/graph.ts';
import { type AttentionAttributes, attentionGradientOperation } from '../../operations/attention.ts';
import type { GradientRule } from '../rule.ts';

const attention: GradientRule<AttentionAttributes> = (
  { inputs: [qkv], outputs: [, probabilities], attributes },
  [dout],
) => apply(attentionGradientOperation, [qkv, probabilities, dout!], attributes);

export const attentionRules: Readonly<Record<string, GradientRule>> = {
  attention: attention,
};
