import { expect, it } from 'vitest';
import { digest, digestOfFills, firstFillWith } from './fills.ts';

it('where the engine refuses the module, bulk random numbers have the same bytes', () => {
  let refusals = 0;
  const Module = class {
    constructor() {
      refusals += 1;
      throw new Error('no SIMD');
    }
  };
  firstFillWith({ Module });
  expect(digestOfFills()).toBe(digest);
  expect(refusals).toBe(1);
});
