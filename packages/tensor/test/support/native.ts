import { type NativeVectors, nativeAvailability, nativeEngine } from '@collapse-lab/tensor/node';

/** Another addon to test in place of native/kernels.node: one built with AddressSanitizer. */
const path = process.env.COLLAPSE_NATIVE_ADDON;
const options = path === undefined ? {} : { path };

/** Native engines that this machine can run, by their vectors; none where the addon was not built. */
export const nativeEngines = (['avx2', 'avx512'] as const)
  .filter((vectors) => nativeAvailability({ ...options, vectors }).available)
  .map((vectors) => [vectors, nativeEngine({ ...options, vectors })] as const) satisfies readonly (readonly [
  NativeVectors,
  unknown,
])[];
