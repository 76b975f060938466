// Every operation by its name. Leaves (parameter, input, constant, slot, hyper) have no inputs and no entry here.
import type { Operation } from '../graph/operation.ts';
import { activationGradientOperation, activationOperation } from './activation.ts';
import { attentionGradientOperation, attentionOperation } from './attention.ts';
import { conv2dFilterGradientOperation, conv2dOperation, conv2dTransposeOperation } from './convolution.ts';
import { affineOperation, binaryOperations, unaryOperations } from './elementwise.ts';
import {
  embeddingGradientOperation,
  embeddingOperation,
  gatherLastOperation,
  scatterLastOperation,
} from './embedding.ts';
import {
  bceWithLogitsOperation,
  gaussianKlOperation,
  softmaxCrossEntropyOperation,
  squaredErrorOperation,
} from './loss.ts';
import { matmulOperation } from './matmul.ts';
import {
  layerNormGradientOperation,
  layerNormOperation,
  logSoftmaxGradientOperation,
  logSoftmaxOperation,
  softmaxGradientOperation,
  softmaxOperation,
} from './normalisation.ts';
import { dropoutOperation, reparameteriseOperation } from './random.ts';
import { argmaxOperation, maxOperation, meanOperation, sumOperation } from './reduction.ts';
import {
  broadcastToOperation,
  concatOperation,
  padOperation,
  reshapeOperation,
  sliceOperation,
  stopGradientOperation,
  transposeOperation,
} from './shape.ts';
import { adamOperation, globalNormOperation, momentumOperation, sgdOperation } from './update.ts';

const list: readonly Operation[] = [
  ...Object.values(binaryOperations),
  ...Object.values(unaryOperations),
  affineOperation,
  activationOperation,
  activationGradientOperation,
  matmulOperation,
  conv2dOperation,
  conv2dTransposeOperation,
  conv2dFilterGradientOperation,
  layerNormOperation,
  layerNormGradientOperation,
  softmaxOperation,
  softmaxGradientOperation,
  logSoftmaxOperation,
  logSoftmaxGradientOperation,
  softmaxCrossEntropyOperation,
  bceWithLogitsOperation,
  squaredErrorOperation,
  gaussianKlOperation,
  reparameteriseOperation,
  dropoutOperation,
  embeddingOperation,
  embeddingGradientOperation,
  gatherLastOperation,
  scatterLastOperation,
  attentionOperation,
  attentionGradientOperation,
  sumOperation,
  meanOperation,
  maxOperation,
  argmaxOperation,
  reshapeOperation,
  transposeOperation,
  sliceOperation,
  padOperation,
  concatOperation,
  broadcastToOperation,
  stopGradientOperation,
  globalNormOperation,
  sgdOperation,
  momentumOperation,
  adamOperation,
];

/** Every operation by its name. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  list.map((operation) => [operation.name, operation]),
);
