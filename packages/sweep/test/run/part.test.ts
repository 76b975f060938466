import { parsePart } from '@collapse-lab/sweep';
import { expect, it } from 'vitest';

it('parts count from 1', () => {
  expect(parsePart('2/5')).toEqual({ index: 1, count: 5 });
});

it.each(['0/3', '4/3', '1', '1/0', 'a/b', '1/2/3'])('%s is refused', (text) => {
  expect(() => parsePart(text)).toThrow(`part: got "${text}", expected i/n with 1 ≤ i ≤ n, such as 1/3.`);
});
