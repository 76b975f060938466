// What is needed of WebAssembly, declared here: the package compiles without the types of a browser or of Node.
import { decodeBase64 } from '../encoding/base64.ts';

/** Exports of a module: functions of numbers, and its memory. */
export type WasmExports = Readonly<Record<string, (...numbers: number[]) => number>> & {
  readonly memory: { readonly buffer: ArrayBuffer };
};

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** An instance of a module without imports; undefined where the engine has no WebAssembly, or none with SIMD. */
export function instantiate(base64: string): WasmExports | undefined {
  const { WebAssembly: api } = globalThis as { WebAssembly?: WebAssemblyApi };
  if (api === undefined) return undefined;
  try {
    return new api.Instance(new api.Module(decodeBase64(base64))).exports as WasmExports;
  } catch {
    return undefined;
  }
}
