/** Named numbers of points. */
import { z } from 'zod';
import { natural, positive } from './numbers.ts';
import { schedule } from './schedule.ts';

export const sizesSchema: z.ZodType<Record<string, unknown>> = z
  .strictObject({
    initial: positive('Points of D_0, all real.'),
    new: schedule(
      natural('Points.'),
      'Synthetic points made per generation (workflow mixture: all points of a generation).',
    ),
    train: schedule(
      positive('Points.'),
      'Points a fit sees; only with accumulate-subsample. Default: initial.',
    ).optional(),
    real: schedule(natural('Points.'), 'Real points added per generation; only with fresh-real.').optional(),
  })
  .describe('Named numbers of points.') as never;
