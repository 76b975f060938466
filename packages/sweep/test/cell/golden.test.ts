/**
 * Guards the law versions: the rows of a few cells, hashed. Where a hash changes, the same key gives other numbers
 * than before: stored results would be mixed with new ones. Raise the version of the law that changed (lawVersion of
 * the family, version of the observer, or packages/sweep/src/cell/law-versions.ts), then write the table anew:
 *
 *     node packages/sweep/scripts/write-golden-rows.mjs
 */
import { readFileSync } from 'node:fs';
import { type GoldenRow, goldenRows } from '@collapse-lab/sweep/testing';
import { expect, it } from 'vitest';

const table = JSON.parse(
  readFileSync(new URL('../fixtures/golden-rows.json', import.meta.url), 'utf8'),
) as GoldenRow[];
const rows = await goldenRows();

it('the table has every cell', () => {
  expect(rows.map(({ cell }) => cell)).toEqual(table.map(({ cell }) => cell));
});

it.each(table)('$cell', ({ cell, lineageKey, versions, rows: expected }) => {
  const got = rows.find((row) => row.cell === cell)!;
  const sameLaws = got.lineageKey === lineageKey && got.versions === versions;
  if (sameLaws && got.rows !== expected)
    throw new Error(
      `${cell}: its rows have the hash ${got.rows}, expected ${expected}, with the same law versions ${versions}. ` +
        'Raise the version of the law that changed (lawVersion of the family, version of the observer, or ' +
        'packages/sweep/src/cell/law-versions.ts), then run node packages/sweep/scripts/write-golden-rows.mjs.',
    );
  // Other keys or versions need a new table: run node packages/sweep/scripts/write-golden-rows.mjs.
  expect(got).toEqual({ cell, lineageKey, versions, rows: expected });
});
