import { mixtureWeights, type WorkflowSpec } from '@collapse-lab/process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

type Mixture = Extract<WorkflowSpec, { kind: 'mixture' }>;

describe('mixtureWeights', () => {
  const workflow: Mixture = { kind: 'mixture', alpha: 0.5, beta: 0.25, gamma: 0.25 };

  it('p_0 is all real', () => {
    expect(mixtureWeights(workflow, 0)).toEqual({ real: 1, models: new Float64Array(0) });
  });

  it('p_1 = α model_0 + (β + γ) p_0, for p_0 is its own predecessor', () => {
    expect(mixtureWeights(workflow, 1)).toEqual({ real: 0.5, models: Float64Array.of(0.5) });
  });

  it('older models are damped by β, p_0 is refilled by γ', () => {
    expect(mixtureWeights(workflow, 3)).toEqual({
      real: (0.5 * 0.25 + 0.25) * 0.25 + 0.25,
      models: Float64Array.of(0.5 * 0.0625, 0.5 * 0.25, 0.5),
    });
  });

  it('weights of step t make D_{t+1}', () => {
    const scheduled: Mixture = {
      kind: 'mixture',
      alpha: { kind: 'list', values: [1, 0.25] },
      beta: { kind: 'list', values: [0, 0.75] },
      gamma: 0,
    };
    expect(mixtureWeights(scheduled, 1)).toEqual({ real: 0, models: Float64Array.of(1) });
    expect(mixtureWeights(scheduled, 2)).toEqual({ real: 0, models: Float64Array.of(0.75, 0.25) });
  });

  it('sum to 1', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(30),
        (u, v, t) => {
          const [low, high] = [Math.min(u, v), Math.max(u, v)];
          const { real, models } = mixtureWeights(
            { kind: 'mixture', alpha: low, beta: high - low, gamma: 1 - high },
            t,
          );
          const total = models.reduce((a, b) => a + b, real);
          // Each generation rounds a few times.
          expect(Math.abs(total - 1)).toBeLessThanOrEqual((t + 1) * 4 * Number.EPSILON);
        },
      ),
    );
  });
});
