/** Every kind of distribution that an experiment file may name makes real data of its shape. */
import { expand, parseExperiment } from '@collapse-lab/sweep';
import { describe, expect, it } from 'vitest';

/** YAML options, the family that takes the points, and the parameters as they are hashed. */
const kinds: Record<string, [options: string, family: string, hashed: Record<string, unknown>]> = {
  normal: ['d: 2', 'gaussian, ddof: 0', { d: 2 }],
  'uniform-categorical': ['k: 3', 'categorical', { k: 3 }],
  categorical: ['probabilities: [0.5, 0.5]', 'categorical', { probabilities: [0.5, 0.5] }],
  'zipf-mandelbrot': ['k: 9, exponent: 1', 'categorical', { k: 9, exponent: 1, shift: 0 }],
  'gaussian-mixture': [
    'weights: [1], means: [[0, 0]], covariances: [1]',
    'gaussian, ddof: 0',
    { weights: [1], means: [[0, 0]], covariances: [1] },
  ],
  poisson: ['rate: 0.5', 'poisson', { rate: 0.5 }],
  linear: ['d: 2, noise: 1', 'linear-regression, design: fixed, noise: 1', { d: 2, noise: 1 }],
  logistic: ['d: 2', 'logistic-regression, design: fixed', { d: 2 }],
  'gaussian-classes': ['d: 1, variance: 2', 'logistic-regression, design: fixed', { d: 1, variance: 2 }],
  moons: ['noise: 0.05', 'gaussian, ddof: 0', { noise: 0.05 }],
  circles: ['noise: 0', 'gaussian, ddof: 0', { noise: 0, factor: 0.8 }],
  'swiss-roll': ['noise: 1', 'gaussian, ddof: 0', { noise: 1 }],
  blobs: [
    'centres: [[0, 0], [4, 4]], standardDeviation: 1',
    'gaussian, ddof: 0',
    {
      centres: [
        [0, 0],
        [4, 4],
      ],
      standardDeviation: 1,
    },
  ],
  'mode-grid': ['side: 3', 'gaussian, ddof: 0', { side: 3, spacing: 2, standardDeviation: 0.05 }],
};

const file = (kind: string): string => `
name: kinds
real: { kind: ${kind}, ${kinds[kind][0]} }
family: { kind: ${kinds[kind][1]} }
workflow: { kind: replace }
sizes: { initial: 20, new: 20 }
generations: 2
`;

describe('real data by kind', () => {
  it.each(Object.keys(kinds))('%s', async (kind) => {
    const [cell] = expand(await parseExperiment(file(kind)));
    expect(cell.parameters.real).toEqual({ kind, ...kinds[kind][2] });
    expect(cell.parameters.observers.length).toBeGreaterThan(0);
  });
});
