import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mean, quantile } from '@collapse-lab/math';
import {
  type CellResult,
  compact,
  type FileStore,
  openStore,
  querySeries,
  summarise,
} from '@collapse-lab/sweep';
import { randomResult } from '@collapse-lab/sweep/testing';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { filesBelow, temporaryFolders } from './folder.ts';

const newFolder = temporaryFolders();

/** Cells of one setting: `values[i]` is the value of the only metric in cell i, at t = 0 and, doubled, at t = 1. */
function cellsWith(name: string, values: readonly number[]): CellResult[] {
  return values.map((value, i) => ({
    ...randomResult(`${name} ${i}`),
    series: [{ metric: "m'", t: [0, 1], value: [value, 2 * value] }],
  }));
}

async function storeWith(
  ...groups: readonly (readonly CellResult[])[]
): Promise<{ store: FileStore; keys: string[][] }> {
  const store = await openStore(newFolder());
  for (const group of groups) await store.publish(group);
  return { store, keys: groups.map((group) => group.map(({ key }) => key)) };
}

describe('summarise', () => {
  it('gives the quantiles, means and counts of each group, generation and metric', async () => {
    const values = [3, 1, 4, 1.5, 9, 2.6];
    const { store, keys } = await storeWith(cellsWith('one', values), cellsWith('two', [7]));
    const rows = await summarise(store, keys);
    expect(rows.map(({ group, metric, t, n }) => [group, metric, t, n])).toEqual([
      [0, "m'", 0, 6],
      [0, "m'", 1, 6],
      [1, "m'", 0, 1],
      [1, "m'", 1, 1],
    ]);
    const [first] = rows;
    // Sums of six numbers in two orders: a few units in the last place.
    const close = (got: number, expected: number) =>
      expect(Math.abs(got / expected - 1)).toBeLessThan(8 * Number.EPSILON);
    close(first.median, quantile(values, 0.5));
    close(first.q05, quantile(values, 0.05));
    close(first.q95, quantile(values, 0.95));
    close(first.mean, mean(values));
    close(first.geometricMean, Math.exp(mean(values.map(Math.log))));
  });

  it('counts NaN apart, and keeps zeros and infinities', async () => {
    const { store, keys } = await storeWith(
      cellsWith('holes', [Number.NaN, 0, 2]),
      cellsWith('infinite', [1, Number.POSITIVE_INFINITY]),
      cellsWith('negative', [-1, 1]),
      cellsWith('nothing', [Number.NaN]),
    );
    const rows = (await summarise(store, keys)).filter(({ t }) => t === 0);
    expect(rows).toMatchObject([
      { n: 2, undefinedCount: 1, median: 1, mean: 1, geometricMean: 0 },
      { n: 2, undefinedCount: 0, mean: Number.POSITIVE_INFINITY, geometricMean: Number.POSITIVE_INFINITY },
      { n: 2, undefinedCount: 0, median: 0, mean: 0, geometricMean: Number.NaN },
      {
        n: 0,
        undefinedCount: 1,
        median: Number.NaN,
        q05: Number.NaN,
        mean: Number.NaN,
        geometricMean: Number.NaN,
      },
    ]);
  });

  it('leaves out cells that are not stored, and metrics that are not asked for', async () => {
    const { store, keys } = await storeWith(cellsWith('one', [1, 2]));
    expect(await summarise(store, [[...keys[0], 'missing']])).toMatchObject([{ n: 2 }, { n: 2 }]);
    expect(await summarise(store, keys, { metrics: ['other'] })).toEqual([]);
    expect(await summarise(store, [['missing']])).toEqual([]);
  });

  it('counts a cell once that lies in two segments', async () => {
    const [first, second] = cellsWith('one', [1, 2]);
    const { store, keys } = await storeWith([first, second], [second, ...cellsWith('three', [5])]);
    expect((await summarise(store, [keys[0]]))[0].n).toBe(2);
  });

  it('answers with the same bits every time', async () => {
    const values = Array.from({ length: 200 }, (_, i) => 1 / (i + 3));
    const { store, keys } = await storeWith(cellsWith('one', values), cellsWith('two', values));
    expect(await summarise(store, keys)).toEqual(await summarise(await openStore(store.directory), keys));
  });
});

describe('querySeries', () => {
  it('gives every value as it was published', async () => {
    const results = Array.from({ length: 30 }, (_, i) => randomResult(`query ${i}`));
    const { store, keys } = await storeWith(results.slice(0, 20), results.slice(20));
    const expected = results.flatMap(({ key, series }) => series.map((one) => ({ key, ...one })));
    const order = (rows: typeof expected) =>
      [...rows].sort((a, b) => (a.metric + a.key < b.metric + b.key ? -1 : 1));
    expect(await querySeries(store, keys.flat())).toEqual(order(expected));
  });

  it('does not read a damaged segment', async () => {
    const { store, keys } = await storeWith(cellsWith('one', [1]), cellsWith('two', [2]));
    const [file] = (await store.files([keys[0][0]])).keys();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(file, readFileSync(file, 'utf8').replace('[1,2]', '[1,3]'));
    const fresh = await openStore(store.directory);
    expect((await querySeries(fresh, keys.flat())).map(({ key }) => key)).toEqual(keys[1]);
    expect(await fresh.damaged()).toMatchObject([{ file }]);
  });
});

describe('compact', () => {
  it('writes one Parquet file that other tools read, and replaces it', async () => {
    const { store } = await storeWith(cellsWith('one', [1, Number.NaN]));
    const first = await compact(store);
    expect(first).toMatchObject({ cells: 2, rows: 4 });
    await store.publish(cellsWith('two', [Number.NEGATIVE_INFINITY]));
    const { file, cells, rows, bytes } = await compact(store);
    expect({ cells, rows }).toEqual({ cells: 3, rows: 6 });
    expect(readFileSync(file).length).toBe(bytes);
    expect(existsSync(first.file)).toBe(false);
    const manifest = JSON.parse(readFileSync(join(dirname(file), 'manifest.json'), 'utf8'));
    expect(join(dirname(file), manifest.file)).toBe(file);
    expect(new Set(manifest.keys)).toEqual(await store.keys());
    expect(filesBelow(join(store.directory, '.tmp'))).toEqual([]);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const read = await connection.runAndReadAll(
      `SELECT value FROM read_parquet('${file}') WHERE t = 0 ORDER BY value`,
    );
    expect(read.getRows().flat()).toEqual([Number.NEGATIVE_INFINITY, 1, Number.NaN]);
    connection.closeSync();
  });
});
