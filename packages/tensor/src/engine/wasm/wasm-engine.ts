// WebAssembly with 128-bit vectors: no compiler, no file, and the same bits on every machine, since its arithmetic is
// fixed by its specification and it has no fused multiply-add. Denormals are kept.
import { CollapseLabError, decodeBase64 } from '@collapse-lab/math';
import type { RecordedModule } from '../../graph/recorded-module.ts';
import { createSession } from '../../session/create-session.ts';
import type { Engine } from '../engine.ts';
import type { KernelMachine } from '../kernel/kernel-machine.ts';
import { loadKernels } from '../kernel/load-kernels.ts';
import { kernelsBase64 } from './kernels-wasm.ts';
import { type CompiledModule, type KernelExports, webAssembly } from './web-assembly.ts';

const pageBytes = 65536;
/** 4 GiB, where addresses of 32 bits end. */
const mostPages = 65536;

let compiled: CompiledModule | undefined;

function instantiate(): KernelExports {
  if (webAssembly === undefined) {
    throw new CollapseLabError('wasm: this host has no WebAssembly; use another engine.');
  }
  compiled ??= new webAssembly.Module(decodeBase64(kernelsBase64));
  return new webAssembly.Instance(compiled).exports;
}

function growTo({ memory }: KernelExports, bytes: number): void {
  const pages = Math.ceil(bytes / pageBytes);
  const grown = pages - memory.buffer.byteLength / pageBytes;
  if (pages > mostPages || (grown > 0 && !tryGrow(memory, grown))) {
    throw new CollapseLabError(
      `wasm: the module needs ${Math.ceil(bytes / (1 << 20))} MiB of memory, which is more than WebAssembly (4096 MiB) or this machine gives. Use a smaller batch or the native engine.`,
    );
  }
}

function tryGrow(memory: KernelExports['memory'], pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}

/** An instance of its own, with memory for the arena and not more. */
export function allocateWasm(words: number): KernelMachine {
  const exports = instantiate();
  const start = exports.arenaStart();
  growTo(exports, start + 4 * words);
  const { buffer } = exports.memory;
  return {
    floats: new Float32Array(buffer, start, words),
    integers: new Int32Array(buffer, start, words),
    run: (first, count) => exports.run(start, first, count),
  };
}

/** The engine that runs everywhere. */
export const wasmEngine: Engine = {
  name: 'wasm',
  loadSync: (module: RecordedModule) => createSession(module, loadKernels(module, allocateWasm)),
  load: async (module: RecordedModule) => createSession(module, loadKernels(module, allocateWasm)),
};
