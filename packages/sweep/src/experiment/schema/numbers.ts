/** Numbers of an experiment file, with the words that messages use for them. */
import { z } from 'zod';

const positiveInteger: z.ZodInt = z.int().min(1);

export function positive(description: string): z.ZodInt {
  return positiveInteger.describe(description);
}

export function natural(description: string): z.ZodInt {
  return z.int().min(0).describe(description);
}

export function positiveNumber(description: string): z.ZodNumber {
  return z.number().positive().describe(description);
}

export function share(description: string): z.ZodNumber {
  return z.number().min(0).max(1).describe(description);
}
