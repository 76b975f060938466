/**
 * Claim 40: accumulate with maximum likelihood can collapse at the second fit where the family is not smooth.
 *
 * The family of Barzilai & Shamir as it is summarised: a share 1 − α like U([0, 1 − 2α]) and a share α of U([μ, μ + f(α)]),
 * μ in [2, 3], f tiny, with α_1 about 1/(2n). Ours in what that leaves open: the density is 1 on [0, 1 − 2α] and ½ on (1 − 2α, 1],
 * which is 1 − α together and allows the real points to stay possible, and f(α) = e^(−1000 α). The truth is α = 0. Where
 * likelihoods are equal the largest α is taken. So:
 *   - real points only: α_1 = (1 − max x)/2, at which no point pays; about 1/(2n), a consistent estimate;
 *   - of n points of model 0 about n α_1 lie beyond 2. A single one can be explained by ever larger α, for each ln(1/f) = 1000 α
 *     against ln 2 for each point above 1 − 2α: α_2 near ½, a model that is half a spike, although the real points are still there;
 *   - two or more pin f(α) to their spread, which is that of α_1.
 */
import { exp, log, type Stream } from '@collapse-lab/math';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation, Experiment, Simulation } from './measure/experiment.ts';
import type { Quantity } from './measure/quantity.ts';

/** [n, P(exactly one of n points of model 0 lies beyond 2)] by quadrature (tools/reference/claims.py). */
export const singleOutlier: readonly (readonly [number, number])[] = [
  [2, 0.25],
  [20, 0.22589874077033759],
  [100, 0.2229620890998604],
];

const steepness = 1000;

/** Largest maximiser of the likelihood: `inside` are the points in [0, 1], `outliers` those beyond 2, from where the spike starts. */
export function fitShare(inside: readonly number[], outliers: readonly number[]): number {
  const sorted = Float64Array.from(inside).sort();
  const spread = outliers.length < 2 ? 0 : Math.max(...outliers) - Math.min(...outliers);
  const limit = spread === 0 ? 0.5 : Math.min(0.5, -log(spread) / steepness);
  let best = Number.NEGATIVE_INFINITY;
  let share = 0;
  // The likelihood rises with α up to where one more point pays ln 2: only those places need a look.
  for (let paid = 0; paid <= sorted.length; paid++) {
    const next = paid === sorted.length ? 0.5 : (1 - sorted[sorted.length - 1 - paid]) / 2;
    const at = Math.min(next, limit);
    const gain = outliers.length === 0 ? 0 : outliers.length * (log(at) + steepness * at);
    const likelihood = gain - paid * Math.LN2;
    if (likelihood > best) {
      best = likelihood;
      share = at;
    }
    if (next >= limit) break;
  }
  return share;
}

/** n points of the model: density 1 on [0, 1 − 2α], ½ on the rest of [0, 1]; in the spike, whose width no double beside 2 can hold. */
function drawAll(share: number, n: number, stream: Stream): { inside: number[]; outliers: number[] } {
  const inside: number[] = [];
  const outliers: number[] = [];
  for (let i = 0; i < n; i++) {
    const u = stream.uniform();
    const place = stream.uniform();
    if (u < share) outliers.push(exp(-steepness * share) * place);
    else inside.push(u < 2 * share ? 1 - 2 * share * place : (1 - 2 * share) * place);
  }
  return { inside, outliers };
}

/** D_0 of n uniform points, D_1 with n of model 0 beside them. */
function lineage(n: number): Simulation {
  return {
    seconds: 2e-7 * n + 1e-6,
    run(stream) {
      const real = Array.from({ length: n }, () => stream.uniform());
      const shares = [fitShare(real, [])];
      const { inside, outliers } = drawAll(shares[0], n, stream);
      shares.push(fitShare([...real, ...inside], outliers));
      return (_, t) => shares[t];
    },
  };
}

const share: Quantity = { name: 'α_t', metrics: ['share'], value: (read, t) => read('share', t) };

const collapsed: Quantity = {
  name: 'P(α_t > 0.45)',
  metrics: ['share'],
  value: (read, t) => (read('share', t) > 0.45 ? 1 : 0),
};

function experiment(n: number, probability: number, label: string, replicates: number): Experiment {
  const first: Expectation = { test: 'mean', quantity: share, t: 0, expected: 1 / (2 * (n + 1)) };
  const second: Expectation = { test: 'probability', quantity: collapsed, t: 1, expected: probability };
  return {
    label,
    describe: `n = ${n}`,
    simulation: lineage(n),
    replicates: { samples: replicates },
    expectations: [first, second],
  };
}

export const nonSmoothFamily: Claim = defineClaim({
  id: 40,
  name: 'Without smoothness, accumulate can collapse at the second fit: with probability near 2/9 in a consistent family',
  source:
    'Barzilai & Shamir, NeurIPS 2025 (arXiv 2505.19046), Theorem 5.1; the details of the family are ours',
  setting:
    'models 0, 1 (1, 2 fits), n = 2, 20, 100 real and as many synthetic points, accumulate, maximum likelihood; p_0 uniform on [0, 1]; family: see ' +
    'the file of the claim',
  correction:
    'The theorem says a probability that does not fall with n; f(α) = e^(−1000 α) is small enough for it up to a few hundred points. In this family it is that of exactly one point beyond 2, tending to 2/9; with smooth families, claims 10, ' +
    '13 and 43, accumulate stays within π²/6.',
  experiments: singleOutlier.map(([n, probability]) =>
    experiment(n, probability, n === 2 ? 'index 2' : `accumulate ${n}`, n === 100 ? 10_000 : 40_000),
  ),
});
