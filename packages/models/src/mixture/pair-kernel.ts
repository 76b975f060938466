/**
 * EM and k-means of two components in the plane by WebAssembly (kernel/pair-plane.c): the same bits as the functions that
 * use it, in about half the time. It is compiled when it is first used; where the engine cannot, or the points are more
 * than its memory takes, the callers go on without it.
 *
 * There is one memory for all fits, as a fit is never interrupted by another: what it holds is what was put there last.
 */
import { expConstants, instantiateWasm, type WasmExports } from '@collapse-lab/math';
import { wasm } from './pair-plane-wasm.ts';

/** Bytes; beyond them the gain is not worth the memory. */
const largest = 1 << 30;

/** null until it is first asked for. */
let loaded: WasmExports | undefined | null = null;

export interface PairKernel {
  readonly exports: WasmExports;
  /** Where the room begins. */
  readonly address: number;
}

/** The kernel with room for so many bytes; undefined where it is of no use. */
export function pairKernel(bytes: number): PairKernel | undefined {
  if (loaded === null) loaded = openKernel();
  if (loaded === undefined || bytes > largest) return undefined;
  const address = loaded.reserve(bytes);
  return address === 0 ? undefined : { exports: loaded, address };
}

function openKernel(): WasmExports | undefined {
  const wasmExports = instantiateWasm(wasm);
  if (wasmExports !== undefined) {
    const constants = expConstants();
    doublesAt(wasmExports, wasmExports.expTable(), constants.length).set(constants);
  }
  return wasmExports;
}

/** Memory of the kernel, until it grows. */
export function doublesAt({ memory }: WasmExports, address: number, length: number): Float64Array {
  return new Float64Array(memory.buffer, address, length);
}
