/** A closed-form prediction of one functional of one metric by generation. */
import type { LineageSpec } from '@collapse-lab/process';

/** What is taken over the ensemble of lineages. `geometricMean` is exp(E log …). */
export type Functional = 'mean' | 'median' | 'geometricMean';

export interface Prediction {
  readonly metric: string;
  readonly functional: Functional;
  /** The paper or derivation, with equation. */
  readonly source: string;
  /** Whether the value is exact or an expansion or limit; what was left out. */
  readonly kind: 'exact' | 'asymptotic' | 'bound';
  at(t: number): number;
}

/** All predictions known for this setting; empty where there are none. */
export type Predict = (spec: LineageSpec) => readonly Prediction[];
