/**
 * The file format of a segment: a header line that lists its cells, then per cell a block of lines
 *
 *     {"cell":key,…}  {"key":…,"metric":…,"t":[…],"value":[…]} …  {"key":…,"snapshot":t,…} …  {"key":…,"artifact":t,…} …
 *     {"key":…,"state":…}  {"end":key,"lines":…,"sha256":…}
 *
 * The header gives the place and hash of every block, so that one cell is read and verified without the others.
 * Nothing volatile is written: the same cells give the same bytes on every host.
 */
import type { Json } from '@collapse-lab/models';
import type { ArtifactRow } from '@collapse-lab/process';
import { canonicalJson, sha256 } from '../cell/canonical.ts';
import type { CellResult, Series } from '../cell/result.ts';

export interface SegmentCell {
  readonly key: string;
  readonly rowsKey: string;
  readonly generations: number;
  /** Bytes from the end of the header line to the block. */
  readonly offset: number;
  /** Bytes of the block, with its end line. */
  readonly length: number;
  /** Of the block's lines without the end line. */
  readonly sha256: string;
  /** Of the metric, snapshot and artifact lines alone: what two computations of the cell must agree on. */
  readonly rows: string;
}

export interface SegmentHeader {
  readonly segment: 1;
  readonly cells: readonly SegmentCell[];
  /** Bytes after the header line. */
  readonly bytes: number;
}

/** A segment as it is written. Plain data. */
export interface Segment {
  readonly header: SegmentHeader;
  readonly text: string;
}

/** A segment that does not say what it should. */
export class DamagedSegmentError extends Error {
  override readonly name: string = 'DamagedSegmentError';
}

/** The name depends on the keys alone: whoever computes the same cells arrives at the same file. */
export function segmentName(keys: readonly string[]): string {
  return sha256([...keys].sort().join('\n'));
}

/** Cells are written in the order of their keys, whatever the order given. */
export function encodeSegment(results: readonly CellResult[]): Segment {
  const sorted = [...results].sort((a, b) => (a.key < b.key ? -1 : 1));
  const cells: SegmentCell[] = [];
  const blocks: string[] = [];
  let offset = 0;
  for (const result of sorted) {
    const block = encodeBlock(result);
    const length = Buffer.byteLength(block.text);
    const { key, rowsKey, generations } = result;
    cells.push({ key, rowsKey, generations, offset, length, sha256: block.sha256, rows: block.rows });
    blocks.push(block.text);
    offset += length;
  }
  const header: SegmentHeader = { segment: 1, cells, bytes: offset };
  return { header, text: `${JSON.stringify(header)}\n${blocks.join('')}` };
}

interface Block {
  readonly text: string;
  readonly sha256: string;
  readonly rows: string;
}

function encodeBlock(result: CellResult): Block {
  const { key, rowsKey, lineageKey, seed, generations, parameters, state, artifacts = [] } = result;
  const head = canonicalJson({ cell: key, rowsKey, lineageKey, seed, generations, parameters });
  const rows = [
    ...result.series.map((series) => encodeSeries(key, series)),
    ...result.snapshots.map(({ t, parameters }) => canonicalJson({ key, snapshot: t, parameters })),
    ...artifacts.map(({ t, ...rest }) => canonicalJson({ key, artifact: t, ...rest })),
  ];
  const lines = [head, ...rows, canonicalJson({ key, state })];
  const body = `${lines.join('\n')}\n`;
  const hash = sha256(body);
  return { text: `${body}${endLine(key, lines.length, hash)}`, sha256: hash, rows: sha256(rows.join('\n')) };
}

function encodeSeries(key: string, { metric, t, value }: Series): string {
  const name = JSON.stringify(metric);
  return `{"key":"${key}","metric":${name},"t":[${t.join(',')}],"value":[${value.map(encodeValue).join(',')}]}`;
}

/** JSON has no word for NaN and infinities: they are strings. `-0.0` keeps its sign in every reader, `-0` does not. */
function encodeValue(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0.0' : String(value);
  return `"${value}"`;
}

/** Throws DamagedSegmentError where the line is not a header. */
export function parseHeader(line: string): SegmentHeader {
  let header: SegmentHeader;
  try {
    header = JSON.parse(line) as SegmentHeader;
  } catch {
    throw new DamagedSegmentError('its first line is not JSON');
  }
  if (
    header?.segment !== 1 ||
    !Array.isArray(header.cells) ||
    !header.cells.every(isCell) ||
    !isContiguous(header)
  )
    throw new DamagedSegmentError('its first line does not list its cells');
  return header;
}

function isCell(cell: Partial<SegmentCell> | null): boolean {
  const texts = [cell?.key, cell?.rowsKey, cell?.sha256, cell?.rows];
  const counts = [cell?.generations, cell?.offset, cell?.length];
  return (
    texts.every((text) => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)) &&
    counts.every((count) => Number.isSafeInteger(count) && (count as number) >= 0)
  );
}

/** The blocks follow one another and fill the file. */
function isContiguous({ cells, bytes }: SegmentHeader): boolean {
  let end = 0;
  for (const { offset, length } of cells) {
    if (offset !== end) return false;
    end += length;
  }
  return end === bytes;
}

/** Verifies a block against the header's entry and decodes it. Throws DamagedSegmentError. */
export function decodeBlock(cell: SegmentCell, block: string): CellResult {
  verifyBlock(cell, block);
  const lines = block.split('\n').slice(0, -2);
  const result = decodeLines(lines.map((line) => JSON.parse(line) as Record<string, Json>));
  if (result.rowsKey === cell.rowsKey && result.generations === cell.generations) return result;
  throw new DamagedSegmentError(`cell ${cell.key} is not the one that its first line says`);
}

/** Throws DamagedSegmentError where a block is not what the header says. */
export function verifyBlock(cell: SegmentCell, block: string): void {
  const endAt = block.lastIndexOf('\n', block.length - 2) + 1;
  const body = block.slice(0, endAt);
  if (sha256(body) !== cell.sha256)
    throw new DamagedSegmentError(`the rows of cell ${cell.key} do not have the hash in its first line`);
  const lines = body.split('\n').length - 1;
  if (block.slice(endAt) !== endLine(cell.key, lines, cell.sha256))
    throw new DamagedSegmentError(`the end line of cell ${cell.key} is altered`);
}

function endLine(key: string, lines: number, hash: string): string {
  return `${JSON.stringify({ end: key, lines, sha256: hash })}\n`;
}

function decodeLines([head, ...lines]: Record<string, Json>[]): CellResult {
  const { cell, rowsKey, lineageKey, seed, generations, parameters } = head as Record<string, never>;
  const series = lines.filter((line) => 'metric' in line).map(decodeSeries);
  const snapshots = lines
    .filter((line) => 'snapshot' in line)
    .map((line) => ({ t: line.snapshot as number, parameters: line.parameters as Json }));
  const artifacts = lines.filter((line) => 'artifact' in line).map(decodeArtifact);
  const state = lines.find((line) => 'state' in line)?.state ?? null;
  return {
    key: cell,
    rowsKey,
    lineageKey,
    seed,
    generations,
    parameters,
    series,
    snapshots,
    ...(artifacts.length > 0 && { artifacts }),
    state,
  };
}

function decodeArtifact({ artifact, observer, about, file }: Record<string, Json>): ArtifactRow {
  return { t: artifact, observer, about, file } as unknown as ArtifactRow;
}

function decodeSeries(line: Record<string, Json>): Series {
  return {
    metric: line.metric as string,
    t: line.t as readonly number[],
    value: (line.value as readonly (number | string)[]).map(Number),
  };
}
