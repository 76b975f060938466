/** Short forms for the settings that recur in the claims. */
import type { Expectation } from './experiment.ts';
import type { Quantity } from './quantity.ts';
import type { GaussianSetting } from './setting.ts';

/** Replace with n points in every generation, D_0 included; p_0 = N(0, 1). */
export function replaceGaussian(n: number, ddof: 0 | 1, samplingBias = 1): GaussianSetting {
  const sizes = { initial: n, new: n };
  return { family: 'gaussian', ddof, samplingBias, workflow: { kind: 'replace' }, sizes };
}

/** Expectations of one quantity's mean at several generations, from its law. */
export function means(
  quantity: Quantity,
  generations: readonly number[],
  expected: (t: number) => number,
): Expectation[] {
  return generations.map((t) => ({ test: 'mean', quantity, t, expected: expected(t) }));
}
