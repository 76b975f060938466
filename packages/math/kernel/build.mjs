// node packages/math/kernel/build.mjs [--check]: src/kernel/random-wasm.ts from random.c. Needs clang 14 and lld.
import { fileURLToPath } from 'node:url';
import { buildKernel } from '../../../tools/kernel/wasm-source.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
buildKernel(at('random.c'), at('../src/kernel/random-wasm.ts'), process.argv);
