/** An observer computes metrics of a generation from what it says it needs. Its randomness is its own stream. */
import type { Stream } from '@collapse-lab/math';
import type { AnyFamily, Data, RealSource } from '@collapse-lab/models';
import type { Artifact } from './artifact.ts';

/**
 * `test`: points of p_0 that no model is trained on, the same in every generation and for all workflows of a seed;
 * `initial`: D_0 in every generation.
 */
export type ObserverNeed = 'model' | 'train' | 'samples' | 'test' | 'initial';

export interface Observation {
  /** Generation. */
  readonly t: number;
  readonly family: AnyFamily;
  readonly real: RealSource;
  /** Model t. The next generation may overwrite it: it must not be kept. */
  readonly model: unknown;
  /** Model 0, the fit on real data. */
  readonly firstModel: unknown;
  /** D_t; only for observers that need `train` (then the sampler is `samples`). */
  readonly train?: Data;
  /** Fresh samples of model t; only for observers that need `samples`. Of a model that continues prompts: those of D_0 in turn. */
  readonly samples?: Data;
  /** D_0, one object for the whole lineage; only for observers that need `initial`. */
  readonly initial?: Data;
  /** Test points, one object for the whole lineage; only for observers that need `test`. */
  readonly test?: Data;
  readonly stream: Stream;
}

/** metric name → value. */
export type Metrics = Readonly<Record<string, number>>;

export interface Observer {
  readonly name: string;
  /** Raised whenever the same model would give other numbers. */
  readonly version: number;
  readonly needs: readonly ObserverNeed[];
  /** How many fresh samples, where it needs them. */
  readonly sampleCount?: number;
  /** The samples are made from the same random numbers in every generation, and for all workflows of a seed. */
  readonly pairedSamples?: boolean;
  /** How many test points, where it needs them. */
  readonly testCount?: number;
  /** The metrics it may return, with one line each on what they are. */
  readonly metrics: Readonly<Record<string, string>>;
  /** Why it cannot observe this family or real data, or undefined where it can. */
  refuses(family: AnyFamily, real: RealSource): string | undefined;
  measure(observation: Observation): Metrics;
  /** What it makes for a report; called where somebody keeps it. */
  artifact?(observation: Observation): Artifact | undefined;
}

/** One row of results. */
export interface MetricRecord {
  readonly key: string;
  readonly t: number;
  readonly metric: string;
  readonly value: number;
}
