// Text as it is generated: prompts at once, then token by token with reordered beams, against plain causal attention over the
// whole history of every beam. On every engine.
import { normal, Stream } from '@collapse-lab/math';
import {
  attention,
  cachedAttention,
  type Engine,
  program,
  record,
  type Session,
  storeKeysValues,
  wasmEngine,
} from '@collapse-lab/tensor';
import { installedTfjsEngine } from '@collapse-lab/tensor/node';
import { referenceEngine } from '@collapse-lab/tensor/testing';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nativeEngines } from '../support/native.ts';

interface Setting {
  readonly prompts: number;
  readonly beams: number;
  readonly heads: number;
  readonly size: number;
  /** Positions of a prompt, and of a prompt with what follows it. */
  readonly given: number;
  readonly length: number;
  readonly seed: number;
}

/** Prompts have the first rows of the cache, beams those behind. */
function recordGeneration({ prompts, beams, heads, size, given, length }: Setting) {
  const [d, b] = [heads * size, prompts * beams];
  const i32 = 'i32' as const;
  return record({
    parameters: {},
    buffers: { cache: { shape: [prompts + b, length, 2 * d] } },
    programs: {
      prefill: program<'qkv' | 'rows'>({
        inputs: { qkv: [prompts, given, 3 * d], rows: { shape: [prompts], dtype: i32 } },
        outputs: (_, { qkv, rows }, { cache }) => {
          storeKeysValues(cache, qkv, rows);
          return { y: attention(qkv, { heads, causal: true }) };
        },
      }),
      step: program<'qkv' | 'position' | 'sources'>({
        inputs: {
          qkv: [b, 3 * d],
          position: { shape: [], dtype: i32 },
          sources: { shape: [b, length], dtype: i32 },
        },
        outputs: (_, { qkv, position, sources }, { cache }) => ({
          y: cachedAttention(qkv, cache, position, sources, { heads }),
        }),
      }),
      whole: program<'qkv'>({
        inputs: { qkv: [b, length, 3 * d] },
        outputs: (_, { qkv }) => ({ y: attention(qkv, { heads, causal: true }) }),
      }),
    },
  });
}

/** Per beam and position: its three vectors, and what came out. */
interface History {
  readonly qkv: Float32Array;
  readonly y: Float32Array;
}

function draw(stream: Stream, length: number): Float32Array {
  return Float32Array.from({ length }, () => normal(stream));
}

function prefill(session: Session, setting: Setting, stream: Stream): History[][] {
  const { prompts, beams, heads, size, given } = setting;
  const d = heads * size;
  const qkv = draw(stream, prompts * given * 3 * d);
  const rows = Array.from({ length: prompts }, (_, i) => i);
  const y = session.run('prefill', { qkv, rows }).y as Float32Array;
  return Array.from({ length: prompts * beams }, (_, beam) =>
    Array.from({ length: given }, (__, s) => {
      const at = Math.floor(beam / beams) * given + s;
      return { qkv: qkv.slice(at * 3 * d, (at + 1) * 3 * d), y: y.slice(at * d, (at + 1) * d) };
    }),
  );
}

/** Every beam goes on from a beam of its prompt that is drawn, by a token of its own. */
function generate(session: Session, setting: Setting): History[][] {
  const { prompts, beams, heads, size, given, length, seed } = setting;
  const d = heads * size;
  const stream = Stream.fromPath(['generation', seed]);
  let histories = prefill(session, setting, stream);
  let sources = histories.map((_, beam) =>
    Array.from({ length }, (__, s) => (s < given ? Math.floor(beam / beams) : prompts + beam)),
  );
  for (let position = given; position < length; position++) {
    const parents = histories.map((_, beam) => beam - (beam % beams) + (stream.uint32() % beams));
    sources = parents.map((parent, beam) =>
      sources[parent].map((row, s) => (s < position ? row : prompts + beam)),
    );
    const qkv = draw(stream, histories.length * 3 * d);
    const y = session.run('step', { qkv, position: [position], sources: sources.flat() }).y as Float32Array;
    histories = parents.map((parent, beam) => [
      ...histories[parent],
      { qkv: qkv.slice(beam * 3 * d, (beam + 1) * 3 * d), y: y.slice(beam * d, (beam + 1) * d) },
    ]);
  }
  return histories;
}

const setting: fc.Arbitrary<Setting> = fc
  .record({
    prompts: fc.integer({ min: 1, max: 3 }),
    beams: fc.integer({ min: 1, max: 4 }),
    heads: fc.integer({ min: 1, max: 3 }),
    size: fc.constantFrom(1, 3, 16, 37, 70),
    given: fc.integer({ min: 1, max: 9 }),
    more: fc.integer({ min: 1, max: 6 }),
    seed: fc.nat(1_000_000),
  })
  .map(({ more, ...rest }) => ({ ...rest, length: rest.given + more }));

const engines: readonly (readonly [string, Engine])[] = [
  ['reference', referenceEngine],
  ['wasm', wasmEngine],
  ['tfjs', installedTfjsEngine()],
  ...nativeEngines,
];

it.each(engines)('beams with a cache are causal attention to their whole past, on %s', (_, engine) => {
  fc.assert(
    fc.property(setting, (given) => {
      const session = engine.loadSync(recordGeneration(given));
      const histories = generate(session, given);
      const gather = (of: 'qkv' | 'y') => histories.flat().flatMap((each) => [...each[of]]);
      const whole = session.run('whole', { qkv: gather('qkv') }).y as Float32Array;
      session.dispose();
      const worst = gather('y').reduce((most, y, i) => Math.max(most, Math.abs(y - whole[i])), 0);
      // Weighted means of normal numbers, weights within some ε: two orders of the same sums.
      expect(worst).toBeLessThan(40 * 2 ** -23);
    }),
    { seed: 20_261_122, numRuns: 12 },
  );
});

it('the later of two sequences with one row stays, on every engine', () => {
  const module = recordGeneration({ prompts: 2, beams: 1, heads: 1, size: 1, given: 1, length: 2, seed: 0 });
  for (const [name, engine] of engines) {
    const session = engine.loadSync(module);
    // Values 5 and 7 in row 1; then 11 and 13 in row 2, seen by both sequences with the same weight.
    session.run('prefill', { qkv: [0, 0, 5, 0, 0, 7], rows: [1, 1] });
    const { y } = session.run('step', { qkv: [0, 0, 11, 0, 0, 13], position: [1], sources: [1, 2, 1, 2] });
    expect(y, name).toEqual(Float32Array.of(10, 10));
    session.dispose();
  }
});
