import type { Engine } from '@collapse-lab/tensor';
import { type NativeVectors, nativeAvailability, nativeEngine } from '@collapse-lab/tensor/node';

/** Another addon to test in place of native/kernels.node: one built with AddressSanitizer. */
const path = process.env.COLLAPSE_NATIVE_ADDON;
const options = path === undefined ? {} : { path };

/** The same engine with every instruction in as many parts as there can be, whatever it costs. */
export function onThreads(vectors: NativeVectors, threads: number): Engine {
  return nativeEngine({ ...options, vectors, threads, leastShared: 0 });
}

/** Native engines that this machine can run, by their vectors; none where the addon was not built. */
export const nativeEngines = (['avx2', 'avx512'] as const)
  .filter((vectors) => nativeAvailability({ ...options, vectors }).available)
  .map((vectors) => [vectors, nativeEngine({ ...options, vectors })] as const) satisfies readonly (readonly [
  NativeVectors,
  unknown,
])[];
