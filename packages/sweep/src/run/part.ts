import { InvalidArgumentError } from '@collapse-lab/math';
import type { Share } from '../cell/chunk-cells.ts';

/** From `2/5`, counted from 1 as people do. */
export function parsePart(text: string): Share {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const index = Number(match?.[1]) - 1;
  const count = Number(match?.[2]);
  if (match !== null && index >= 0 && index < count) return { index, count };
  throw new InvalidArgumentError({
    argument: 'part',
    got: text,
    expected: 'i/n with 1 ≤ i ≤ n, such as 1/3',
  });
}
