/** What the profile needs to know of p_0: how much spread there is to lose. */
import type { RealSource } from '@collapse-lab/models';
import { realProbabilities } from '../observer/categorical-reference.ts';
import { realMoments } from '../observer/gaussian-reference.ts';

export interface RealReference {
  /** tr Σ_0 / d: what the metric `variance` is of p_0. */
  readonly variance?: number;
  /** Σ p_i², as the metric `sumOfSquares`. */
  readonly sumOfSquares?: number;
}

/** What is known of p_0; nothing where nothing is. */
export function realReference(real: RealSource): RealReference {
  const moments = real.shape.kind === 'points' ? realMoments(real) : undefined;
  const probabilities = realProbabilities(real);
  return {
    ...(moments !== undefined && { variance: moments.trace / moments.mean.length }),
    ...(probabilities !== undefined && {
      sumOfSquares: probabilities.reduce((sum, p) => sum + p * p, 0),
    }),
  };
}
