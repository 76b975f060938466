/** CSV as rows of text fields, with the line each row begins on. Quoted fields may hold delimiters, quotes and line ends. */

export interface CsvRow {
  /** From 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Blank lines are passed over; a file may begin with a byte order mark. */
export function parseCsv(text: string, delimiter: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let line = 1;
  let position = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (position < text.length) {
    const start = line;
    const fields: string[] = [];
    for (;;) {
      const field = readField(text, position, delimiter);
      fields.push(field.value);
      line += field.lines;
      position = field.end;
      if (text[position] !== delimiter) break;
      position++;
    }
    position = afterLineEnd(text, position);
    line++;
    if (fields.length > 1 || fields[0].trim() !== '') rows.push({ line: start, fields });
  }
  return rows;
}

interface Field {
  readonly value: string;
  /** Position of the delimiter or line end after it. */
  readonly end: number;
  /** Line ends inside the quotes. */
  readonly lines: number;
}

function readField(text: string, start: number, delimiter: string): Field {
  if (text[start] !== '"') return readPlain(text, start, delimiter);
  let value = '';
  let position = start + 1;
  for (;;) {
    const quote = text.indexOf('"', position);
    if (quote < 0) return { value: value + text.slice(position), end: text.length, lines: 0 };
    value += text.slice(position, quote);
    position = quote + 1;
    if (text[position] !== '"') break;
    value += '"';
    position++;
  }
  const rest = readPlain(text, position, delimiter);
  return { value: value + rest.value, end: rest.end, lines: value.split('\n').length - 1 };
}

function readPlain(text: string, start: number, delimiter: string): Field {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
  return { value: text.slice(start, end), end, lines: 0 };
}

function afterLineEnd(text: string, position: number): number {
  return text.startsWith('\r\n', position) ? position + 2 : position + 1;
}
