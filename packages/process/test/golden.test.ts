/**
 * Stored results are found by their keys, so the numbers behind a key must not change. Where they are meant to, raise
 * a law version (of a family, or of math, real or process in the sweep's list), then write the new rows with
 * `npx vitest run packages/process/test/golden.test.ts -u`.
 */
import { expect, it } from 'vitest';
import { goldenRows } from './support/golden-rows.ts';

it('no number has changed without a law version being raised', async () => {
  await expect(`${JSON.stringify(goldenRows(), null, 1)}\n`).toMatchFileSnapshot('fixtures/golden.json');
});
