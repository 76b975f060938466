/** A published statement as data, with the function that measures it. */
import type { Experiment } from './measure/experiment.ts';

export interface Check {
  /** What is compared, in words: `E S_t, n = 100, t = 99 (100 fits)`. */
  readonly what: string;
  readonly expected: number;
  readonly measured: number;
  /** Monte-Carlo standard error of `measured`; where `expected` is simulated too, of their difference. */
  readonly standardError: number;
  /** (measured − expected) / standardError; for a test of another kind, the normal score of its p-value. */
  readonly z: number;
  /** Probability that a correct simulator fails this check: about, with the skewness that the run shows. */
  readonly falseAlarm: number;
  /** Largest |z| that holds, for a two-sided check; the test-specific rule otherwise, in words. */
  readonly tolerance: string;
  readonly holds: boolean;
}

export type ClaimSampler = 'statistics' | 'samples';

export interface ClaimOptions {
  readonly sampler: ClaimSampler;
  /** The settings too dear for every run, instead of the reduced ones; default false. */
  readonly full?: boolean;
  /** Multiplies every number of replicates, of which there are at least 30 (or all that are planned). */
  readonly scale: number;
}

export interface Claim {
  /** Number in the table of claims. */
  readonly id: number;
  readonly name: string;
  readonly source: string;
  /** The setting in one line, with t, whether of model t or of D_t, and the number of fits. */
  readonly setting: string;
  /** Where the printed statement is wrong, unclear, or differs from its released code. */
  readonly correction?: string;
  /** What is simulated and compared, as data. */
  readonly experiments: readonly Experiment[];
  readonly samplers: readonly ClaimSampler[];
  /**
   * Deterministic; the same whatever runs beside it. Throws InvalidArgumentError on a sampler not in
   * `samplers`.
   */
  measure(options: ClaimOptions): readonly Check[];
}
