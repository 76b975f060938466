// The kernel against the functions of one number at a time, which do without it.
import {
  exponential,
  fillExponential,
  fillMultivariateNormal,
  fillNormal,
  fillUniform,
  normal,
  normalSampleMoments,
  Stream,
  sum,
} from '@collapse-lab/math';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { digest, digestOfFills, webAssembly } from './fills.ts';

const word = fc.integer({ min: -2147483648, max: 2147483647 });

/** Streams of any key, at any place in a block, some of them where the index of the block outgrows a word. */
const anywhere = fc.record({
  key: fc.tuple(word, word, word, word),
  block: fc.oneof(
    fc.integer({ min: 0, max: 100 }),
    fc.integer({ min: 4294967196, max: 4294967396 }),
    fc.integer({ min: 0, max: 9007199254730000 }),
  ),
  used: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
});

const lengths = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 1, max: 700 }),
  fc.integer({ min: 4080, max: 8300 }),
);
const location = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const scale = fc.double({ min: 0, max: 1e6, noNaN: true });

type Fill = (stream: Stream, out: Float64Array, a: number, b: number) => Float64Array;
type Draw = (stream: Stream, a: number, b: number) => number;

const fills: [string, Fill, Draw][] = [
  ['fillNormal', fillNormal, (stream, mean, sd) => mean + sd * normal(stream)],
  ['fillUniform', fillUniform, (stream, low, high) => low + (high - low) * stream.uniform()],
  [
    'fillExponential',
    (stream, out, _, mean) => fillExponential(stream, out, mean),
    (stream, _, mean) => mean * exponential(stream),
  ],
  [
    'fillMultivariateNormal, d = 1',
    (stream, out, mean, sd) => fillMultivariateNormal(stream, [mean], [sd], out),
    (stream, mean, sd) => mean + (0 + sd * normal(stream)),
  ],
];

/** Bytes, so that the sign of a zero counts. */
const bytesOf = (values: Float64Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

describe('bulk random numbers', () => {
  it('are made by one instance of the WebAssembly module', () => {
    const instances = vi.spyOn(webAssembly(), 'Instance');
    for (let i = 0; i < 3; i++) fillNormal(Stream.fromPath([i]), new Float64Array(100));
    expect(instances).toHaveBeenCalledTimes(1);
    instances.mockRestore();
  });

  it.each(fills)('%s: the numbers and the end of the stream are those of one at a time', (_, fill, draw) => {
    fc.assert(
      fc.property(anywhere, lengths, location, scale, (state, n, a, b) => {
        const [bulk, single] = [Stream.fromState(state), Stream.fromState(state)];
        const got = fill(bulk, new Float64Array(n), a, b);
        const expected = Float64Array.from({ length: n }, () => draw(single, a, b));
        expect(bytesOf(got).equals(bytesOf(expected))).toBe(true);
        expect(bulk.state()).toEqual(single.state());
        expect(bulk.int32()).toBe(single.int32());
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it('go through the tails of both ziggurats and over many bounds of the kernel', () => {
    // 400,000 normals: about 100 beyond 3.65, each from two exponentials; pairs on even and on odd words.
    for (const used of [0, 1] as const) {
      const state = { key: [5, 6, 7, 8 + used] as const, block: 3, used };
      const [bulk, single] = [Stream.fromState(state), Stream.fromState(state)];
      const got = fillNormal(bulk, new Float64Array(200_000));
      const expected = Float64Array.from(got, () => normal(single));
      expect(bytesOf(got).equals(bytesOf(expected))).toBe(true);
      expect(got.filter((z) => Math.abs(z) > 3.654152885361009).length).toBeGreaterThan(20);
    }
  });

  it('in d dimensions, rows take their normals in order', () => {
    const factor = [2, 0, 0, -1, 0.5, 0, 0.25, 3, 0.125];
    const [bulk, single] = [Stream.fromPath(['d']), Stream.fromPath(['d'])];
    const got = fillMultivariateNormal(bulk, [1, 2, 3], factor, new Float64Array(300));
    const z = Float64Array.from({ length: 3 }, () => normal(single));
    expect(Array.from(got.subarray(0, 3))).toEqual([
      1 + 2 * z[0],
      2 + (-1 * z[0] + 0.5 * z[1]),
      3 + (0.25 * z[0] + 3 * z[1] + 0.125 * z[2]),
    ]);
  });

  it('have the bytes that they have without WebAssembly', () => {
    expect(digestOfFills()).toBe(digest);
  });
});

describe('normalSampleMoments', () => {
  it('are the mean and the scatter of the points that fillNormal draws', () => {
    fc.assert(
      fc.property(
        anywhere,
        fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 4090, max: 4100 })),
        location,
        scale,
        (state, n, mean, sd) => {
          const [bulk, single] = [Stream.fromState(state), Stream.fromState(state)];
          const got = normalSampleMoments(bulk, n, mean, sd, new Float64Array(2));
          const x = fillMultivariateNormal(single, [mean], [sd], new Float64Array(n));
          const centre = sum(x) / n;
          let scatter = 0;
          for (const value of x) scatter += (value - centre) * (value - centre);
          expect(Array.from(got)).toEqual([centre, scatter]);
          expect(bulk.state()).toEqual(single.state());
        },
      ),
      { seed: 12, numRuns: 100 },
    );
  });

  it.each([
    [[0, 0, 1], 'n: got 0, expected an integer in [1, 2^53].'],
    [[1.5, 0, 1], 'n: got 1.5, expected an integer in [1, 2^53].'],
    [[3, Number.NaN, 1], 'mean: got NaN, expected a finite number.'],
    [[3, 0, -1], 'sd: got -1, expected a finite number ≥ 0.'],
  ] as const)('refuses %j', ([n, mean, sd], message) => {
    expect(() => normalSampleMoments(Stream.fromPath([1]), n, mean, sd, new Float64Array(2))).toThrow(
      message,
    );
  });
});
