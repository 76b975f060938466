/** Schedules: numbers that may depend on the generation t + 1 = 1, 2, … they are used for. */
import { z } from 'zod';

/** `plain` is what a constant may be; the values of a schedule are checked where it is used. */
export function schedule(plain: z.ZodNumber | z.ZodInt, description: string): z.ZodType {
  return z
    .union([
      plain,
      z.discriminatedUnion('kind', [
        z
          .strictObject({ kind: z.literal('linear'), intercept: z.number(), slope: z.number() })
          .describe('intercept + slope · (t + 1)'),
        z
          .strictObject({ kind: z.literal('power'), scale: z.number(), exponent: z.number() })
          .describe('scale · (t + 1)^exponent'),
        z
          .strictObject({ kind: z.literal('list'), values: z.array(z.number()).min(1) })
          .describe('values[t]; the last one from then on'),
      ]),
    ])
    .describe(`${description} A number, or a schedule of t + 1.`);
}
