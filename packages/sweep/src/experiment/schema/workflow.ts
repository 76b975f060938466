/** How the training set of the next generation is made: one schema per kind. */
import { z } from 'zod';
import { share } from './numbers.ts';
import { schedule } from './schedule.ts';

const weight = (description: string): z.ZodType => schedule(z.number().min(0).max(1), description);

const curateSchema = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('label-verifier'),
        phi: share('Probability of keeping a row whose label is right.'),
        psi: share('Probability of keeping a row whose label is wrong.'),
      })
      .describe('For logistic-regression. Right is the likelier label under p_0.'),
    z
      .strictObject({
        kind: z.literal('ball-verifier'),
        centre: z
          .union([z.number(), z.array(z.number()).min(1)])
          .describe('d weights, or one number for all.'),
        radius: z.number().min(0).describe('r in |y − x·centre| ≤ r |x| + slack.'),
        slack: z.number().min(0).describe('slack in |y − x·centre| ≤ r |x| + slack.'),
      })
      .describe('For linear-regression.'),
    z
      .strictObject({
        kind: z.literal('thinning'),
        keep: z.array(share('Of one symbol.')).min(1).describe('Probability of keeping each symbol.'),
      })
      .describe('For categorical.'),
  ])
  .describe('Which synthetic points are trained on; sizes.new are made.');

/** A workflow, which may be curated. */
function workflow<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape & { curate: z.ZodType }> {
  return z.strictObject({ ...shape, curate: curateSchema.optional() }) as never;
}

const kinds = z
  .discriminatedUnion('kind', [
    workflow({ kind: z.literal('replace') }).describe('Only new synthetic points.'),
    workflow({ kind: z.literal('replace-grown') }).describe(
      'Only new synthetic points, as many as accumulate would have.',
    ),
    workflow({ kind: z.literal('accumulate') }).describe('All points so far and the new synthetic ones.'),
    workflow({ kind: z.literal('accumulate-subsample') }).describe(
      'sizes.train points drawn without replacement from all so far.',
    ),
    workflow({
      kind: z.literal('mixture'),
      alpha: weight('Weight of the newest model.'),
      beta: weight('Weight of the distribution the last training set was drawn from.'),
      gamma: weight('Weight of real data.'),
    }).describe('p_{t+1} = α model_t + β p_t + γ p_0, with α + β + γ = 1.'),
    workflow({
      kind: z.literal('keep-real'),
      share: share('Share of D_0 that is kept.'),
      subset: z
        .enum(['fixed', 'redrawn'])
        .describe('fixed: the same points in every generation. redrawn: others each time.'),
      mode: z.enum(['added', 'replacing']).describe('added to the new points, or replacing as many of them.'),
    }).describe('New synthetic points and a share of the first real ones.'),
    workflow({
      kind: z.literal('fresh-real'),
      weight: z
        .union([z.literal('golden'), share('Of the fit, for the real points together.')])
        .describe(
          'Weight of the real points in the fit; golden: what is best in the long run. Default: all points alike.',
        )
        .optional(),
    }).describe('New synthetic points and sizes.real real ones never seen before.'),
  ])
  .describe('How the training set of the next generation is made.');

export const workflowSchema: z.ZodType<{ kind: string }> = kinds as never;

export const workflowKinds: readonly string[] = kinds.options.flatMap(({ shape }) => [...shape.kind.values]);
