/** The contract that every engine keeps, as a test suite for any test runner. */
import type { Engine } from '../../engine/engine.ts';
import { describeOperations } from './operations.ts';
import { describeSessions } from './sessions.ts';
import type { TestApi } from './test-api.ts';
import { describeTraining } from './training.ts';

/**
 * Registers the tests of one engine with a test runner: every operation and its gradient, and every optimiser, against
 * the reference engine in double precision; the same bits again; what sessions promise.
 *
 *     import { describe, it } from 'vitest';
 *     describeEngine({ describe, it }, myEngine);
 */
export function describeEngine(api: TestApi, engine: Engine, name: string = engine.name): void {
  api.describe(`engine contract: ${name}`, () => {
    describeOperations(api, engine);
    describeTraining(api, engine);
    describeSessions(api, engine);
  });
}
