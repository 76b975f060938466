/** Numbers as an engine keeps them: f32, or f64 in the reference engine. */
export type Floats = Float32Array | Float64Array;

/**
 * A module in the memory of an engine: what an engine implements; `createSession` adds names, checks and step counts
 * on top. Names and lengths were checked before. Outputs that are returned are copies; parameters and slots may be the memory of
 * the engine itself, to be copied before anything else is called.
 */
export interface LoadedModule {
  writeParameter(name: string, values: ArrayLike<number>): void;
  readParameter(name: string): Floats;
  writeSlot(name: string, values: ArrayLike<number>): void;
  readSlot(name: string): Floats;
  writeInput(program: string, name: string, values: ArrayLike<number>): void;
  /** The vector that the updates of a training program read. */
  writeHyper(program: string, values: readonly number[]): void;
  execute(program: string): void;
  readOutput(program: string, name: string): Floats | Int32Array;
  dispose(): void;
}
