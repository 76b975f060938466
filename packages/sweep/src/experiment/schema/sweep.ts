/** Blocks of a sweep. Their union is the sweep; each says in one way which settings it adds. */
import { z } from 'zod';
import { natural, positive } from './numbers.ts';

const value = z.json();
const path = z.string().min(1);

const conditions = z
  .record(path, z.union([value, z.array(value)]))
  .describe('path: value, or a list of values. All must hold.');

const axis = z.union([
  z.array(value).min(1),
  z
    .strictObject({ values: z.array(value).min(1), when: conditions })
    .describe('An axis of only some settings.'),
]);

const distribution = z.union([
  z.strictObject({ uniform: z.tuple([z.number(), z.number()]), integer: z.boolean().optional() }),
  z.strictObject({
    logUniform: z.tuple([z.number().positive(), z.number().positive()]),
    integer: z.boolean().optional(),
  }),
  z.strictObject({ choice: z.array(value).min(1) }),
]);

/** The five ways; exactly one per block. */
const generators = {
  grid: z.record(path, axis).describe('All combinations: path: [values].'),
  zip: z.record(path, z.array(value).min(1)).describe('The first values together, the second together, …'),
  list: z.array(z.record(path, value)).min(1).describe('One setting per entry: path: value.'),
  random: z
    .strictObject({
      seed: natural('Of the draws.'),
      count: positive('Settings.'),
      values: z
        .record(path, distribution)
        .describe(
          'path: {uniform: [low, high]}, {logUniform: [low, high]} or {choice: [values]}; integer: true rounds down.',
        ),
    })
    .describe('Seeded random settings; a larger count keeps the first ones.'),
  simplex: z
    .strictObject({
      paths: z.array(path).min(2).describe('The weights, which sum to 1.'),
      steps: positive('Weights are multiples of 1/steps.'),
    })
    .describe('All points of the grid on the simplex.'),
};

export const blockSchema: z.ZodType<Record<string, unknown>> = z
  .strictObject({
    ...Object.fromEntries(Object.entries(generators).map(([name, schema]) => [name, schema.optional()])),
    set: z.record(path, value).describe('Values that all settings of this block share.').optional(),
    when: conditions.describe('Keeps the settings for which all of this holds.').optional(),
  })
  .describe('Exactly one of grid, zip, list, random, simplex; or set alone for one setting.') as never;
