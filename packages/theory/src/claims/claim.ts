/** A published statement as data, with the function that measures it. */

export interface Expected {
  /** What is compared, in words: `E S_t, n = 100, t = 100 (model t, 101 fits)`. */
  readonly what: string;
  readonly value: number;
}

export interface Measured {
  readonly value: number;
  /** Monte-Carlo standard error of `value`; 0 for an exact computation. */
  readonly standardError: number;
}

export interface Check {
  readonly what: string;
  readonly expected: number;
  readonly measured: number;
  readonly standardError: number;
  /** (measured − expected) / standardError. */
  readonly z: number;
  /** Largest |z| that holds, for a two-sided check; the one-sided or test-specific rule otherwise, in words. */
  readonly tolerance: string;
  readonly holds: boolean;
}

export interface ClaimOptions {
  readonly sampler: 'statistics' | 'samples';
  /** Multiplies every replicate count. */
  readonly scale: number;
}

export interface Claim {
  /** Number in the table of claims. */
  readonly id: number;
  readonly name: string;
  readonly source: string;
  /** The setting in one line, with t, whether of model t or of D_t, and the number of fits. */
  readonly setting: string;
  readonly samplers: readonly ('statistics' | 'samples')[];
  measure(options: ClaimOptions): readonly Check[];
}
