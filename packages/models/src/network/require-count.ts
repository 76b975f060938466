import { InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '../family/json.ts';

/** @throws InvalidArgumentError where a stored number is no integer from 0 to `most` */
export function requireCount(argument: string, got: Json | undefined, most: number): asserts got is number {
  if (typeof got === 'number' && Number.isSafeInteger(got) && got >= 0 && got <= most) return;
  const expected = most < Number.MAX_SAFE_INTEGER ? `an integer from 0 to ${most}` : 'an integer ≥ 0';
  throw new InvalidArgumentError({ argument, got, expected });
}
