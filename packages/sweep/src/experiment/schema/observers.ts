/** Observers: by name, or with options. */
import { observers } from '@collapse-lab/process';
import { z } from 'zod';

const kind = z.enum(Object.keys(observers) as [string, ...string[]]).describe(
  Object.values(observers)
    .map(({ name, summary }) => `${name}: ${summary}.`)
    .join(' '),
);

export const observeSchema: z.ZodType<readonly (string | { kind: string })[]> = z
  .array(z.union([kind, z.looseObject({ kind }).describe('An observer with options.')]))
  .describe('Metrics. Default: all that can be computed from the parameters of the family.') as never;
