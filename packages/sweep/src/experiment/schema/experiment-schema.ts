/** The experiment file as a schema: what an editor completes and what is refused before anything runs. */
import { z } from 'zod';
import { engineNames } from '../../engine/engines.ts';
import type { ReportOptions } from '../experiment.ts';
import { familySchema } from './family.ts';
import { natural, positive, positiveNumber } from './numbers.ts';
import { observeSchema } from './observers.ts';
import { realSchema } from './real.ts';
import { sizesSchema } from './sizes.ts';
import { blockSchema } from './sweep.ts';
import { workflowSchema } from './workflow.ts';

const recordSchema: z.ZodType = z
  .union([
    z.literal('all'),
    z.strictObject({ every: positive('Generations 0, n, 2n, …') }),
    z.strictObject({ log: positive('About so many generations per factor of ten.') }),
    z.array(natural('A generation.')).min(1).describe('These generations.'),
  ])
  .describe(
    'Generations whose metrics are kept: all, {every: n}, {log: n} or a list. The last one always is, except with a list.',
  );

export type ParameterName =
  | 'real'
  | 'family'
  | 'workflow'
  | 'sizes'
  | 'generations'
  | 'sampler'
  | 'numberFormat'
  | 'engine'
  | 'observe'
  | 'record'
  | 'snapshots';

/** What a sweep may change: everything that decides on numbers. */
export const parameterSchemas: Readonly<Record<ParameterName, z.ZodType>> = {
  real: realSchema,
  family: familySchema,
  workflow: workflowSchema,
  sizes: sizesSchema,
  generations: natural('T: models 0 … T, that is T + 1 fits.'),
  sampler: z
    .enum(['auto', 'statistics', 'samples'])
    .default('auto')
    .describe(
      'statistics: sufficient statistics from their exact law. samples: every point is drawn. auto: the first where it is valid.',
    ),
  numberFormat: z
    .enum(['f64', 'f32', 'f16', 'bf16'])
    .default('f64')
    .describe('Format that parameters are rounded to after each fit: the precision error.'),
  engine: z
    .enum(['auto', ...engineNames])
    .default('auto')
    .describe(
      'What trains neural families. wasm: everywhere, the same bits on every machine. native: compiled kernels, ' +
        'where they were built. tfjs: TensorFlow.js, where it is installed. auto: what the store was begun with; native where it is there, else wasm.',
    ),
  observe: observeSchema.optional(),
  record: recordSchema.default('all'),
  snapshots: z.array(natural('A generation.')).default([]).describe('Generations whose parameters are kept.'),
};

export const parameterNames: readonly ParameterName[] = Object.keys(parameterSchemas) as ParameterName[];

const seedsSchema: z.ZodType<Seeds> = z
  .union([
    positive('Seeds 1 … n.'),
    z.strictObject({ from: natural('The first seed.'), count: positive('How many.') }),
    z.array(natural('A seed.')).min(1).describe('These seeds.'),
  ])
  .describe('Lineages per setting: a number, {from, count} or a list.');

const reportSchema: z.ZodType<Record<string, unknown>> = z
  .strictObject({
    metrics: z.array(z.string()).min(1).describe('Metrics to chart, in this order.').optional(),
    logY: z.array(z.string()).describe('Metrics on a logarithmic axis.').optional(),
    phase: z
      .strictObject({ x: z.string(), y: z.string(), metric: z.string() })
      .describe('A heat map of the final median of one metric over two swept paths.')
      .optional(),
    risk: z
      .string()
      .describe(
        'The population risk that definitions of collapse are judged by: a metric that is less for a better model and 0 at best, or ' +
          'misclassification, 1 − accuracy.',
      )
      .optional(),
    decompose: z
      .strictObject({
        metric: z.string().describe('The distance that is shared out.'),
        sources: z
          .strictObject({
            statistical: z.string().optional(),
            expressivity: z.string().optional(),
            approximation: z.string().optional(),
            precision: z.string().optional(),
          })
          .describe(
            'The swept path of each source of error. It has two values: the first without the error, the second with it. ' +
              'That of the statistical error may have more: further sizes, at which no other error need be made.',
          ),
      })
      .describe(
        'What `collapse decompose` computes: all combinations of the two values of each source must be swept.',
      )
      .optional(),
    theory: z.boolean().describe('Whether theory curves are drawn.').optional(),
  })
  .describe('What the report draws.') as never;

/** The rest of the file, with its defaults. */
export interface Frame {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly seeds: Seeds;
  readonly timeout?: number;
  readonly retries: number;
  readonly memory?: number;
  readonly threadsPerCell: number;
  readonly sweep: readonly Readonly<Record<string, unknown>>[];
  readonly report?: ReportOptions;
}

export type Seeds = number | { readonly from: number; readonly count: number } | readonly number[];

/** All but the parameters, which are checked setting by setting. */
export const frameSchemas: Readonly<Record<keyof Frame, z.ZodType>> = {
  name: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { abort: true })
    .describe('Lower-case words joined by hyphens; names the report.'),
  title: z.string().optional(),
  description: z.string().optional(),
  seeds: seedsSchema.default(1),
  timeout: positiveNumber('Seconds a cell may take.').optional(),
  retries: natural('Further attempts after a failed one.').default(1),
  memory: positive('MiB a cell may take, instead of the estimate.').optional(),
  threadsPerCell: positive(
    'Threads that share the work of one cell, for large models on the native engine: the same bits for any number. So many fewer cells run at once.',
  ).default(1),
  sweep: z.array(blockSchema).default([]).describe('The union of these blocks; without it, one setting.'),
  report: reportSchema.optional(),
};

/** The whole file, for editors: parameters may be absent where the sweep gives them. */
export const fileSchema: z.ZodType = z
  .strictObject({
    ...frameSchemas,
    ...Object.fromEntries(
      Object.entries(parameterSchemas).map(([name, schema]) => [name, schema.optional()]),
    ),
  })
  .meta({
    title: 'collapse-lab experiment',
    description: 'Real data, a model family, a workflow, sizes and a sweep.',
  });
