/** What is said of one definition of model collapse. */

export type Verdict = 'happened' | 'did not happen' | 'cannot be told';

/** In the order and wording of Schaeffer et al. (2025). */
export const collapseDefinitions: readonly string[] = Object.freeze([
  'catastrophic increase of population risk',
  'any increase of population risk',
  'asymptotically diverging population risk',
  'collapsing variance or diversity',
  'change of the scaling law',
  'disappearance or entanglement of modes',
  'disappearance of real tails',
  'appearance of hallucinated data',
]);

export interface DefinitionVerdict {
  /** 1 … 8. */
  readonly number: number;
  readonly definition: string;
  readonly verdict: Verdict;
  /** The metric that decided; absent where none was recorded. */
  readonly metric?: string;
  /** What was estimated, and against which threshold it was tested. */
  readonly quantity?: string;
  readonly estimate?: number;
  /** Confidence limits of the estimate, at the confidence of the profile for each side. */
  readonly low?: number;
  readonly high?: number;
  readonly threshold?: number;
  /** One sentence: why. */
  readonly reason: string;
  /** `cannot be told`: how many lineages would decide in nine cases of ten, if the estimate is the truth. */
  readonly lineagesNeeded?: number;
  /** `cannot be told`: how many generations would decide, if things go on as at the end. */
  readonly generationsNeeded?: number;
}

export type Finding = Omit<DefinitionVerdict, 'number' | 'definition'>;
