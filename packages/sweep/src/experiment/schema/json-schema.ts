/** The experiment file as JSON Schema, for the completion and checks of editors. */
import { z } from 'zod';
import { fileSchema, parameterNames } from './experiment-schema.ts';

type Node = { [key: string]: unknown };

/** Draft 2020-12. */
export function experimentJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(fileSchema, { io: 'input' }) as Node;
  const properties = schema.properties as Record<string, Node>;
  for (const name of parameterNames) relax(properties[name]);
  return schema;
}

/** What the sweep gives may be missing in the file: only the words that tell kinds apart are required there. */
function relax(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const { required } = node as Node;
  if (Array.isArray(required)) {
    const kept = required.filter((key) => key === 'kind' || key === 'module');
    if (kept.length > 0) (node as Node).required = kept;
    else delete (node as Node).required;
  }
  for (const inner of Object.values(node)) relax(inner);
}
