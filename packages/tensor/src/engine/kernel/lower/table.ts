// How every operation but the leaves is run by the kernels, by its name.
import type { KernelOperation } from '../kernel-operation.ts';
import { activation } from './activation.ts';
import { attention } from './attention.ts';
import { cachedAttention } from './cached-attention.ts';
import { convolution } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { embedding } from './embedding.ts';
import { loss } from './loss.ts';
import { matmul } from './matmul.ts';
import { normalisation } from './normalisation.ts';
import { random } from './random.ts';
import { reduction } from './reduction.ts';
import { shape } from './shape.ts';
import { topK } from './top-k.ts';
import { update } from './update.ts';

export const kernelOperations: ReadonlyMap<string, KernelOperation> = new Map(
  [
    activation,
    attention,
    cachedAttention,
    convolution,
    elementwise,
    embedding,
    loss,
    matmul,
    normalisation,
    random,
    reduction,
    shape,
    topK,
    update,
  ].flatMap((family) => Object.entries(family)),
);
