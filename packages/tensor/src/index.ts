/** Programs over symbolic tensors: recorded once, differentiated, run by an engine. */

// engines
export type { Engine } from './engine/engine.ts';
// graph
export type { InputType, RecordedModule, RecordedProgram } from './graph/recorded-module.ts';
export type { Shape } from './graph/shape.ts';
export { ShapeError } from './graph/shape-error.ts';
export type { DType, Node, Tensor, TensorType } from './graph/tensor.ts';
// sessions
export type { Floats, LoadedModule } from './session/loaded-module.ts';
export type { InputValues, OutputValue, Session } from './session/session.ts';
