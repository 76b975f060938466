/** Claim 30: a fixed share of wrongly labelled data puts a floor under the error of one fit. */
import { binomial, cholesky, gram, normal, type Stream, solveLower, wishartFactor } from '@collapse-lab/math';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation, Experiment, Simulation } from './measure/experiment.ts';
import type { Quantity } from './measure/quantity.ts';

export interface MixedFit {
  readonly d: number;
  readonly n: number;
  /** p_2: every row is synthetic with this probability. */
  readonly share: number;
}

/** E |ŵ − w|², isotropic inputs, σ² = 1, labels of synthetic rows by w + δ with |δ|² = 1. */
export function mixedFitRisk({ d, n, share }: MixedFit): number {
  const spread = share * (1 - share) * ((n * d - 2) / (n - d - 1) + 2);
  return share * share + spread / (n + 2) + d / (n - d - 1);
}

/** Xᵀy of rows labelled with error: G_2 δ + G^{1/2} z, δ along the first axis. */
function byLaw({ d, n, share }: MixedFit): Simulation {
  return {
    seconds: 1.2e-6 * d * d,
    run(stream) {
      const synthetic = binomial(stream, n, share);
      const g = gram(wishartFactor(stream, d, n - synthetic), d);
      const g2 = gram(wishartFactor(stream, d, synthetic), d);
      const shift = new Float64Array(d);
      for (let i = 0; i < d * d; i++) g[i] += g2[i];
      for (let i = 0; i < d; i++) shift[i] = g2[i * d];
      return errorOf(g, shift, d, (root) => noiseOf(root, d, stream));
    },
  };
}

function byPoints({ d, n, share }: MixedFit): Simulation {
  return {
    seconds: 1e-7 * d * d * n,
    run(stream) {
      const g = new Float64Array(d * d);
      const b = new Float64Array(d);
      const x = new Float64Array(d);
      for (let row = 0; row < n; row++) {
        for (let i = 0; i < d; i++) x[i] = normal(stream);
        const label = normal(stream) + (stream.uniform() < share ? x[0] : 0);
        for (let i = 0; i < d; i++) {
          b[i] += x[i] * label;
          for (let j = 0; j < d; j++) g[i * d + j] += x[i] * x[j];
        }
      }
      return errorOf(g, b, d, () => undefined);
    },
  };
}

/** |G⁻¹ (b + noise)|², from the factor of G. */
function errorOf(
  g: Float64Array,
  b: Float64Array,
  d: number,
  noise: (root: Float64Array) => Float64Array | undefined,
): (metric: string, t: number) => number {
  const root = cholesky(g, d);
  const added = noise(root);
  for (let i = 0; i < d; i++) b[i] += added?.[i] ?? 0;
  const weights = solveTransposed(root, solveLower(root, d, b), d);
  let sum = 0;
  for (const weight of weights) sum += weight * weight;
  return () => sum;
}

/** L z. */
function noiseOf(root: Float64Array, d: number, stream: Stream): Float64Array {
  const z = Float64Array.from({ length: d }, () => normal(stream));
  return z.map((_, i) => {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += root[i * d + j] * z[j];
    return sum;
  });
}

/** x with Lᵀ x = b. */
function solveTransposed(root: Float64Array, b: Float64Array, d: number): Float64Array {
  const x = Float64Array.from(b);
  for (let i = d - 1; i >= 0; i--) {
    for (let j = i + 1; j < d; j++) x[i] -= root[j * d + i] * x[j];
    x[i] /= root[i * d + i];
  }
  return x;
}

const error: Quantity = { name: 'E_test', metrics: ['error'], value: (read, t) => read('error', t) };

function experiment(
  label: string,
  fit: MixedFit,
  simulation: Simulation,
  replicates: Experiment['replicates'],
): Experiment {
  const mean: Expectation = { test: 'mean', quantity: error, t: 0, expected: mixedFitRisk(fit) };
  const floor: Expectation = {
    test: 'at least',
    quantity: { ...error, name: 'E_test against the floor p_2² c²' },
    t: 0,
    expected: fit.share * fit.share,
  };
  const describe = `d = ${fit.d}, n = ${fit.n}, p_2 = ${fit.share}`;
  return { label, describe, simulation, replicates, expectations: [mean, floor] };
}

const hundred = { d: 100, share: 0.1 };
const tiny: MixedFit = { d: 2, n: 12, share: 0.5 };

export const strongCollapse: Claim = defineClaim({
  id: 30,
  name: 'A fixed share p_2 of synthetic labels that are off by δ: E_test → p_2² |δ|² however many points, beside σ² d/n',
  source:
    'Dohmatob et al., ICLR 2025 (arXiv 2410.04840), Strong Model Collapse; exact finite-n form: own derivation',
  setting:
    'one fit (model 0), d = 100, σ² = 1, |δ|² = c² = 1 in all, p_2 = 0.1, n = 1e4, 1e5, 1e6; d = 2, n = 12, p_2 = 0.5; isotropic normal inputs',
  correction:
    'The floor .01 needs n ≫ d: at n = 1e5 the noise adds 10 % of it. Exactly p_2² c² + p_2 (1 − p_2) c² [(nd − 2)/(n − d − 1) + 2]/(n + 2) + σ² ' +
    'd/(n − d − 1). c² is the whole of |δ|², not per coordinate.',
  experiments: [
    ...[10_000, 100_000, 1_000_000].map((n) => {
      const fit = { ...hundred, n };
      return experiment(`law ${n}`, fit, byLaw(fit), { statistics: 300 });
    }),
    experiment('index law', tiny, byLaw(tiny), { statistics: 100_000 }),
    experiment('index points', tiny, byPoints(tiny), { samples: 60_000 }),
  ],
});
