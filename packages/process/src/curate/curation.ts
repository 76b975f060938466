/** What decides which synthetic points go on to training: a filter on the parts of a plan that come from the model. */

export type Curation =
  /**
   * A verifier of labels: keeps a row with probability φ where its label is right, ψ where it is wrong. Right is the
   * likelier label under p_0. Feng et al. 2024, "Beyond Model Collapse: Scaling Up with Synthesized Data Requires
   * Verification": for infinitely many rows of which a share p is wrong, training breaks down above p = 1 / (1 + ψ/φ).
   */
  | { readonly kind: 'label-verifier'; readonly phi: number; readonly psi: number }
  /**
   * A verifier of regression that knows the weights up to a ball: keeps (x, y) where |y − x·centre| ≤ radius |x| +
   * slack. Yi et al. 2025, "Escaping Model Collapse via Synthetic Data Verification".
   */
  | {
      readonly kind: 'ball-verifier';
      /** d weights, or one number for all. */
      readonly centre: number | readonly number[];
      readonly radius: number;
      readonly slack: number;
    }
  /** Keeps symbol i with probability keep[i]. */
  | { readonly kind: 'thinning'; readonly keep: readonly number[] };

export const curationKinds: readonly Curation['kind'][] = ['label-verifier', 'ball-verifier', 'thinning'];
