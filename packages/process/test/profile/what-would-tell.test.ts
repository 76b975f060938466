/** What an open question would take. */
import { whatWouldTell } from '@collapse-lab/process';
import { expect, it } from 'vitest';

it.each([
  [{}, ''],
  [{ lineagesNeeded: 40 }, 'About 40 lineages would tell.'],
  [{ generationsNeeded: 300 }, 'About 300 generations would tell.'],
  [{ lineagesNeeded: 40, generationsNeeded: 300 }, 'About 40 lineages and 300 generations would tell.'],
  [{ lineagesNeeded: 100_000 }, 'About 100000 lineages would tell.'],
  [{ lineagesNeeded: 100_001 }, 'No feasible number of lineages would tell.'],
])('%o', (needs, sentence) => {
  expect(whatWouldTell(needs)).toBe(sentence);
});
