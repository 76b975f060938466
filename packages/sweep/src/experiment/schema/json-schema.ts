/** The experiment file as JSON Schema, for the completion and checks of editors. */
import { families } from '@collapse-lab/models';
import { observers } from '@collapse-lab/process';
import { z } from 'zod';
import { fileSchema, parameterNames } from './experiment-schema.ts';

type Node = { [key: string]: unknown };

/** Draft 2020-12. */
export function experimentJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(fileSchema, { io: 'input' }) as Node;
  const properties = schema.properties as Record<string, Node>;
  for (const name of parameterNames) relax(properties[name]);
  const { family, observe } = properties as Record<string, { anyOf: Node[]; items: { anyOf: Node[] } }>;
  const [, ownFamily] = family.anyOf;
  family.anyOf = [...Object.values(families).map(describeKind), ownFamily];
  const [byName] = observe.items.anyOf;
  observe.items.anyOf = [byName, ...Object.values(observers).map(describeKind)];
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

interface Kind {
  readonly name: string;
  readonly summary: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** Options of families and observers are checked by themselves: editors are told their names and what they mean. */
function describeKind({ name, summary, options = {} }: Kind): Node {
  const described = Object.entries(options).map(([option, description]) => [option, { description }]);
  const properties = { kind: { const: name }, ...Object.fromEntries(described) };
  return { type: 'object', description: `${summary}.`, properties, required: ['kind'] };
}
