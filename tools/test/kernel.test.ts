import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { wasmSource, whyNoCompiler } from '../kernel/wasm-source.mjs';

const at = (path: string): string => fileURLToPath(new URL(`../../packages/math/${path}`, import.meta.url));
const why: string | undefined = whyNoCompiler();

it.skipIf(why !== undefined)(
  `the kernel in packages/math is what its C source gives${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    expect(wasmSource(at('kernel/random.c'))).toBe(readFileSync(at('src/kernel/random-wasm.ts'), 'utf8'));
  },
);
