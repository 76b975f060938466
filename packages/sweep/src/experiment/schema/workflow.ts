/** How the training set of the next generation is made: one schema per kind. */
import { z } from 'zod';
import { share } from './numbers.ts';
import { schedule } from './schedule.ts';

const weight = (description: string): z.ZodType => schedule(z.number().min(0).max(1), description);

export const workflowSchema: z.ZodType<{ kind: string }> = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('replace') }).describe('Only new synthetic points.'),
    z
      .strictObject({ kind: z.literal('replace-grown') })
      .describe('Only new synthetic points, as many as accumulate would have.'),
    z
      .strictObject({ kind: z.literal('accumulate') })
      .describe('All points so far and the new synthetic ones.'),
    z
      .strictObject({ kind: z.literal('accumulate-subsample') })
      .describe('sizes.train points drawn without replacement from all so far.'),
    z
      .strictObject({
        kind: z.literal('mixture'),
        alpha: weight('Weight of the newest model.'),
        beta: weight('Weight of the distribution the last training set was drawn from.'),
        gamma: weight('Weight of real data.'),
      })
      .describe('p_{t+1} = α model_t + β p_t + γ p_0, with α + β + γ = 1.'),
    z
      .strictObject({
        kind: z.literal('keep-real'),
        share: share('Share of D_0 that is kept.'),
        subset: z
          .enum(['fixed', 'redrawn'])
          .describe('fixed: the same points in every generation. redrawn: others each time.'),
        mode: z
          .enum(['added', 'replacing'])
          .describe('added to the new points, or replacing as many of them.'),
      })
      .describe('New synthetic points and a share of the first real ones.'),
    z
      .strictObject({ kind: z.literal('fresh-real') })
      .describe('New synthetic points and sizes.real real ones never seen before.'),
  ])
  .describe('How the training set of the next generation is made.') as never;
