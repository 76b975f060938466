import { InvalidArgumentError } from '../error.ts';

export function checkSameLength(p: ArrayLike<number>, q: ArrayLike<number>): void {
  if (p.length !== q.length || p.length === 0)
    throw new InvalidArgumentError({
      argument: 'q.length',
      got: q.length,
      expected: p.length === 0 ? 'at least one category in p and q' : `${p.length}, the length of p`,
    });
}
