// Every operation and its gradient on the kernel engines, against the reference engine in double precision.
import { type Engine, wasmEngine } from '@collapse-lab/tensor';
import { evaluate } from '@collapse-lab/tensor/testing';
import { describe, expect, it } from 'vitest';
import { nativeEngines } from '../support/native.ts';
import { operationCases } from '../support/operation-cases.ts';
import { recordCase, runCase } from '../support/run-case.ts';

const epsilon = 2 ** -23;

/** Largest difference from the reference, in ε of the largest element (of 1 where that is smaller). */
function errorOf(got: ArrayLike<number>, expected: Float64Array): number {
  const scale = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
  let most = got.length === expected.length ? 0 : Infinity;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(got[i] - expected[i]);
    most = error <= most ? most : Number.isNaN(error) ? Infinity : error;
  }
  return most / scale / epsilon;
}

const cases = operationCases.map((given) => [given.name, given] as const);
const engines: readonly (readonly [string, Engine])[] = [['wasm', wasmEngine], ...nativeEngines];

describe('every engine gives the reference within rounding, AVX2 and AVX-512 the same bits', () => {
  it.each(cases)('%s', (_, given) => {
    const recorded = recordCase(given);
    const expected = evaluate(recorded.module, 'main', recorded);
    const got = engines.map(([, engine]) => runCase(engine, recorded));
    for (const [at, [label]] of engines.entries()) {
      for (const [name, values] of Object.entries(expected)) {
        expect(errorOf(got[at][name], values), `${label}: ${name}`).toBeLessThanOrEqual(given.limit);
      }
    }
    if (nativeEngines.length === 2) expect(got[2]).toEqual(got[1]);
  });
});
