/** Operations of the kernels, in the order of `OPCODES` in kernel/opcode.h: the position is the number. */
const names = [
  'FILL',
  'COPY',
  'BINARY',
  'UNARY',
  'AFFINE',
  'ACTIVATION',
  'ACTIVATION_GRADIENT',
  'MATMUL',
  'CONV2D',
  'CONV2D_TRANSPOSE',
  'CONV2D_FILTER_GRADIENT',
  'LAYER_NORM',
  'LAYER_NORM_GRADIENT',
  'SOFTMAX',
  'SOFTMAX_GRADIENT',
  'LOG_SOFTMAX',
  'LOG_SOFTMAX_GRADIENT',
  'CROSS_ENTROPY',
  'BCE_WITH_LOGITS',
  'SQUARED_ERROR',
  'GAUSSIAN_KL',
  'REPARAMETERISE',
  'DROPOUT',
  'EMBEDDING',
  'EMBEDDING_GRADIENT',
  'GATHER_LAST',
  'SCATTER_LAST',
  'ATTENTION',
  'ATTENTION_GRADIENT',
  'STORE_KEYS_VALUES',
  'CACHED_ATTENTION',
  'REDUCE',
  'ARGMAX',
  'TOP_K',
  'GLOBAL_NORM',
  'SGD',
  'MOMENTUM',
  'ADAM',
] as const;

export type Opcode = (typeof names)[number];

export const opcodeNumbers = Object.fromEntries(names.map((name, number) => [name, number])) as Readonly<
  Record<Opcode, number>
>;
