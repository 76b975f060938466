/**
 * Thinning by symbol leaves independent symbols: of n draws Binomial(n, Σ p_i keep_i) are kept, and those are draws from
 * p_i keep_i / Σ. So the counts that are kept can be drawn without the symbols.
 */
import type { CategoricalModel } from '@collapse-lab/models';

export interface Thinned {
  /** Σ p_i keep_i: the probability that a draw is kept. */
  readonly share: number;
  /** Of what is kept. */
  readonly model: CategoricalModel;
}

export function thinnedModel({ k, probabilities }: CategoricalModel, keep: readonly number[]): Thinned {
  let total = 0;
  let kept = 0;
  for (let i = 0; i < k; i++) {
    total += probabilities[i];
    kept += probabilities[i] * keep[i];
  }
  return {
    share: Math.min(1, kept / total),
    model: { k, probabilities: probabilities.map((p, i) => p * keep[i]) },
  };
}
