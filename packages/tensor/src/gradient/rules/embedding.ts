import { embeddingGradient, gatherLast, scatterLast } from '../../operations/embedding.ts';
import type { GradientRule } from '../rule.ts';

const embedding: GradientRule = ({ inputs: [table, ids] }, [dy]) => [
  embeddingGradient(ids, dy!, table.shape[0]),
];

const gather: GradientRule = ({ inputs: [x, ids] }, [dy]) => [
  scatterLast(dy!, ids, x.shape[x.shape.length - 1]),
];

const scatter: GradientRule = ({ inputs: [, ids] }, [dy]) => [gatherLast(dy!, ids)];

export const embeddingRules: Readonly<Record<string, GradientRule>> = {
  embedding,
  gatherLast: gather,
  scatterLast: scatter,
};
