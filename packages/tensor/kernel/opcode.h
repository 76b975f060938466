/*
 * What an instruction can be. The order is the number; src/engine/kernel/opcode.ts has the same list (a test compares them).
 */
#ifndef OPCODE_H
#define OPCODE_H

#define OPCODES(DO)         \
  DO(FILL)                  \
  DO(COPY)                  \
  DO(BINARY)                \
  DO(UNARY)                 \
  DO(AFFINE)                \
  DO(ACTIVATION)            \
  DO(ACTIVATION_GRADIENT)   \
  DO(MATMUL)                \
  DO(CONV2D)                \
  DO(CONV2D_TRANSPOSE)      \
  DO(CONV2D_FILTER_GRADIENT) \
  DO(LAYER_NORM)            \
  DO(LAYER_NORM_PARAMETER_GRADIENTS) \
  DO(LAYER_NORM_GRADIENT)   \
  DO(SOFTMAX)               \
  DO(SOFTMAX_GRADIENT)      \
  DO(LOG_SOFTMAX)           \
  DO(LOG_SOFTMAX_GRADIENT)  \
  DO(CROSS_ENTROPY)         \
  DO(SUM_TERMS)             \
  DO(BCE_WITH_LOGITS)       \
  DO(SQUARED_ERROR)         \
  DO(GAUSSIAN_KL)           \
  DO(REPARAMETERISE)        \
  DO(DROPOUT)               \
  DO(EMBEDDING)             \
  DO(EMBEDDING_GRADIENT)    \
  DO(GATHER_LAST)           \
  DO(SCATTER_LAST)          \
  DO(ATTENTION)             \
  DO(ATTENTION_GRADIENT)    \
  DO(STORE_KEYS_VALUES)     \
  DO(STORE_POSITION)        \
  DO(CACHED_ATTENTION)      \
  DO(REDUCE)                \
  DO(ARGMAX)                \
  DO(TOP_K)                 \
  DO(SUMS_OF_SQUARES)       \
  DO(GLOBAL_NORM)           \
  DO(SGD)                   \
  DO(MOMENTUM)              \
  DO(ADAM)

#define DO(NAME) OP_##NAME,
enum { OPCODES(DO) OPCODE_COUNT };
#undef DO

#endif
