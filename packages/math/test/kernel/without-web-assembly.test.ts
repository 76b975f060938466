import { expect, it, vi } from 'vitest';
import { digest, digestOfFills, firstFillWith, webAssembly } from './fills.ts';

it('where there is no WebAssembly, bulk random numbers have the same bytes', () => {
  firstFillWith(undefined);
  const instances = vi.spyOn(webAssembly(), 'Instance');
  expect(digestOfFills()).toBe(digest);
  expect(instances).not.toHaveBeenCalled();
});
