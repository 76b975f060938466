/**
 * A few texts of every generation, for reading: from the same random numbers in every generation, and where the model
 * continues prompts, from the same ones, the first blocks of D_0, so that each can be followed through the generations.
 */
import { type AnyFamily, type RealSource, resolveOptions, type Sequences } from '@collapse-lab/models';
import type { Artifact } from '../artifact.ts';
import { asciiJson } from '../ascii-json.ts';
import { countRule } from '../count-rule.ts';
import { defineObserver, type ObserverDefinition } from '../define-observer.ts';
import { type ChosenGenerations, generationsRule, isChosen } from '../generations-rule.ts';
import type { Observation, Observer } from '../observer.ts';
import { refusesText } from './observed-text.ts';

export interface TextsOptions {
  /** Texts per generation. */
  readonly samples: number;
  /** Generations with texts, of those that are recorded. */
  readonly at: ChosenGenerations;
}

/** As JSON. `prompt` is what the text continues; absent where it begins from nothing. */
export interface TextsJson {
  readonly kind: 'texts';
  readonly texts: readonly { readonly prompt?: string; readonly text: string }[];
}

const name = 'texts';
const version = 1;

export const texts: ObserverDefinition<TextsOptions> = defineObserver({
  name,
  version,
  summary: 'a few texts of every generation, from the same prompts and random numbers; no metrics',
  options: {
    samples: 'Texts per generation. Default: 4.',
    at: 'Generations with texts, of those that are recorded. Default: all.',
  },
  metrics: {},
  resolve: (options) => resolveOptions<TextsOptions>(options, { samples: countRule(4), at: generationsRule }),
  create: createTexts,
});

function createTexts({ samples, at }: TextsOptions): Observer {
  return {
    name,
    version,
    metrics: {},
    needs: ['samples', 'initial'],
    sampleCount: samples,
    pairedSamples: true,
    refuses,
    measure: () => ({}),
    artifact: (observation) => (isChosen(at, observation.t) ? artifactOf(observation) : undefined),
  };
}

function refuses(family: AnyFamily, { name: real, tokenizer }: RealSource): string | undefined {
  const reason = refusesText(family);
  if (reason !== undefined || tokenizer !== undefined) return reason;
  return `it writes tokens as text, and real data ${real} have no tokenizer`;
}

function artifactOf({ family, real, samples, initial }: Observation): Artifact {
  const written = decoded(samples as Sequences, real);
  const prompts = family.conditional === 'fixed' ? decoded(initial as Sequences, real, written.length) : [];
  const made: TextsJson = {
    kind: 'texts',
    texts: written.map((text, i) => {
      return prompts.length === 0 ? { text } : { prompt: prompts[i % prompts.length], text };
    }),
  };
  const about = { kind: 'texts', count: written.length };
  return { about, format: 'json', bytes: asciiJson({ kind: made.kind, texts: [...made.texts] }) };
}

/** The first `most` sequences. */
function decoded({ n, length, values }: Sequences, { tokenizer }: RealSource, most: number = n): string[] {
  return Array.from({ length: Math.min(n, most) }, (_, i) =>
    tokenizer!.decode(values.subarray(i * length, (i + 1) * length)),
  );
}
