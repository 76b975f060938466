import type { Engine } from '../../engine/engine.ts';
import { errorOf, requireNear } from './contract.ts';
import { operationCases } from './operation-cases.ts';
import { runCase } from './recorded-case.ts';
import { solve } from './solve.ts';
import type { TestApi } from './test-api.ts';

/** Results and gradients of every operation are the reference's within rounding. */
export function describeOperations({ describe, it }: TestApi, engine: Engine): void {
  describe('operations and their gradients, within rounding', () => {
    for (const given of operationCases) {
      it(given.name, () => {
        const { recorded, expected } = solve(given);
        const got = runCase(engine, recorded);
        for (const [output, values] of Object.entries(expected)) {
          requireNear(got[output], values, given.limit, output);
        }
      });
    }
  });
}

/** Largest differences from the reference, over the cases of one operation. */
export interface Agreement {
  /** In ε of f32 of the largest element (of 1 where that is smaller). */
  readonly result: number;
  /** The same of the gradients, each of a weighted sum of the results; 0 where none passes. */
  readonly gradients: number;
}

/** How far an engine is from the reference engine, by operation. */
export function measureAgreement(engine: Engine): Record<string, Agreement> {
  const found: Record<string, Agreement> = {};
  for (const given of operationCases) {
    const [operation] = given.name.split(' ');
    const { recorded, expected } = solve(given);
    const got = runCase(engine, recorded);
    let { result, gradients } = found[operation] ?? { result: 0, gradients: 0 };
    for (const [output, values] of Object.entries(expected)) {
      const error = errorOf(got[output], values);
      if (output === 'y') result = Math.max(result, error);
      else gradients = Math.max(gradients, error);
    }
    found[operation] = { result, gradients };
  }
  return found;
}
