/**
 * A small variational autoencoder refitted to its own pictures of handwritten-like digits, as a simulation: 12 × 12 pixels,
 * 800 of them. Workflows of one replicate share their real data and their first model, so that they are compared in pairs.
 */
import { CollapseLabError, type Stream } from '@collapse-lab/math';
import { type GlyphsOptions, glyphsSource, vae } from '@collapse-lab/models';
import {
  type LineageSpec,
  type Observer,
  observers,
  replicateStreams,
  runLineage,
  type WorkflowSpec,
} from '@collapse-lab/process';
import type { Simulation } from './experiment.ts';
import type { Quantity } from './quantity.ts';

type Compared = 'replace' | 'accumulate';

const side = 12;
const size = 800;

export interface GlyphAutoencoder {
  readonly styles?: GlyphsOptions['styles'];
  readonly family: Readonly<Record<string, unknown>>;
  readonly workflows: readonly Compared[];
  /** Generations after the first. */
  readonly generations: number;
  /** An observer by name, with its options. */
  readonly observe: readonly [name: string, options: Readonly<Record<string, unknown>>];
  /** About, of one replicate on one core. */
  readonly seconds: number;
}

/** Metrics are read as `replace latentSpread`: workflow, then the observer's own name for it. */
export function glyphAutoencoder(setting: GlyphAutoencoder): Simulation {
  const { generations, workflows, seconds } = setting;
  const run = (stream: Stream) => {
    const rows = new Map<string, readonly number[]>();
    const streams = replicateStreams(stream, 0);
    for (const kind of workflows) {
      const spec = specOf(setting, { kind });
      const { series } = runLineage({ spec, streams, generations, observers: [observerOf(setting)] });
      for (const { metric, value } of series) rows.set(`${kind} ${metric}`, value);
    }
    return (metric: string, t: number): number => rows.get(metric)![t];
  };
  return { seconds, run };
}

/** Always on the WebAssembly engine, the default of the family: the same bits on every machine. */
function specOf({ family, styles }: GlyphAutoencoder, workflow: WorkflowSpec): LineageSpec {
  const real = glyphsSource({ side, ...(styles === undefined ? {} : { styles }) });
  const options = accepted(vae.resolve({ batch: 32, ...family }));
  return {
    real,
    family: vae.create(options, real.shape, real),
    workflow,
    sizes: { initial: size, new: size },
    sampler: 'samples',
    numberFormat: 'f64',
  };
}

function observerOf({ observe: [name, options] }: GlyphAutoencoder): Observer {
  const definition = observers[name];
  return definition.create(accepted(definition.resolve(options)));
}

function accepted<Options>(resolved: { options: Options } | { problems: readonly unknown[] }): Options {
  if ('problems' in resolved) throw new CollapseLabError(JSON.stringify(resolved.problems));
  return resolved.options;
}

interface Point {
  readonly workflow: Compared;
  readonly metric: string;
  /** Generation. */
  readonly at: number;
}

/** factor × the first less the second, of one replicate: paired. */
export function difference(name: string, first: Point, second: Point, factor = 1): Quantity {
  const read = [first, second].map(({ workflow, metric }) => `${workflow} ${metric}`);
  return {
    name,
    metrics: read,
    when: () => (first.at === second.at ? `t = ${first.at}` : `t = ${first.at} and ${second.at}`),
    value: (value) => factor * value(read[0], first.at) - value(read[1], second.at),
  };
}
