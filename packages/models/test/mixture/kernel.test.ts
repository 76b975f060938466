import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pairKernel } from '../../dist/mixture/pair-kernel.js';
import { fitPairs } from '../fixtures/fit-pairs.mjs';

const program = fileURLToPath(new URL('../fixtures/fit-pairs.mjs', import.meta.url));

describe('two components in the plane', () => {
  it('are fitted with the same bits, and the same errors, where the engine has no WebAssembly', () => {
    expect(pairKernel(1)).toBeDefined();
    const without = execFileSync(process.execPath, [program], { encoding: 'utf8' });
    expect(JSON.parse(JSON.stringify(fitPairs()))).toEqual(JSON.parse(without));
  });

  it('are fitted without the kernel where the points are more than its memory takes', () => {
    expect(pairKernel(2 ** 30 + 1)).toBeUndefined();
  });
});
