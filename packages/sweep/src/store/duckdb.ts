/** Questions to many cells at once, answered by DuckDB over the segments. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { FileStore } from './open-store.ts';

/**
 * Runs `ask` with the view `series(key, grp, seed, parameters, metric, t BIGINT[], value DOUBLE[])` of the cells in
 * `groups` that are stored, each in the group at its position. One thread and explicit orders make the answers the
 * same every time. DuckDB is loaded here: workers that only compute never need it.
 */
export async function withSeries<T>(
  store: FileStore,
  groups: readonly (readonly string[])[],
  ask: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const files = await store.files(groups.flat());
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await createWanted(connection, groups, files);
    await connection.run(seriesView([...files.keys()]));
    return await ask(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A key may be in several segments: the file says which one counts. */
async function createWanted(
  connection: DuckDBConnection,
  groups: readonly (readonly string[])[],
  files: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const fileOf = new Map([...files].flatMap(([file, keys]) => keys.map((key) => [key, file] as const)));
  await connection.run('CREATE TABLE wanted (key VARCHAR, grp INTEGER, file VARCHAR)');
  const appender = await connection.createAppender('wanted');
  groups.forEach((keys, group) => {
    for (const key of keys) {
      const file = fileOf.get(key);
      if (file === undefined) continue;
      appender.appendVarchar(key);
      appender.appendInteger(group);
      appender.appendVarchar(file);
      appender.endRow();
    }
  });
  appender.closeSync();
}

const columns = `{
  cell: 'VARCHAR', seed: 'BIGINT', parameters: 'JSON', snapshot: 'BIGINT',
  key: 'VARCHAR', metric: 'VARCHAR', t: 'BIGINT[]', value: 'DOUBLE[]'
}`;

/** A segment's lines are of several kinds: the heads of cells give seed and parameters to their series. */
function seriesView(files: readonly string[]): string {
  const list = files.length === 0 ? '' : files.map(quote).join(', ');
  const lines =
    files.length === 0
      ? `SELECT NULL::VARCHAR AS cell, NULL::BIGINT AS seed, NULL::JSON AS parameters, NULL::VARCHAR AS key,
           NULL::VARCHAR AS metric, NULL::BIGINT[] AS t, NULL::DOUBLE[] AS value, NULL::VARCHAR AS filename WHERE false`
      : `SELECT * FROM read_json([${list}], format = 'newline_delimited', filename = true,
           maximum_object_size = 1000000000, columns = ${columns})`;
  return `CREATE VIEW series AS
    WITH lines AS (${lines})
    SELECT wanted.key, wanted.grp, head.seed, head.parameters, line.metric, line.t, line.value
    FROM lines AS line
    JOIN wanted ON wanted.key = line.key AND wanted.file = line.filename
    JOIN lines AS head ON head.cell = line.key AND head.filename = line.filename
    WHERE line.metric IS NOT NULL`;
}

export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
