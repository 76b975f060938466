import { readFileSync } from 'node:fs';
import { InvalidArgumentError, Stream } from '@collapse-lab/math';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

// Written by tools/reference/stream.py, an independent implementation; its first cipher rows are Random123's.
interface Fixture {
  cipher: { counter: string; key: string; out: string }[];
  paths: {
    path: (string | number)[];
    key: string;
    words: string;
    uniforms: number[];
    far: string;
    child: string;
  }[];
}
const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../fixtures/stream.json', import.meta.url), 'utf8'),
);

type Words = [number, number, number, number];

function wordsOf(hexadecimal: string): Words {
  return hexadecimal.split(' ').map((word) => Number.parseInt(word, 16)) as Words;
}

function hexadecimalOf(words: Iterable<number>): string {
  return Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join(' ');
}

function take(stream: Stream, n: number): string {
  return hexadecimalOf(Array.from({ length: n }, () => stream.uint32()));
}

function keyOf(path: readonly (string | number)[]): string {
  return hexadecimalOf(Stream.fromPath(path).state().key);
}

describe('Threefry-4x32-20', () => {
  // The cipher is reached through the children of a stream (counter a b c SPLIT) and its blocks (counter low high 0 0).
  it('gives the known answer of the zero key and counter', () => {
    expect(take(Stream.fromState({ key: [0, 0, 0, 0], block: 0, used: 0 }), 4)).toBe(fixture.cipher[0].out);
  });

  it.each(fixture.paths)('gives the blocks and children of an independent implementation: $path', (row) => {
    const stream = Stream.fromPath(row.path);
    expect(hexadecimalOf(stream.state().key)).toBe(row.key);
    expect(hexadecimalOf(stream.split(7, 0, 4294967295).state().key)).toBe(row.child);
    expect(take(stream, 12)).toBe(row.words);
    expect(take(Stream.fromState({ key: wordsOf(row.key), block: 4294967301, used: 0 }), 4)).toBe(row.far);
  });
});

describe('Stream.fromPath', () => {
  it('gives different streams for paths that a careless encoding would confuse', () => {
    const paths = [
      [],
      [''],
      ['', ''],
      ['a'],
      ['a', ''],
      ['', 'a'],
      ['a', 'b'],
      ['a/b'],
      ['a~1b'],
      ['a', 'a'],
      ['a', 'a', 'a', 'a'],
      [1],
      ['1'],
      ['#1'],
      ['~21'],
      [1, 1],
      [1, 11, 1],
      [11, 1],
      ['1/1'],
      ['\0'],
      ['~3'],
      ['~'],
      ['~0'],
      ['é'],
      ['e\u0301'],
      ['\u0101'],
      ['\u0001'],
      ['\ud800'],
      ['\udc00'],
      ['😀'],
      ['x'.repeat(255)],
      ['x'.repeat(256)],
      ['x'.repeat(257)],
      ['x'.repeat(1000)],
      ['x'.repeat(1001)],
      [-1],
      [0.1],
      [1e21],
      ['1e21'],
    ];
    expect(new Set(paths.map(keyOf)).size).toBe(paths.length);
  });

  it('gives different streams for different paths (property)', () => {
    const part = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', '/', '~', '#', '\0', '0', '1', 'é') }),
      fc.integer({ min: -20, max: 20 }),
    );
    const path = fc.array(part, { maxLength: 4 });
    fc.assert(
      fc.property(
        path,
        path,
        (a, b) => (keyOf(a) === keyOf(b)) === (JSON.stringify(a) === JSON.stringify(b)),
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('does not see changes in the middle of a long path as the same', () => {
    const long = (i: number) => [`${'y'.repeat(i)}x${'y'.repeat(2000 - i)}`];
    expect(new Set(Array.from({ length: 200 }, (_, i) => keyOf(long(10 * i)))).size).toBe(200);
  });

  it('takes −0 for 0', () => {
    expect(keyOf([-0])).toBe(keyOf([0]));
  });

  it.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [null, 'null'],
    [undefined, 'undefined'],
  ])('refuses the part %s', (part, shown) => {
    expect(() => Stream.fromPath(['a', part as unknown as string])).toThrow(
      new InvalidArgumentError({ argument: 'path[1]', got: part, expected: 'a string or a finite number' }),
    );
    expect(() => Stream.fromPath(['a', part as unknown as string])).toThrow(
      `path[1]: got ${shown}, expected a string or a finite number.`,
    );
  });
});

describe('uniform', () => {
  it.each(fixture.paths)('is the top 27 and 26 bits of two words over 2^53: $path', (row) => {
    const stream = Stream.fromPath(row.path);
    expect(Array.from({ length: 6 }, () => stream.uniform())).toEqual(row.uniforms);
  });

  it('takes the two words that come next wherever the stream stands', () => {
    const words: number[] = wordsOf(fixture.paths[3].words);
    const stream = Stream.fromPath(fixture.paths[3].path);
    stream.uint32();
    expect(stream.uniform()).toBe(((words[1] >>> 5) * 2 ** 26 + (words[2] >>> 6)) / 2 ** 53);
    expect(stream.uniform()).toBe(((words[3] >>> 5) * 2 ** 26 + (words[4] >>> 6)) / 2 ** 53);
  });

  it('keeps uniformOpen off both ends, whatever the words', () => {
    const stream = (word: number) => {
      const fixed = Stream.fromPath([0]);
      fixed.int32 = () => word | 0;
      return fixed;
    };
    expect(stream(0).uniformOpen()).toBe(2 ** -53);
    expect(stream(0xffffffff).uniformOpen()).toBe(1 - 2 ** -53);
  });
});

describe('split', () => {
  const root = Stream.fromPath(['split']);

  it('depends on the labels and the key, not on how far the parent was read', () => {
    const before = take(root.split(3, 1, 4), 8);
    const reader = Stream.fromPath(['split']);
    take(reader, 4097);
    expect(take(reader.split(3, 1, 4), 8)).toBe(before);
  });

  it('gives distinct children for distinct labels, in every place', () => {
    const labels: [number, number?, number?][] = [
      [0],
      [1],
      [0, 1],
      [0, 0, 1],
      [1, 1],
      [1, 0, 1],
      [0, 1, 1],
      [4294967295],
    ];
    const children = labels.map((label) => take(root.split(...label), 4));
    expect(new Set(children).size).toBe(labels.length);
    expect(take(root.split(5), 4)).toBe(take(root.split(5, 0, 0), 4));
  });

  it('gives children that no output block of the parent equals', () => {
    const blocks = new Set<string>();
    const reader = Stream.fromPath(['split']);
    for (let i = 0; i < 5000; i++) blocks.add(take(reader, 4));
    for (let a = 0; a < 5000; a++) expect(blocks.has(hexadecimalOf(root.split(a).state().key))).toBe(false);
  });

  it('splitInto makes the target the same child, even a used one, even the parent itself', () => {
    const used = Stream.fromPath(['other']);
    take(used, 7);
    const child = take(root.split(9, 8, 7), 9);
    expect(take(root.splitInto(used, 9, 8, 7), 9)).toBe(child);
    const self = Stream.fromPath(['split']);
    take(self, 3);
    expect(take(self.splitInto(self, 9, 8, 7), 9)).toBe(child);
  });

  it.each([
    [[-1], 'a: got -1'],
    [[1.5], 'a: got 1.5'],
    [[0, 4294967296], 'b: got 4294967296'],
    [[0, 0, Number.NaN], 'c: got NaN'],
  ] as [[number, number?, number?], string][])('refuses labels %j', (labels, message) => {
    expect(() => root.split(...labels)).toThrow(`${message}, expected an integer in [0, 2^32).`);
    expect(() => root.split(...labels)).toThrow(InvalidArgumentError);
  });
});

describe('skip', () => {
  it('goes on where reading as many words would (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 6 }), (steps) => {
        const [skipping, reading] = [Stream.fromPath(['skip']), Stream.fromPath(['skip'])];
        const position = new Int32Array(7);
        for (const words of steps) {
          skipping.skip(words);
          for (let i = 0; i < words; i++) reading.int32();
          expect(skipping.state()).toEqual(reading.state());
          skipping.writePosition(position);
          expect(Array.from(position)).toEqual([
            ...reading.state().key,
            reading.state().block,
            0,
            reading.state().used,
          ]);
          if (words % 2 === 0) expect(skipping.uniform()).toBe(reading.uniform());
        }
        expect(skipping.int32()).toBe(reading.int32());
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('goes far, and names both words of the block', () => {
    const stream = Stream.fromPath(['far']);
    const position = new Int32Array(7);
    stream.skip(4 * (3 * 4294967296 + 5) + 2);
    stream.writePosition(position);
    expect(Array.from(position.subarray(4))).toEqual([5, 3, 2]);
  });

  it.each([-1, 0.5, Number.NaN])('refuses %d words', (words) => {
    expect(() => Stream.fromPath(['skip']).skip(words)).toThrow(
      `words: got ${words}, expected a non-negative integer.`,
    );
  });
});

describe('state', () => {
  const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const position = fc.oneof(
    fc.integer({ min: 0, max: 100 }),
    fc.integer({ min: 2 ** 32 - 3, max: 2 ** 32 + 3 }),
    fc.maxSafeInteger().map(Math.abs),
  );

  it('continues with the same outputs at any position, through JSON (property)', () => {
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), position, fc.nat(9), (key, block, read) => {
        const stream = Stream.fromState({ key, block: Math.min(block, 2 ** 53 - 10), used: 0 });
        take(stream, read);
        const state = stream.state();
        const resumed = Stream.fromState(JSON.parse(JSON.stringify(state)));
        expect(resumed.state()).toEqual(state);
        expect(take(resumed, 9)).toBe(take(stream, 9));
        expect(resumed.state()).toEqual(stream.state());
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('reads a key of signed words like one of unsigned words', () => {
    const signed = Stream.fromState({ key: [-1, -2, 3, -2147483648], block: 1, used: 2 });
    const unsigned = Stream.fromState({ key: [4294967295, 4294967294, 3, 2147483648], block: 1, used: 2 });
    expect(take(signed, 6)).toBe(take(unsigned, 6));
  });

  const key = [0, 0, 0, 0];
  it.each([
    [{ key: [0, 0, 0], block: 0, used: 0 }, 'state.key: got [0, 0, 0], expected four 32-bit integers.'],
    [
      { key: [0, 0, 0, 0.5], block: 0, used: 0 },
      'state.key: got [0, 0, 0, 0.5], expected four 32-bit integers.',
    ],
    [{ key, block: -1, used: 0 }, 'state.block: got -1, expected an integer in [0, 2^53).'],
    [
      { key, block: 2 ** 53, used: 0 },
      'state.block: got 9007199254740992, expected an integer in [0, 2^53).',
    ],
    [{ key, block: 0, used: 4 }, 'state.used: got 4, expected 0, 1, 2 or 3.'],
    [{ key, block: 0 }, 'state.used: got undefined, expected 0, 1, 2 or 3.'],
  ])('refuses %j', (state, message) => {
    expect(() => Stream.fromState(state as never)).toThrow(message);
  });
});
