/** A simulation and what is expected of it, as data. */
import type { Stream } from '@collapse-lab/math';
import type { ClaimSampler } from '../claim.ts';
import type { Quantity, Reading } from './quantity.ts';
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
  | (About & {
      readonly test: 'mean';
      readonly expected: number;
      /** Standard error of `expected`, where that is a simulated or measured mean itself: added in quadrature. Default 0. */
      readonly expectedError?: number;
    })
  /** E quantity is at most (at least) a bound: by no more than `zTolerance` standard errors beyond it. */
  | (About & { readonly test: 'at most' | 'at least'; readonly expected: number })
  /** E quantity is more than a bound: the whole 95 % Student interval of the run lies above it. For orderings of few dear replicates. */
  | (About & {
      readonly test: 'above';
      readonly expected: number;
      /** Probability that a correct simulator fails, tried beforehand. */
      readonly falseAlarm: number;
    })
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
    })
  /** Median of few dear replicates against a figure that was read off a plot: within a factor, tried beforehand. */
  | (About & {
      readonly test: 'median within a factor';
      readonly expected: number;
      readonly factor: number;
      readonly falseAlarm: number;
    });

/** A process that no workflow and family make: one replicate, from its own stream. */
export interface Simulation {
  /** About, of one replicate on one core. */
  readonly seconds: number;
  /** What quantities read of the replicate. */
  readonly run: (stream: Stream) => Reading;
}

interface Planned {
  /** Names its random numbers: changing it changes the run. */
  readonly label: string;
  /** How the setting reads in the table. */
  readonly describe: string;
  /** Replicates at scale 1; a sampler that is not named does not run this experiment. */
  readonly replicates: Readonly<Partial<Record<ClaimSampler, number>>>;
  /** In a full run, where the published tolerance or number of replicates is too dear for every run. */
  readonly fullReplicates?: Readonly<Partial<Record<ClaimSampler, number>>>;
  readonly expectations: readonly Expectation[];
  /** A setting that is too dear for every run (`full`), and the reduced one that stands in for it; default: always run. */
  readonly only?: 'full' | 'reduced';
}

export type Experiment =
  | (Planned & { readonly setting: Setting; readonly simulation?: never })
  | (Planned & { readonly simulation: Simulation; readonly setting?: never });

/** Whether the experiment belongs to a run with or without the dear settings. */
export function runsIn(experiment: Experiment, full: boolean): boolean {
  return experiment.only === undefined || experiment.only === (full ? 'full' : 'reduced');
}

/** Replicates at scale 1; undefined where the experiment does not run under the sampler. */
export function plannedReplicates(
  { replicates, fullReplicates }: Experiment,
  sampler: ClaimSampler,
  full: boolean,
): number | undefined {
  return (full ? fullReplicates?.[sampler] : undefined) ?? replicates[sampler];
}

/** A standard error from fewer says nothing. */
const fewestReplicates = 30;

/** Replicates of an experiment at this scale: no fewer than 30, or than `planned` where that is less. */
export function replicatesAt(planned: number, scale: number): number {
  return Math.max(Math.min(fewestReplicates, planned), Math.round(planned * scale));
}

/** Generations after the first fit that an experiment needs. */
export function generationsOf(experiment: Experiment): number {
  return Math.max(...experiment.expectations.map(({ t }) => t));
}
