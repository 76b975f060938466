/** Which settings of a sweep make a factorial of error sources, and which of them are sample sizes alone. */
import type { Setting } from '@collapse-lab/sweep';
import { expect, it } from 'vitest';
import { factorialsOf } from '../../dist/profile/factorial.js';

it('takes two values of each source; further sizes count where no other error is made', () => {
  const settings = [100, 10, 1000].flatMap((size) =>
    ['rich', 'poor'].map((family) => ({ values: { size, family } }) as unknown as Setting),
  );
  const found = factorialsOf(settings, { statistical: 'size', expressivity: 'family' });
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  const [{ settings: made, sizes }] = found.factorials;
  expect(made.map(({ values }) => values)).toEqual([
    { size: 100, family: 'rich' },
    { size: 10, family: 'rich' },
    { size: 100, family: 'poor' },
    { size: 10, family: 'poor' },
  ]);
  expect(sizes.map(({ values }) => values)).toEqual(
    [100, 10, 1000].map((size) => ({ size, family: 'rich' })),
  );
});
