import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeAvailability, nativeEngine } from '@collapse-lab/tensor/node';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'native-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('says that the addon was not built, and what to do', () => {
  const path = join(folder, 'none.node');
  expect(nativeAvailability({ path })).toEqual({ available: false, reason: `${path} does not exist` });
  expect(() => nativeEngine({ path })).toThrow(
    `native: ${path} does not exist. Run npx nx build-native tensor, or use the wasm engine.`,
  );
});

it.runIf(nativeAvailability().available)('refuses a number of threads out of range', () => {
  expect(() => nativeEngine({ threads: 0 })).toThrow(
    'nativeEngine.threads: got 0, expected an integer in [1, 256].',
  );
});

it('says why a file cannot be loaded', () => {
  const path = join(folder, 'broken.node');
  writeFileSync(path, 'not a library');
  const found = nativeAvailability({ path });
  expect(found).toMatchObject({ available: false });
  expect(found).toHaveProperty('reason', expect.stringContaining(`${path} could not be loaded: `));
});
