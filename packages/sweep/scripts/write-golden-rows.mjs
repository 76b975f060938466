/** Writes the table of golden rows anew, after a law version was raised. Run after a build. */
import { writeFile } from 'node:fs/promises';
import { goldenRows } from '@collapse-lab/sweep/testing';

const target = new URL('../test/fixtures/golden-rows.json', import.meta.url);
await writeFile(target, `${JSON.stringify(await goldenRows(), null, 2)}\n`);
