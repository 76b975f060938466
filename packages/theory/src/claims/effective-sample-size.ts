/** Claim 42: how much a share α of fresh real data is worth: n α² points, if the rest is taken off. */
import { binomial, type Stream } from '@collapse-lab/math';
import { mixtureMoments } from '../prediction/moments/mixture.ts';
import { recurrence } from '../prediction/recurrence.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import type { Expectation, Experiment, Simulation } from './measure/experiment.ts';
import type { Quantity } from './measure/quantity.ts';

const p = 0.3;

export interface Shares {
  /** Points of every generation. */
  readonly n: number;
  /** α: a point is real with this probability, of the last estimate otherwise; D_0 is all real. */
  readonly alpha: number;
}

/**
 * E (p̂_t − p)² of the estimate that takes the synthetic part off, (X̄ − (1 − α) p̂_{t−1})/α, and weighs generations by n α²:
 * errors of different generations are uncorrelated, with variance [p(1 − p) − (1 − α)² e_{t−1}]/(n α²).
 */
export function debiasedRisk({ n, alpha }: Shares): (t: number) => number {
  const law = recurrence({ error: (p * (1 - p)) / n, weight: n }, ({ error, weight }) => {
    const added = n * alpha * alpha;
    const total = weight + added;
    const variance = (p * (1 - p) - (1 - alpha) * (1 - alpha) * error) / added;
    return { error: (weight * weight * error + added * added * variance) / (total * total), weight: total };
  });
  return (t) => law(t).error;
}

/** The same of refitting to the mixture as it is. */
export function refittedRisk({ n, alpha }: Shares): (t: number) => number {
  const weights = () => ({ alpha: 1 - alpha, beta: 0, gamma: alpha });
  const law = mixtureMoments({ size: () => n, weights, ddof: 0, samplingBias: 1 });
  return (t) => p * (1 - p) * law(t).meanError;
}

type Draw = (stream: Stream, n: number, q: number) => number;

function byPoints(stream: Stream, n: number, q: number): number {
  let count = 0;
  for (let i = 0; i < n; i++) if (stream.uniform() < q) count += 1;
  return count;
}

function lineage({ n, alpha }: Shares, generations: number, draw: Draw, perDraw: number): Simulation {
  return {
    seconds: 2 * generations * perDraw,
    run(stream) {
      const first = draw(stream, n, p) / n;
      const debiased = [first];
      const refitted = [first];
      let weight = n;
      for (let t = 1; t <= generations; t++) {
        const mean = draw(stream, n, alpha * p + (1 - alpha) * debiased[t - 1]) / n;
        const fresh = (mean - (1 - alpha) * debiased[t - 1]) / alpha;
        weight += n * alpha * alpha;
        debiased.push(debiased[t - 1] + ((n * alpha * alpha) / weight) * (fresh - debiased[t - 1]));
        refitted.push(draw(stream, n, alpha * p + (1 - alpha) * refitted[t - 1]) / n);
      }
      return (metric, t) => (metric === 'debiased' ? debiased : refitted)[t];
    },
  };
}

function errorOf(metric: 'debiased' | 'refitted', name: string): Quantity {
  return { name, metrics: [metric], value: (read, t) => (read(metric, t) - p) * (read(metric, t) - p) };
}

const debiased = errorOf('debiased', '(p̂_t − p)², synthetic part taken off');
const refitted = errorOf('refitted', '(p̂_t − p)², refitted as it is');

function experiment(
  label: string,
  shares: Shares,
  times: readonly number[],
  replicates: number,
): Experiment[] {
  const last = times[times.length - 1];
  const bound: Expectation = {
    test: 'at most',
    quantity: { ...debiased, name: `${debiased.name}, against p(1−p)/Σ n α²` },
    t: last,
    expected: (p * (1 - p)) / (shares.n * (1 + last * shares.alpha * shares.alpha)),
  };
  const common = {
    describe: `n = ${shares.n}, α = ${shares.alpha}`,
    expectations: [
      ...means(debiased, times, debiasedRisk(shares)),
      ...means(refitted, times, refittedRisk(shares)),
      ...(label.startsWith('index') ? [] : [bound]),
    ],
  };
  const law: Simulation = lineage(shares, last, binomial, 1.5e-7);
  const points: Simulation = lineage(shares, last, byPoints, 1e-8 * shares.n);
  return [
    { ...common, label, simulation: law, replicates: { statistics: replicates } },
    {
      ...common,
      label: `${label}, points`,
      simulation: points,
      replicates: { samples: Math.round(replicates / 5) },
    },
  ];
}

export const effectiveSampleSize: Claim = defineClaim({
  id: 42,
  name: 'Mixtures with a real share α_i of n_i points are worth Σ n_i α_i² real points; refitted as they are, no more than a bounded number',
  source:
    'Kanabar & Gastpar 2025 (arXiv 2501.19273), minimax rate 1/Σ n_i α_i²; estimator and exact recursions: own derivation',
  setting:
    'models 10, 50 (11, 51 fits), Bernoulli p = 0.3, n = 200, α = 0.2, D_0 all real; models 0, 1, 2 (1, 2, 3 fits), n = 20, α = 0.5',
  correction:
    'Weighing generations by n α² attains the rate: E (p̂_t − p)² is just below p(1−p)/Σ n_i α_i². A plain refit ends at p(1−p)/n / (1 − (1−1/n)(1−α)²).',
  experiments: [
    ...experiment('shares 200', { n: 200, alpha: 0.2 }, [10, 50], 20_000),
    ...experiment('index 20', { n: 20, alpha: 0.5 }, [0, 1, 2], 100_000),
  ],
});
