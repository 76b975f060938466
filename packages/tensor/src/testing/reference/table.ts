import { activationKernels } from './activation.ts';
import { attentionKernels } from './attention.ts';
import { cachedAttentionKernels } from './cached-attention.ts';
import { convolutionKernels } from './convolution.ts';
import { elementwiseKernels } from './elementwise.ts';
import { embeddingKernels } from './embedding.ts';
import type { ReferenceKernel } from './kernel.ts';
import { lossKernels } from './loss.ts';
import { matmulKernels } from './matmul.ts';
import { normalisationKernels } from './normalisation.ts';
import { randomKernels } from './random.ts';
import { reductionKernels } from './reduction.ts';
import { shapeKernels } from './shape.ts';
import { topKKernels } from './top-k.ts';
import { updateKernels } from './update.ts';

/** Reference kernels by the name of the operation. */
export const referenceKernels: ReadonlyMap<string, ReferenceKernel> = new Map(
  Object.entries({
    ...elementwiseKernels,
    ...activationKernels,
    ...matmulKernels,
    ...convolutionKernels,
    ...normalisationKernels,
    ...lossKernels,
    ...randomKernels,
    ...embeddingKernels,
    ...attentionKernels,
    ...cachedAttentionKernels,
    ...reductionKernels,
    ...shapeKernels,
    ...topKKernels,
    ...updateKernels,
  }),
);
