/** A language in which the next token depends on the last two alone: logits in a table [k, k, k]. */
import type { NextLogits, Prompts } from '@collapse-lab/models';

export function tableLanguage(table: readonly number[], k: number): NextLogits {
  let rows: (readonly [number, number])[] = [];
  const logits = (): Float64Array =>
    Float64Array.from({ length: rows.length * k }, (_, at) => {
      const [before, last] = rows[Math.floor(at / k)];
      return table[(before * k + last) * k + (at % k)];
    });
  return {
    k,
    begin: ({ n, length, values }: Prompts) => {
      rows = Array.from({ length: n }, (_, i) => {
        const end = (i + 1) * length;
        return [length > 1 ? values[end - 2] : 0, values[end - 1]];
      });
      return logits();
    },
    next: (sources, tokens) => {
      rows = Array.from(sources, (source, i) => [rows[source][1], tokens[i]]);
      return logits();
    },
  };
}
