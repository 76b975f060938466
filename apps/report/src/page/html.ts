/** Building blocks of markup: text is escaped, markup passed through. */
import { escapeMarkup } from '../text/escape.ts';

export function paragraph(text: string, className = ''): string {
  return `<p${className === '' ? '' : ` class="${className}"`}>${escapeMarkup(text)}</p>`;
}

export function section(id: string, title: string, body: string): string {
  return `<section id="${id}" aria-labelledby="${id}-heading"><h2 id="${id}-heading">${escapeMarkup(title)}</h2>${body}</section>`;
}

export function subheading(text: string): string {
  return `<h3>${escapeMarkup(text)}</h3>`;
}

export interface Column {
  readonly title: string;
  /** Text columns are set flush left and may break. */
  readonly kind?: 'number' | 'text';
}

/** A table that scrolls sideways where it is too wide. The first cell of a row is its header. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const head = columns.map(
    ({ title, kind }) =>
      `<th scope="col"${kind === 'text' ? ' class="left"' : ''}>${escapeMarkup(title)}</th>`,
  );
  const body = rows.map((row) => `<tr>${row.map((cell, i) => tableCell(cell, i, columns[i])).join('')}</tr>`);
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeMarkup(caption)}"><table>` +
    `<caption>${escapeMarkup(caption)}</caption><thead><tr>${head.join('')}</tr></thead>` +
    `<tbody>${body.join('')}</tbody></table></div>`
  );
}

function tableCell(cell: string, index: number, column: Column): string {
  if (index === 0) return `<th scope="row">${escapeMarkup(cell)}</th>`;
  return `<td${column.kind === 'text' ? ' class="wide"' : ''}>${escapeMarkup(cell)}</td>`;
}

export function details(summary: string, body: string): string {
  return `<details><summary>${escapeMarkup(summary)}</summary>${body}</details>`;
}

export function code(lines: readonly string[]): string {
  return `<pre tabindex="0"><code>${escapeMarkup(lines.join('\n'))}</code></pre>`;
}
