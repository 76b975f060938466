import { type Block, layOut, sweep } from '@collapse-lab/tensor/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const block = fc
  .record({ words: fc.integer({ min: 1, max: 200 }), start: fc.nat(20), length: fc.nat(6) })
  .map(({ words, start, length }): Block => ({ words, first: start, last: start + length }));

const together = (a: Block, b: Block) => a.first <= b.last && b.first <= a.last;

it.each([
  ['the longest block first', layOut],
  ['in the order of time', sweep],
])(
  'never lets blocks of the same time overlap, begins each on a line, and ends with the last one: %s',
  (_, lay) => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 25 }), (blocks) => {
        const { offsets, words } = lay(blocks);
        for (const [i, a] of blocks.entries()) {
          const start = offsets.get(a)!;
          expect(start % 16).toBe(0);
          expect(start + a.words).toBeLessThanOrEqual(words);
          for (const b of blocks.slice(i + 1).filter((other) => together(a, other))) {
            const other = offsets.get(b)!;
            expect(start + a.words <= other || other + b.words <= start).toBe(true);
          }
        }
      }),
      { seed: 20_261_122, numRuns: 200 },
    );
  },
);

it('lets blocks of different times share memory', () => {
  const chain = Array.from({ length: 10 }, (_, i): Block => ({ words: 64, first: i, last: i + 1 }));
  expect(layOut(chain).words).toBe(128);
});

it('puts a block into the smallest gap that holds it', () => {
  const always = (words: number): Block => ({ words, first: 0, last: 9 });
  const early = (words: number): Block => ({ words, first: 0, last: 1 });
  const [wide, narrow] = [early(96), early(64)];
  const late: Block = { words: 32, first: 5, last: 6 };
  const { offsets, words } = layOut([always(160), wide, always(80), narrow, always(48), late]);
  expect(words).toBe(160 + 96 + 80 + 64 + 48);
  expect(offsets.get(late)).toBe(offsets.get(narrow));
});

it('sweeps what is more than a thousand blocks: of one size, in no more memory than is needed at one time', () => {
  const nested = Array.from({ length: 1500 }, (_, i): Block => ({ words: 16, first: i, last: 4000 - i }));
  const chain = Array.from({ length: 1500 }, (_, i): Block => ({ words: 16, first: i, last: i + 1 }));
  expect(layOut([...nested, ...chain]).words).toBe(16 * 1502);
});
