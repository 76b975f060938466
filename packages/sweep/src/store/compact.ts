/**
 * One Parquet file of everything that is stored, for notebooks and other tools. A copy: the segments stay, and stay
 * the truth. One process at a time; readers find a complete file through the manifest.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../cell/canonical.ts';
import { makeDirectory } from './directories.ts';
import { quote, withSeries } from './duckdb.ts';
import type { FileStore } from './open-store.ts';
import { replaceFile, temporaryDirectory } from './publish.ts';
import { asStoreError } from './store-error.ts';

export interface Compacted {
  /** Absolute path. Columns: key, seed, parameters (JSON), metric, t, value; ordered by metric, key, t. */
  readonly file: string;
  readonly cells: number;
  readonly rows: number;
  readonly bytes: number;
}

/** Throws StoreError. */
export async function compact(store: FileStore): Promise<Compacted> {
  const keys = [...(await store.keys())].sort();
  const folder = join(store.directory, 'parquet');
  const name = `cells-${sha256(keys.join('\n')).slice(0, 16)}.parquet`;
  const file = join(folder, name);
  const temporary = join(store.directory, temporaryDirectory, `${randomUUID()}.parquet`);
  try {
    await makeDirectory(folder);
    await makeDirectory(join(store.directory, temporaryDirectory));
    const rows = await withSeries(store, [keys], async (connection) => {
      await connection.run(copyStatement(temporary));
      const counted = await connection.runAndReadAll(
        `SELECT count(*) FROM read_parquet(${quote(temporary)})`,
      );
      return Number(counted.getRows()[0][0]);
    });
    renameSync(temporary, file);
    await replaceFile(
      store.directory,
      join(folder, 'manifest.json'),
      `${JSON.stringify({ version: 1, file: name, keys })}\n`,
    );
    removeOthers(folder, name);
    return { file, cells: keys.length, rows, bytes: statSync(file).size };
  } catch (error) {
    unlinkQuietly(temporary);
    throw asStoreError(error, 'compact the store', folder);
  }
}

function copyStatement(file: string): string {
  return `COPY (
      SELECT key, seed, parameters::VARCHAR AS parameters, metric, unnest(t) AS t, unnest(value) AS value
      FROM series ORDER BY metric, key, t
    ) TO ${quote(file)} (FORMAT parquet, COMPRESSION zstd)`;
}

/** Earlier files: nothing points to them any more. */
function removeOthers(folder: string, kept: string): void {
  for (const name of readdirSync(folder))
    if (name.endsWith('.parquet') && name !== kept) unlinkQuietly(join(folder, name));
}

function unlinkQuietly(file: string): void {
  try {
    unlinkSync(file);
  } catch {}
}
