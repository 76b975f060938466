/**
 * A small OPT language model refitted to its own text, as a simulation: 256 words of a language of known law, in sequences of
 * 32. Lineages of one replicate share their real text, so that they are compared in pairs.
 */
import { opt, type RealSource, type Sequences, syntheticLanguageSource } from '@collapse-lab/models';
import type { LineageSpec, WorkflowSpec } from '@collapse-lab/process';
import type { Simulation } from './experiment.ts';
import { accepted, type Observed, pairedLineages } from './paired-lineages.ts';

type Options = Readonly<Record<string, unknown>>;

/** A lineage, and what of its family is its own. */
export interface OptLineage {
  readonly workflow: WorkflowSpec;
  readonly family?: Options;
}

export interface SmallOpt {
  /** Sequences of a training set. */
  readonly size: number;
  /** What the lineages have in common. */
  readonly family: Options;
  readonly lineages: Readonly<Record<string, OptLineage>>;
  /** Generations after the first. */
  readonly generations: number;
  readonly observe: readonly Observed[];
  /** About, of one replicate on one core. */
  readonly seconds: number;
}

/** Where a model is pretrained, it is so once for all lineages of the same options. */
export function smallOpt(setting: SmallOpt): Simulation {
  const { observe, generations, seconds } = setting;
  return pairedLineages({ specs: () => specsOf(setting), observe, generations, seconds });
}

/** Always on the WebAssembly engine, the default of the family: the same bits on every machine. */
function specsOf({ size, family: common, lineages }: SmallOpt): Record<string, LineageSpec> {
  const real = syntheticLanguageSource({ length: 32, vocabulary: 256 });
  const families = new Map<string, LineageSpec['family']>();
  const familyOf = (own: Options = {}): LineageSpec['family'] => {
    const key = JSON.stringify(own);
    if (!families.has(key)) families.set(key, create({ ...common, ...own }, real));
    return families.get(key)!;
  };
  return Object.fromEntries(
    Object.entries(lineages).map(([name, { workflow, family }]) => [
      name,
      {
        real,
        family: familyOf(family),
        workflow,
        sizes: { initial: size, new: size },
        sampler: 'samples',
        numberFormat: 'f64',
      },
    ]),
  );
}

/** Trained from fresh weights in each generation, as pretraining is: text begins with nothing, and is sampled. */
export function fromNothing(temperature = 1): Options {
  return {
    start: 'fresh',
    epochs: 8,
    learningRate: 0.005,
    finalLearningRate: 3e-5,
    validation: 0,
    generate: { from: 'start', method: 'sample', temperature, batch: 64 },
  };
}

/**
 * The protocol of Shumailov et al. (2024) with smaller numbers: in each generation fine-tuned from the same pretrained weights;
 * every block of D_0 is continued by 5-way beam search; the best epoch by real validation text.
 */
function fineTuned(pretraining: { readonly sequences: number; readonly epochs: number }): Options {
  return {
    pretrained: { ...pretraining, learningRate: 0.003 },
    epochs: 5,
    learningRate: 3e-4,
    validation: 32,
    generate: { from: 'prompts', method: 'beam', beams: 5, batch: 64 },
  };
}

/** Of claims about a model's own text, without lineages and observers: a reduced run, and a full one. */
export const ownText: {
  readonly reduced: Omit<SmallOpt, 'lineages' | 'observe'>;
  readonly full: Omit<SmallOpt, 'lineages' | 'observe' | 'seconds'>;
} = {
  reduced: {
    size: 120,
    family: { layers: 1, ...fineTuned({ sequences: 600, epochs: 3 }) },
    generations: 1,
    seconds: 0.5,
  },
  full: { size: 300, family: fineTuned({ sequences: 3000, epochs: 4 }), generations: 3 },
};

function create(options: Options, real: RealSource<Sequences>): LineageSpec['family'] {
  const sizes = { width: 32, heads: 2, positions: 64 };
  return opt.create(accepted(opt.resolve({ ...sizes, ...options })), real.shape, real);
}
