/**
 * Expected log loss and accuracy of a logistic regression w under labels of w*, for inputs N(± m, L Lᵀ). Both depend
 * on x by u = x·w* and v = x·w only, and not on the sign of x, so that x ~ N(m, L Lᵀ) will do: u and v are then jointly
 * normal, and given u
 *   E[loss of w − loss of w*] = E[softplus(v)] − E[softplus(u)] − E[p(u) (v − u)],   p(u) = 1 / (1 + e^−u),
 * is a sum of expectations over one normal variable each: by the trapezoidal rule, which for analytic functions under a
 * normal density converges faster than any power (Trefethen & Weideman, SIAM Rev. 56, 2014).
 */
import { exp, normalCdf } from '@collapse-lab/math';
import { logistic, softplus } from '@collapse-lab/models';

export interface LogisticRisk {
  /** Nats. */
  readonly excess: number;
  /** P(y = 1 where x·w > 0, 0 elsewhere). */
  readonly accuracy: number;
}

/** @param mean m; absent: 0. */
export function logisticRisk(
  weights: Float64Array,
  truth: Float64Array,
  factor: Float64Array,
  mean?: Float64Array,
): LogisticRisk {
  const u = projection(truth, factor, mean);
  const v = projection(weights, factor, mean);
  const covariance = dot(u.loadings, v.loadings);
  const slope = u.deviation === 0 ? 0 : covariance / (u.deviation * u.deviation);
  const spread = Math.sqrt(Math.max(0, v.deviation * v.deviation - slope * covariance));
  const cross = expectation(u.mean, u.deviation, (at) => {
    return logistic(at) * (v.mean + slope * (at - u.mean) - at);
  });
  const excess =
    expectation(v.mean, v.deviation, softplus) - expectation(u.mean, u.deviation, softplus) - cross;
  const accuracy = expectation(
    u.mean,
    u.deviation,
    (at) => {
      const p = logistic(at);
      const positive = shareAbove(v.mean + slope * (at - u.mean), spread);
      return p * positive + (1 - p) * (1 - positive);
    },
    mostIntervals,
  );
  return { excess: Math.max(0, excess), accuracy };
}

/** P(N(mean, deviation²) > 0). */
function shareAbove(mean: number, deviation: number): number {
  return deviation === 0 ? (1 + Math.sign(mean)) / 2 : normalCdf(mean / deviation);
}

/** x·w for x ~ N(m, L Lᵀ): its mean, Lᵀ w and the norm of that. */
function projection(
  weights: Float64Array,
  factor: Float64Array,
  mean?: Float64Array,
): { mean: number; loadings: Float64Array; deviation: number } {
  const d = weights.length;
  const loadings = Float64Array.from(weights, (_, j) => {
    let total = 0;
    for (let i = j; i < d; i++) total += factor[i * d + j] * weights[i];
    return total;
  });
  const centre = mean === undefined ? 0 : dot(mean, weights);
  return { mean: centre, loadings, deviation: Math.sqrt(dot(loadings, loadings)) };
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

const reach = 9;
const mostIntervals = 4096;

/**
 * E f(N(mean, deviation²)). p and softplus have poles at ± iπ: steps of 0.6 / deviation leave 10⁻¹⁴, until there would
 * be too many of them. The accuracy takes the most there are: where w is parallel to w* its integrand has a kink, which
 * leaves about 10⁻⁶.
 */
function expectation(mean: number, deviation: number, f: (at: number) => number, least = 1): number {
  const wanted = Math.ceil((2 * reach) / Math.min(1 / 8, 0.6 / deviation));
  const intervals = Math.min(mostIntervals, Math.max(least, wanted));
  const step = (2 * reach) / intervals;
  let total = 0;
  let weight = 0;
  for (let i = 0; i <= intervals; i++) {
    const z = i * step - reach;
    const density = exp((-z * z) / 2);
    weight += density;
    total += density * f(mean + deviation * z);
  }
  return total / weight;
}
