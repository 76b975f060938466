/** Numbers from a CSV or JSONL file, as points (n × d) or symbols (n). Every error names file, line and column. */
import { CollapseLabError } from '@collapse-lab/math';
import type { Data } from '@collapse-lab/models';
import { type CsvRow, parseCsv } from './csv.ts';

export interface DataFileOptions {
  readonly format: 'csv' | 'jsonl';
  /** By name or by position from 0; default: all. */
  readonly columns?: readonly (string | number)[];
  readonly header?: boolean;
  readonly delimiter?: string;
  readonly as: 'points' | 'symbols';
  readonly k?: number;
}

export class DataFileError extends CollapseLabError {
  override readonly name: string = 'DataFileError';
}

/** One row of the file before its numbers are read. */
interface Row {
  readonly line: number;
  readonly cells: readonly unknown[];
}

interface Table {
  readonly rows: readonly Row[];
  /** For messages: `3` or `3 (height)`. */
  readonly columnNames: readonly string[];
}

/** `name` is what messages call the file. Throws DataFileError. */
export function parseDataFile(text: string, options: DataFileOptions, name: string): Data {
  const table = options.format === 'csv' ? csvTable(text, options, name) : jsonlTable(text, options, name);
  if (table.rows.length === 0)
    throw new DataFileError(`${name}: got no rows, expected at least one row of numbers.`);
  return options.as === 'points' ? points(table, name) : symbols(table, options.k, name);
}

function csvTable(text: string, options: DataFileOptions, name: string): Table {
  const rows = parseCsv(text, options.delimiter ?? ',');
  if (rows.length === 0) return { rows: [], columnNames: [] };
  const hasHeader = options.header ?? rows[0].fields.every((field) => Number.isNaN(toNumber(field)));
  const names = hasHeader ? rows[0].fields.map((field) => field.trim()) : undefined;
  const width = rows[0].fields.length;
  const columns = selectColumns(options.columns, width, names, name);
  const body = hasHeader ? rows.slice(1) : rows;
  return {
    rows: body.map((row) => ({ line: row.line, cells: pick(row, width, columns, name) })),
    columnNames: columns.map((column) => columnName(column, names)),
  };
}

function pick({ line, fields }: CsvRow, width: number, columns: readonly number[], name: string): string[] {
  if (fields.length === width) return columns.map((column) => fields[column]);
  throw new DataFileError(
    `${name}, line ${line}: got ${fields.length} fields, expected ${width} as in the first line.`,
  );
}

function selectColumns(
  wanted: readonly (string | number)[] | undefined,
  width: number,
  names: readonly string[] | undefined,
  name: string,
): number[] {
  if (wanted === undefined) return Array.from({ length: width }, (_, column) => column);
  return wanted.map((column) => {
    const index = typeof column === 'number' ? column : (names?.indexOf(column) ?? -1);
    if (index >= 0 && index < width) return index;
    const known =
      names === undefined
        ? `0 … ${width - 1}; the file has no header`
        : `0 … ${width - 1}, ${names.join(', ')}`;
    throw new DataFileError(`${name}: got column ${JSON.stringify(column)}, expected one of ${known}.`);
  });
}

function columnName(column: number, names: readonly string[] | undefined): string {
  return names === undefined ? `${column + 1}` : `${column + 1} (${names[column]})`;
}

/** Every line is a number, a list of numbers, or an object with the columns as keys. */
function jsonlTable(text: string, options: DataFileOptions, name: string): Table {
  const lines = text.split('\n').map((source, i) => ({ line: i + 1, source }));
  const values = lines
    .filter(({ source }) => source.trim() !== '')
    .map(({ line, source }) => ({ line, value: parseLine(source, line, name) }));
  if (values.length === 0) return { rows: [], columnNames: [] };
  const columns = options.columns ?? defaultColumns(values[0].value);
  const rows = values.map(({ line, value }) => ({
    line,
    cells: cellsOf(value, columns, options.columns, line, name),
  }));
  return {
    rows,
    columnNames: columns.map((column) => (typeof column === 'number' ? `${column + 1}` : column)),
  };
}

function parseLine(source: string, line: number, name: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new DataFileError(`${name}, line ${line}: not JSON: ${(error as Error).message}.`);
  }
}

function defaultColumns(value: unknown): (string | number)[] {
  if (Array.isArray(value)) return value.map((_, column) => column);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [0];
}

function cellsOf(
  value: unknown,
  columns: readonly (string | number)[],
  wanted: readonly (string | number)[] | undefined,
  line: number,
  name: string,
): unknown[] {
  if (typeof value !== 'object' || value === null)
    return columns.length === 1 ? [value] : columns.map(() => undefined);
  if (Array.isArray(value) && wanted === undefined && value.length !== columns.length) {
    const expected = `${columns.length} as in the first line`;
    throw new DataFileError(`${name}, line ${line}: got ${value.length} numbers, expected ${expected}.`);
  }
  return columns.map((column) => (value as Record<string | number, unknown>)[column]);
}

function points({ rows, columnNames }: Table, name: string): Data {
  const n = rows.length;
  const d = columnNames.length;
  const values = new Float64Array(n * d);
  rows.forEach(({ line, cells }, i) => {
    for (let axis = 0; axis < d; axis++) {
      const value = toNumber(cells[axis]);
      if (!Number.isFinite(value))
        throw wrongCell(name, line, columnNames[axis], cells[axis], 'a finite number');
      values[i * d + axis] = value;
    }
  });
  return { kind: 'points', n, d, values };
}

function symbols({ rows, columnNames }: Table, alphabet: number | undefined, name: string): Data {
  if (columnNames.length !== 1) {
    const remedy = 'Choose one with columns: [name].';
    throw new DataFileError(
      `${name}: got ${columnNames.length} columns, expected one column of symbols. ${remedy}`,
    );
  }
  const limit = alphabet ?? 0xffff_ffff;
  const expected =
    alphabet === undefined ? 'an integer of 0 or more' : `an integer from 0 to ${alphabet - 1}`;
  const values = Uint32Array.from(rows, ({ line, cells: [cell] }) => {
    const value = toNumber(cell);
    if (Number.isInteger(value) && value >= 0 && value < limit) return value;
    throw wrongCell(name, line, columnNames[0], cell, expected);
  });
  const k = alphabet ?? values.reduce((most, value) => Math.max(most, value), 0) + 1;
  return { kind: 'symbols', n: values.length, k, values };
}

/** NaN for what is not a number; `Number` alone would read an empty field as 0. */
function toNumber(cell: unknown): number {
  if (typeof cell === 'number') return cell;
  if (typeof cell !== 'string' || cell.trim() === '') return Number.NaN;
  return Number(cell);
}

function wrongCell(
  name: string,
  line: number,
  column: string,
  got: unknown,
  expected: string,
): DataFileError {
  const value = got === undefined ? 'nothing' : JSON.stringify(got);
  return new DataFileError(`${name}, line ${line}, column ${column}: got ${value}, expected ${expected}.`);
}
