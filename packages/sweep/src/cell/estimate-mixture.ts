/**
 * What Gaussian mixtures cost: the EM iterations of a fit, whose number depends on the data and is taken from the shipped
 * experiments, and observers that weigh every sample against the components of p_0. Portable logarithms: an estimate
 * decides on the partition of a sweep, so it has the same bits everywhere.
 */
import { log } from '@collapse-lab/math';
import type { CellParameters } from './cell.ts';

/** Seconds per point, component and iteration of EM, and that per d². */
const perComponent = 1e-8;
const perSquare = 3.5e-9;
/** What a compiled kernel leaves of them: two components in the plane. */
const compiledShare = 2 / 15;
/** Iterations down to a change of 1e-3 nats, k-means included, and the share that each further decade adds. */
const firstIterations = 10;
const perDecade = 0.75;
/** What is left of the iterations where a fit starts from the model before. */
const warmShare = 0.42;
/** Points beyond which a fit settles more slowly: the more of them, the longer components stay together on one cloud. */
const quickPoints = 20_000;
/** Seconds per sample, and per number of it: drawn and measured. */
const perSample = 8e-8;
const perSampleNumber = 5e-8;
/** Seconds per sample and component of p_0 of the observers that ask for its densities, with those for any sample. */
const densities: Readonly<Record<string, { readonly sample: number; readonly component: number }>> = {
  support: { sample: 2.5e-7, component: 8e-8 },
  modes: { sample: 3e-8, component: 4.4e-8 },
};

interface MixtureNames {
  readonly components: number;
  readonly tolerance: number;
  readonly iterations: number;
  readonly restarts: number;
  readonly warmStart: boolean;
}

/** Seconds of a fit to n points for each of them. */
export function mixtureFitPerPoint({ family }: CellParameters, n: number, d: number): number {
  const { components, tolerance, iterations, restarts, warmStart } = family as unknown as MixtureNames;
  const decades = log(1e-3 / tolerance) / Math.LN10;
  const slowness = Math.sqrt(Math.max(1, n / quickPoints));
  const needed = Math.min(iterations, Math.max(2, slowness * firstIterations * (1 + perDecade * decades)));
  const starts = warmStart ? warmShare : restarts;
  const share = components === 2 && d === 2 ? compiledShare : 1;
  return starts * needed * components * share * (perComponent + perSquare * d * d);
}

/** Seconds of the observers' samples in a generation that is recorded. */
export function mixtureRecord({ real, observers }: CellParameters, d: number): number {
  const modes = componentsOf(real);
  let seconds = 0;
  for (const { kind, samples } of observers) {
    if (typeof samples !== 'number') continue;
    const { sample, component } = densities[kind] ?? {
      sample: perSample + d * perSampleNumber,
      component: 0,
    };
    seconds += samples * (sample + component * modes);
  }
  return seconds;
}

/** Components of p_0; 1 where it is no mixture. */
function componentsOf(real: CellParameters['real']): number {
  if (typeof real.side === 'number') return real.side * real.side;
  return Math.max(1, ((real.weights ?? real.centres) as readonly unknown[] | undefined)?.length ?? 1);
}
