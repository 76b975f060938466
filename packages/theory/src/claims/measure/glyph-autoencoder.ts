/**
 * A small variational autoencoder refitted to its own pictures of handwritten-like digits, as a simulation: 12 × 12 pixels,
 * 800 of them. Workflows of one replicate share their real data and their first model, so that they are compared in pairs.
 */
import { type GlyphsOptions, glyphsSource, vae } from '@collapse-lab/models';
import type { LineageSpec, WorkflowSpec } from '@collapse-lab/process';
import type { Simulation } from './experiment.ts';
import { accepted, type Observed, pairedLineages } from './paired-lineages.ts';

type Compared = 'replace' | 'accumulate';

const side = 12;
const size = 800;

export interface GlyphAutoencoder {
  readonly styles?: GlyphsOptions['styles'];
  readonly family: Readonly<Record<string, unknown>>;
  readonly workflows: readonly Compared[];
  /** Generations after the first. */
  readonly generations: number;
  readonly observe: Observed;
  /** About, of one replicate on one core. */
  readonly seconds: number;
}

/** Lineages are named after their workflow. */
export function glyphAutoencoder(setting: GlyphAutoencoder): Simulation {
  const { workflows, observe, generations, seconds } = setting;
  const specs = () => Object.fromEntries(workflows.map((kind) => [kind, specOf(setting, { kind })]));
  return pairedLineages({ specs, observe: [observe], generations, seconds });
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
