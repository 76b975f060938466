import type { Engine } from '../../engine/engine.ts';
import { adam } from '../../optimiser/optimisers.ts';
import { requireIdentical } from './contract.ts';
import { operationCases } from './operation-cases.ts';
import { runCase } from './recorded-case.ts';
import { recordSmallVae, startVae, trainVae } from './small-vae.ts';
import { solve } from './solve.ts';
import type { TestApi } from './test-api.ts';

/** Registers the tests that two engines of one class give the same bits: every operation and its gradient, and training. */
export function describeSameBits({ describe, it }: TestApi, a: Engine, b: Engine, name: string): void {
  describe(`the same bits: ${name}`, () => {
    for (const given of operationCases) {
      it(given.name, () => {
        const { recorded } = solve(given);
        const expected = runCase(a, recorded);
        for (const [output, values] of Object.entries(runCase(b, recorded))) {
          requireIdentical(values, expected[output], output);
        }
      });
    }

    it('50 steps of training', () => {
      const module = recordSmallVae(adam({ learningRate: 0.01 }));
      const [first, second] = [a, b].map((engine) => startVae(engine, module));
      requireIdentical(trainVae(second, 0, 50), trainVae(first, 0, 50), 'losses');
      requireIdentical(second.state(), first.state(), 'state');
    });
  });
}
