import fc from 'fast-check';

/** Sizes that a kernel may stumble over: 1, even, odd. */
export const size: fc.Arbitrary<number> = fc.integer({ min: 1, max: 5 });

/** A shape of up to four axes with few elements. */
export const shape: fc.Arbitrary<number[]> = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 });

/** A shape of at least one axis. */
export const rows: fc.Arbitrary<number[]> = fc.array(fc.integer({ min: 1, max: 4 }), {
  minLength: 1,
  maxLength: 3,
});

/** Two shapes that broadcast to one, one or both of them stretched along some axes. */
export const broadcastPair: fc.Arbitrary<[number[], number[]]> = fc
  .tuple(shape, fc.nat(15), fc.nat(15), fc.nat(4), fc.boolean())
  .map(([full, stretchA, stretchB, dropped, swap]) => {
    const a = full.map((length, axis) => (((stretchA & ~stretchB) >> axis) & 1 ? 1 : length));
    const b = full.map((length, axis) => ((stretchB >> axis) & 1 ? 1 : length)).slice(dropped);
    return swap ? [b, a] : [a, b];
  });

/** The same cases on every run. */
export const fixed: { readonly seed: number; readonly numRuns: number } = { seed: 20_261_122, numRuns: 10 };
