import type { GradientRule } from '../rule.ts';
import { activationRules } from './activation.ts';
import { attentionRules } from './attention.ts';
import { convolutionRules } from './convolution.ts';
import { elementwiseRules } from './elementwise.ts';
import { embeddingRules } from './embedding.ts';
import { lossRules } from './loss.ts';
import { matmulRules } from './matmul.ts';
import { normalisationRules } from './normalisation.ts';
import { randomRules } from './random.ts';
import { reductionRules } from './reduction.ts';
import { shapeRules } from './shape.ts';
import { topKRules } from './top-k.ts';

/** Nothing passes to the inputs. */
const none: GradientRule = () => [];

/** Gradient rules by the name of the operation. Operations that compute gradients have none themselves. */
export const gradientRules: ReadonlyMap<string, GradientRule> = new Map(
  Object.entries({
    ...elementwiseRules,
    ...activationRules,
    ...matmulRules,
    ...convolutionRules,
    ...normalisationRules,
    ...lossRules,
    ...randomRules,
    ...embeddingRules,
    ...attentionRules,
    ...reductionRules,
    ...shapeRules,
    ...topKRules,
    greaterEqual: none,
    sign: none,
    argmax: none,
    stopGradient: none,
  }),
);
