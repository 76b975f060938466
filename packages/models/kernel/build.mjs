// node packages/models/kernel/build.mjs [--check]: src/mixture/pair-plane-wasm.ts from pair-plane.c. Needs clang 14 and lld.
import { fileURLToPath } from 'node:url';
import { buildKernel } from '../../../tools/kernel/wasm-source.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
buildKernel(at('pair-plane.c'), at('../src/mixture/pair-plane-wasm.ts'), process.argv);
