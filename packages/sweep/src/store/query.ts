/** Metrics of many cells: by cell, or summarised over the cells of a setting. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { quote, withSeries } from './duckdb.ts';
import type { FileStore } from './open-store.ts';

export interface QueryOptions {
  /** Default: all. */
  readonly metrics?: readonly string[];
}

export interface SeriesOfCell {
  readonly key: string;
  readonly metric: string;
  readonly t: readonly number[];
  readonly value: readonly number[];
}

/** One metric of one generation over the cells of a group. NaN is counted and left out of everything else. */
export interface Summary {
  readonly group: number;
  readonly metric: string;
  readonly t: number;
  /** Cells with a value that is not NaN. */
  readonly n: number;
  /** Cells whose value is NaN. */
  readonly undefinedCount: number;
  readonly median: number;
  /** 5 % and 95 % quantiles (type 7). */
  readonly q05: number;
  readonly q95: number;
  readonly mean: number;
  /** exp of the mean logarithm; 0 where a value is 0, NaN where one is negative. */
  readonly geometricMean: number;
}

/** By metric and key; cells that are not stored are left out. */
export async function querySeries(
  store: FileStore,
  keys: readonly string[],
  options: QueryOptions = {},
): Promise<SeriesOfCell[]> {
  const sql = `SELECT key, metric, t, value FROM series ${only(options)} ORDER BY metric, key`;
  const rows = await withSeries(store, [keys], (connection) => run(connection, sql));
  return rows.map(([key, metric, t, value]) => ({
    key: key as string,
    metric: metric as string,
    t: (t as ListValue).items.map(Number),
    value: (value as ListValue).items as readonly number[],
  }));
}

/** `groups[i]`: keys of the cells of setting i. Ordered by group, metric and t. */
export async function summarise(
  store: FileStore,
  groups: readonly (readonly string[])[],
  options: QueryOptions = {},
): Promise<Summary[]> {
  const rows = await withSeries(store, groups, async (connection) => {
    await connection.run(`CREATE TABLE ordered AS SELECT * FROM series ${only(options)} ORDER BY key`);
    return run(connection, summaries);
  });
  return rows.map(summaryOf);
}

/** DuckDB's \`ln\` refuses zero and negative numbers. */
const logarithm =
  "CASE WHEN value > 0 THEN ln(value) WHEN value = 0 THEN '-inf'::DOUBLE ELSE 'nan'::DOUBLE END";

/**
 * One thread reads the table in its order, so that the sums of every group are taken in the order of the keys. (An
 * ORDER BY within each average sorts group by group, which takes thirty times as long.)
 */
const summaries = `
  WITH rows AS (SELECT grp, metric, unnest(t) AS t, unnest(value) AS value FROM ordered),
  defined AS (SELECT *, isnan(value) AS hole FROM rows)
  SELECT grp, metric, t, count(*) FILTER (NOT hole), count(*) FILTER (hole),
    quantile_cont(value, [0.5, 0.05, 0.95]) FILTER (NOT hole),
    avg(value) FILTER (NOT hole), exp(avg(${logarithm}) FILTER (NOT hole))
  FROM defined GROUP BY grp, metric, t ORDER BY grp, metric, t`;

interface ListValue {
  readonly items: readonly unknown[];
}

function summaryOf([
  group,
  metric,
  t,
  n,
  holes,
  quantiles,
  mean,
  geometricMean,
]: readonly unknown[]): Summary {
  const [median, q05, q95] = ((quantiles as ListValue | null)?.items ?? []) as readonly number[];
  return {
    group: Number(group),
    metric: metric as string,
    t: Number(t),
    n: Number(n),
    undefinedCount: Number(holes),
    median: median ?? Number.NaN,
    q05: q05 ?? Number.NaN,
    q95: q95 ?? Number.NaN,
    mean: (mean as number | null) ?? Number.NaN,
    geometricMean: (geometricMean as number | null) ?? Number.NaN,
  };
}

function only({ metrics }: QueryOptions): string {
  if (metrics === undefined) return '';
  return metrics.length === 0 ? 'WHERE false' : `WHERE metric IN (${metrics.map(quote).join(', ')})`;
}

async function run(connection: DuckDBConnection, sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await connection.runAndReadAll(sql)).getRows();
}
