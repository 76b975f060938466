/** Claim 27: the weight of fresh real data that is best in the long run. */
import { normal, type Stream } from '@collapse-lab/math';
import { goldenWeight } from '@collapse-lab/process';
import { recurrence } from '../prediction/recurrence.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import type { Expectation, Experiment, Simulation } from './measure/experiment.ts';
import { meanError, type Quantity, variance } from './measure/quantity.ts';

/** V n/σ² in the limit of many generations and large n: (w² + k (1 − w)²)/(1 − (1 − w)²), k = n/m. */
export function limitingVariance(w: number, k: number): number {
  return (w * w + k * (1 - w) * (1 - w)) / (1 - (1 - w) * (1 - w));
}

/**
 * E (μ_t − μ_0)² of the weighted maximum-likelihood Gaussian fit: V' = w²/n + (1 − w)² (V + E S/m), and E S = 1 − V because
 * the weights sum to 1.
 */
export function weightedRisk(initial: number, n: number, m: number, w: number): (t: number) => number {
  return recurrence(1 / initial, (v) => (w * w) / n + (1 - w) * (1 - w) * (v + (1 - v) / m));
}

function weighted(
  label: string,
  n: number,
  m: number,
  weight: number | 'golden',
  times: readonly number[],
  replicates: Experiment['replicates'],
): Experiment {
  const w = weight === 'golden' ? goldenWeight(n / m) : weight;
  const law = weightedRisk(n, n, m, w);
  const scaled: Quantity = {
    ...meanError,
    name: 'n (μ_t − μ_0)²',
    value: (read, t) => n * meanError.value(read, t),
  };
  return {
    label,
    describe: `n = ${n} real, m = ${m} synthetic, w = ${w.toFixed(3)}`,
    setting: {
      family: 'gaussian',
      ddof: 0,
      workflow: { kind: 'fresh-real', weight },
      sizes: { initial: n, new: m, real: n },
    },
    replicates,
    ...(label.startsWith('index') ? {} : { fullReplicates: { statistics: 160_000 } }),
    expectations: [
      ...means(scaled, times, (t) => n * law(t)),
      ...(label.startsWith('index') ? means(variance, times, (t) => 1 - law(t)) : []),
    ],
  };
}

const step = 0.01;

/** V at w ± step after 40 generations with the same real and synthetic noise for both, n = m, σ²/n = 1. */
const pairs: Simulation = {
  seconds: 1e-5,
  run(stream: Stream) {
    const centres = [0.6, 0.64];
    const values = centres.map(() => [0, 0]);
    for (let t = 0; t <= 40; t++) {
      const real = normal(stream);
      const synthetic = normal(stream);
      centres.forEach((centre, c) => {
        [centre - step, centre + step].forEach((w, side) => {
          values[c][side] = t === 0 ? real : w * real + (1 - w) * (values[c][side] + synthetic);
        });
      });
    }
    return (metric) => {
      const [low, high] = values[metric === 'slope below' ? 0 : 1];
      return (high * high - low * low) / (2 * step);
    };
  },
};

function slope(name: 'slope below' | 'slope above', centre: number): Expectation[] {
  const expected = (limitingVariance(centre + step, 1) - limitingVariance(centre - step, 1)) / (2 * step);
  const quantity: Quantity = {
    name: `dV/dw at w = ${centre}`,
    metrics: [name],
    value: (read, t) => read(name, t),
  };
  const sign: Expectation = {
    test: name === 'slope below' ? 'at most' : 'at least',
    quantity: { ...quantity, name: `${quantity.name}, its sign` },
    t: 40,
    expected: 0,
  };
  return [{ test: 'mean', quantity, t: 40, expected }, sign];
}

export const goldenRatio: Claim = defineClaim({
  id: 27,
  name: 'Fresh real and synthetic data weighted: the best share of the real is (√(k² + 4k) − k)/2, at k = 1 the golden ratio 0.618',
  source: 'He, Xu & Cheng, JRSS-B 2026 (arXiv 2502.18049)',
  setting:
    'model 40 (41 fits), mean of a Gaussian, n = 1000 real and m = 1000 or 250 synthetic points per generation, w = 0.618, 0.4, 0.9, 0.828; the slope ' +
    'of V at w = 0.60 and 0.64 with common random numbers; models 0, 1, 2 (1, 2, 3 fits), n = m = 2; ddof 0',
  correction:
    'The variance is printed for k = 1; in general V n/σ² = (w² + k (1 − w)²)/(1 − (1 − w)²), which is w itself at the best w. The minimum is flat ' +
    '(0.2 % at ± 0.02), so its place is told by the slopes, not by comparing variances.',
  experiments: [
    weighted('golden', 1000, 1000, 'golden', [40], { statistics: 20_000, samples: 400 }),
    weighted('golden, k = 4', 1000, 250, 'golden', [40], { statistics: 20_000, samples: 600 }),
    weighted('low', 1000, 1000, 0.4, [40], { statistics: 20_000 }),
    weighted('high', 1000, 1000, 0.9, [40], { statistics: 20_000 }),
    {
      label: 'slopes',
      describe: 'k = 1, common random numbers',
      simulation: pairs,
      replicates: { statistics: 200_000 },
      expectations: [...slope('slope below', 0.6), ...slope('slope above', 0.64)],
    },
    weighted('index 2', 2, 2, 'golden', [0, 1, 2], { statistics: 100_000, samples: 50_000 }),
  ],
});
