/** `collapse compact`: what is stored as one Parquet file, for other tools to read. */
import { compact as compactStore, openStore } from '@collapse-lab/sweep';
import { storeDirectory } from '../locate/store-directory.ts';
import { formatBytes } from '../output/format.ts';

export interface CompactOptions {
  readonly store?: string;
  readonly json?: boolean;
}

export async function compact(options: CompactOptions): Promise<number> {
  const store = await openStore(storeDirectory(options.store));
  const { file, cells, rows, bytes } = await compactStore(store);
  if (options.json === true) console.log(JSON.stringify({ file, cells, rows, bytes }));
  else console.log(`${rows} rows of ${cells} cells in ${file} (${formatBytes(bytes)})`);
  return 0;
}
