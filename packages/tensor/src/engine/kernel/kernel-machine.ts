/** Memory and an interpreter of kernel instructions: what the wasm and the native engine differ in. */
export interface KernelMachine {
  /** The arena, zero at first. */
  readonly floats: Float32Array;
  /** The same memory. */
  readonly integers: Int32Array;
  /** Runs `words` words of instructions from a word of the arena on; −1, or the word of the one that met an id out of range. */
  run(start: number, words: number): number;
  /** Makes any access of the kernels to these words end the process; only where the kernels were built to be watched. */
  forbid?(start: number, words: number): void;
}

/** A machine with an arena of a number of words of 4 bytes. */
export type AllocateMachine = (words: number) => KernelMachine;
