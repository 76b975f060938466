/** The model family: one of the built-in ones by name, or a module that exports `defineModel({…})`. */
import { families } from '@collapse-lab/models';
import { z } from 'zod';

const summaries = Object.values(families)
  .map(({ name, summary }) => `${name}: ${summary}.`)
  .join(' ');

/** Options are checked by the family itself: a user's own family has its own. */
export const familySchema: z.ZodType<{ kind?: string; module?: string }> = z
  .union([
    z
      .looseObject({ kind: z.enum(Object.keys(families) as [string, ...string[]]).describe(summaries) })
      .describe('A built-in family with its options.'),
    z
      .looseObject({
        module: z.string().min(1).describe('Relative to this file. Its default export is defineModel({…}).'),
      })
      .describe('A family of your own with its options.'),
  ])
  .describe('What is fitted and sampled in every generation.') as never;
