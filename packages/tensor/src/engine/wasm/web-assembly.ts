// The part of WebAssembly that the engine uses, declared here so that the package needs the types neither of Node nor
// of browsers.
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export interface KernelExports {
  readonly memory: Memory;
  /** Byte address of the first word that is free. */
  arenaStart(): number;
  run(arena: number, start: number, words: number): number;
}

export interface CompiledModule {
  readonly kind?: never;
}

interface WebAssemblyObject {
  readonly Module: new (bytes: Uint8Array) => CompiledModule;
  readonly Instance: new (module: CompiledModule) => { readonly exports: KernelExports };
}

/** Absent in hosts without WebAssembly. */
export const webAssembly: WebAssemblyObject | undefined = (
  globalThis as { readonly WebAssembly?: WebAssemblyObject }
).WebAssembly;
