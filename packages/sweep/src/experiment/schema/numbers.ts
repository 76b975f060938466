/** Numbers of an experiment file, with the words that messages use for them. */
import { z } from 'zod';

export function positive(description: string): z.ZodInt {
  return z.int().min(1, 'an integer of 1 or more').describe(description);
}

export function natural(description: string): z.ZodInt {
  return z.int().min(0, 'an integer of 0 or more').describe(description);
}

export function positiveNumber(description: string): z.ZodNumber {
  return z.number().positive().describe(description);
}

export function share(description: string): z.ZodNumber {
  return z.number().min(0).max(1).describe(description);
}
