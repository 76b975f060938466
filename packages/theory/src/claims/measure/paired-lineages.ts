/**
 * Lineages that share the real data of a replicate and every random number that they have in common, so that they are compared
 * in pairs: a simulation for claims about networks, whose training has no closed form.
 */
import { CollapseLabError, type Stream } from '@collapse-lab/math';
import {
  type LineageSpec,
  type Observer,
  observers,
  replicateStreams,
  runLineage,
} from '@collapse-lab/process';
import type { Expectation, Simulation } from './experiment.ts';
import type { Quantity } from './quantity.ts';

/** An observer by name, with its options. */
export type Observed = readonly [name: string, options: Readonly<Record<string, unknown>>];

export interface PairedLineages {
  /** By name. Called once, by the first replicate. */
  readonly specs: () => Readonly<Record<string, LineageSpec>>;
  /** Generations after the first. */
  readonly generations: number;
  readonly observe: readonly Observed[];
  /** About, of one replicate on one core. */
  readonly seconds: number;
}

/** Metrics are read as `replace latentSpread`: the name of the lineage, then the observer's own name for it. */
export function pairedLineages(setting: PairedLineages): Simulation {
  const { generations, observe, seconds } = setting;
  let made: Readonly<Record<string, LineageSpec>> | undefined;
  const run = (stream: Stream) => {
    made ??= setting.specs();
    const rows = new Map<string, readonly number[]>();
    const streams = replicateStreams(stream, 0);
    for (const [name, spec] of Object.entries(made)) {
      const { series } = runLineage({ spec, streams, generations, observers: observe.map(observerOf) });
      for (const { metric, value } of series) rows.set(`${name} ${metric}`, value);
    }
    return (metric: string, t: number): number => rows.get(metric)![t];
  };
  return { seconds, run };
}

function observerOf([name, options]: Observed): Observer {
  const definition = observers[name];
  return definition.create(accepted(definition.resolve(options)));
}

/** Options that were checked. */
export function accepted<Options>(
  resolved: { options: Options } | { problems: readonly unknown[] },
): Options {
  if ('problems' in resolved) throw new CollapseLabError(JSON.stringify(resolved.problems));
  return resolved.options;
}

/** A metric of one of the lineages at a generation. */
export interface Point {
  readonly lineage: string;
  readonly metric: string;
  /** Generation. */
  readonly at: number;
}

/** factor × the first less the second, of one replicate: paired. */
export function difference(name: string, first: Point, second: Point, factor = 1): Quantity {
  const read = [first, second].map(({ lineage, metric }) => `${lineage} ${metric}`);
  return {
    name,
    metrics: read,
    when: () => (first.at === second.at ? `t = ${first.at}` : `t = ${first.at} and ${second.at}`),
    value: (value) => factor * value(read[0], first.at) - value(read[1], second.at),
  };
}

/** The first exceeds the second: the whole interval of their paired difference lies above 0. */
export function ordering(name: string, first: Point, second: Point, falseAlarm: number): Expectation {
  const t = Math.max(first.at, second.at);
  return { test: 'above', quantity: difference(name, first, second), t, expected: 0, falseAlarm };
}
