/** A simulation and what is expected of it, as data. */
import type { ClaimSampler } from '../claim.ts';
import type { Quantity } from './quantity.ts';
import type { Setting } from './setting.ts';

interface About {
  readonly quantity: Quantity;
  /** Generation: model t, t = 0 the fit on real data. */
  readonly t: number;
  /** The figure as published, or as corrected where the claim says so, to its printed digits. */
  readonly published?: string;
}

/** How a quantity of an ensemble is compared. */
export type Expectation =
  /** E quantity, within `zTolerance` standard errors of the run. */
  | (About & { readonly test: 'mean'; readonly expected: number })
  /** P(quantity = 1), with the standard error that the expected probability implies. */
  | (About & { readonly test: 'probability'; readonly expected: number })
  /** Median, by the binomial law of how many replicates lie below it. */
  | (About & { readonly test: 'median'; readonly expected: number })
  /** Shares of the values 0 … k−1, by Pearson's χ²; any other value fails. */
  | (About & { readonly test: 'shares'; readonly expected: readonly number[] })
  /**
   * E quantity where the law is too heavy-tailed for its standard error: a relative tolerance, tried
   * beforehand.
   */
  | (About & {
      readonly test: 'heavy-tailed mean';
      readonly expected: number;
      readonly relativeTolerance: number;
      /** Probability that a correct simulator leaves the tolerance, at scale 1. */
      readonly falseAlarm: number;
    });

export interface Experiment {
  /** Names its random numbers: changing it changes the run. */
  readonly label: string;
  /** How the setting reads in the table. */
  readonly describe: string;
  readonly setting: Setting;
  /** Replicates at scale 1; a sampler that is not named does not run this experiment. */
  readonly replicates: Readonly<Partial<Record<ClaimSampler, number>>>;
  readonly expectations: readonly Expectation[];
}

/** Generations after the first fit that an experiment needs. */
export function generationsOf(experiment: Experiment): number {
  return Math.max(...experiment.expectations.map(({ t }) => t));
}
