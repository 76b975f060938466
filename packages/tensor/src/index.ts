// biome-ignore-all assist/source/organizeImports: sections by folder, from graphs to engines
/** Programs over symbolic tensors: recorded once, differentiated, run by an engine. */

// graph
export type { Shape } from './graph/shape.ts';
export { ShapeError } from './graph/shape-error.ts';
export type { DType, Node, Tensor, TensorType } from './graph/tensor.ts';
export type { InputType, RecordedModule, RecordedProgram } from './graph/recorded-module.ts';

// recording
export { type ModuleDefinition, record } from './record/record.ts';
export {
  type InputDeclaration,
  type ProgramDefinition,
  program,
  type Training,
  type WrittenProgram,
} from './record/program.ts';
export { gradients } from './gradient/gradients.ts';

// operations
export {
  abs,
  add,
  affine,
  divide,
  exp,
  greaterEqual,
  log,
  maximum,
  multiply,
  negate,
  type Operand,
  reciprocal,
  sign,
  sqrt,
  square,
  subtract,
} from './operations/elementwise.ts';
export {
  type ActivationKind,
  activation,
  type FusedActivation,
  gelu,
  relu,
  sigmoid,
  silu,
  softplus,
  tanh,
} from './operations/activation.ts';
export { type MatmulOptions, matmul } from './operations/matmul.ts';
export {
  type Conv2dOptions,
  type Conv2dTransposeOptions,
  conv2d,
  conv2dTranspose,
} from './operations/convolution.ts';
export { layerNorm, logSoftmax, softmax } from './operations/normalisation.ts';
export { bceWithLogits, gaussianKl, softmaxCrossEntropy, squaredError } from './operations/loss.ts';
export { dropout, reparameterise } from './operations/random.ts';
export { embedding, gatherLast, scatterLast } from './operations/embedding.ts';
export { attention } from './operations/attention.ts';
export { cachedAttention, storeKeysValues } from './operations/cached-attention.ts';
export { argmax, max, mean, type ReductionOptions, sum } from './operations/reduction.ts';
export { topK } from './operations/top-k.ts';
export {
  broadcastTo,
  concat,
  pad,
  reshape,
  slice,
  stopGradient,
  transpose,
} from './operations/shape.ts';

// optimisers
export type { Adam, Momentum, Optimiser, Sgd } from './optimiser/optimiser.ts';
export {
  type AdamOptions,
  adam,
  adamw,
  type MomentumOptions,
  momentum,
  sgd,
} from './optimiser/optimisers.ts';
export {
  type CosineSchedule,
  type ExponentialSchedule,
  type LinearSchedule,
  learningRateAt,
  type Schedule,
} from './optimiser/schedule.ts';

// initial values
export {
  constantInit,
  kaimingUniform,
  normalInit,
  uniformInit,
  xavierUniform,
} from './initialise/initialise.ts';

// sessions
export { createSession } from './session/create-session.ts';
export type { Floats, LoadedModule } from './session/loaded-module.ts';
export type { InputValues, OutputValue, RunOptions, Session } from './session/session.ts';

// engines
export type { Engine } from './engine/engine.ts';
export type { TfjsLibrary } from './engine/tfjs/tfjs.ts';
export { tfjsEngine } from './engine/tfjs/tfjs-engine.ts';
export { wasmEngine } from './engine/wasm/wasm-engine.ts';
export { type MemoryPlan, type Place, planMemory, type ProgramPlan } from './engine/kernel/memory-plan.ts';
