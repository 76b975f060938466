// The part of TensorFlow.js 4 that the engine uses, in types of our own: a program that does not use TensorFlow.js need
// not have it. No fused operation is among them: `tf.fused.matMul` of the wasm backend is wrong where the inner size
// is above 48.

export interface TfjsTensor {
  readonly shape: readonly number[];
  /** The numbers of the backend itself where it holds them in JavaScript: to be copied, not changed. */
  dataSync(): Float32Array | Int32Array | Uint8Array;
  dispose(): void;
}

/** A tensor, or a number that stretches to any shape. */
export type TfjsOperand = TfjsTensor | number;

export type TfjsDType = 'float32' | 'int32';

/** What the kernels call. */
export interface Tfjs {
  // life of tensors
  getBackend(): string;
  backend(): unknown;
  /** Disposes of all tensors made in the body but those that it keeps. */
  tidy(body: () => void): void;
  keep(x: TfjsTensor): TfjsTensor;
  clone(x: TfjsTensor): TfjsTensor;
  tensor(values: Float32Array | Int32Array, shape: number[], dtype: TfjsDType): TfjsTensor;
  scalar(value: number, dtype: TfjsDType): TfjsTensor;
  zeros(shape: number[]): TfjsTensor;
  onesLike(x: TfjsTensor): TfjsTensor;
  zerosLike(x: TfjsTensor): TfjsTensor;
  range(start: number, stop: number, step: number, dtype: TfjsDType): TfjsTensor;
  cast(x: TfjsTensor, dtype: TfjsDType): TfjsTensor;

  // element by element
  add(a: TfjsOperand, b: TfjsOperand): TfjsTensor;
  sub(a: TfjsOperand, b: TfjsOperand): TfjsTensor;
  mul(a: TfjsOperand, b: TfjsOperand): TfjsTensor;
  div(a: TfjsOperand, b: TfjsOperand): TfjsTensor;
  divNoNan(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  maximum(a: TfjsOperand, b: TfjsOperand): TfjsTensor;
  less(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  greater(a: TfjsTensor, b: TfjsOperand): TfjsTensor;
  greaterEqual(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  logicalAnd(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  logicalOr(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  where(condition: TfjsTensor, a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  neg(x: TfjsTensor): TfjsTensor;
  exp(x: TfjsTensor): TfjsTensor;
  log(x: TfjsTensor): TfjsTensor;
  log1p(x: TfjsTensor): TfjsTensor;
  sqrt(x: TfjsTensor): TfjsTensor;
  square(x: TfjsTensor): TfjsTensor;
  reciprocal(x: TfjsTensor): TfjsTensor;
  abs(x: TfjsTensor): TfjsTensor;
  sign(x: TfjsTensor): TfjsTensor;
  relu(x: TfjsTensor): TfjsTensor;
  sigmoid(x: TfjsTensor): TfjsTensor;
  tanh(x: TfjsTensor): TfjsTensor;

  // products
  matMul(a: TfjsTensor, b: TfjsTensor, transposeA?: boolean, transposeB?: boolean): TfjsTensor;
  conv2d(x: TfjsTensor, filter: TfjsTensor, strides: number, pad: 'valid'): TfjsTensor;
  conv2dTranspose(
    x: TfjsTensor,
    filter: TfjsTensor,
    outputShape: [number, number, number, number],
    strides: number,
    pad: 'valid',
  ): TfjsTensor;

  // along axes
  sum(x: TfjsTensor, axes?: number[], keepDimensions?: boolean): TfjsTensor;
  mean(x: TfjsTensor, axes?: number[], keepDimensions?: boolean): TfjsTensor;
  max(x: TfjsTensor, axes?: number[], keepDimensions?: boolean): TfjsTensor;
  argMax(x: TfjsTensor, axis: number): TfjsTensor;
  topk(x: TfjsTensor, k: number): { readonly values: TfjsTensor; readonly indices: TfjsTensor };
  softmax(x: TfjsTensor): TfjsTensor;
  logSoftmax(x: TfjsTensor): TfjsTensor;

  // moving elements
  reshape(x: TfjsTensor, shape: number[]): TfjsTensor;
  transpose(x: TfjsTensor, permutation: number[]): TfjsTensor;
  slice(x: TfjsTensor, begin: number[], size: number[]): TfjsTensor;
  stridedSlice(x: TfjsTensor, begin: number[], end: number[], strides: number[]): TfjsTensor;
  pad(x: TfjsTensor, paddings: [number, number][]): TfjsTensor;
  concat(parts: TfjsTensor[], axis: number): TfjsTensor;
  stack(parts: TfjsTensor[], axis: number): TfjsTensor;
  split(x: TfjsTensor, count: number, axis: number): TfjsTensor[];
  broadcastTo(x: TfjsTensor, shape: number[]): TfjsTensor;
  gather(x: TfjsTensor, indices: TfjsTensor): TfjsTensor;
  gatherND(x: TfjsTensor, indices: TfjsTensor): TfjsTensor;
  scatterND(indices: TfjsTensor, updates: TfjsTensor, shape: number[]): TfjsTensor;
}

/**
 * `import * as tf from '@tensorflow/tfjs-core'`, or one of the packages that bring a backend: it has all of these
 * functions, whose types are its own.
 */
export type TfjsLibrary = Readonly<Record<keyof Tfjs, (...inputs: never[]) => unknown>>;
