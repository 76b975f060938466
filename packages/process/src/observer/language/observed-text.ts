/** Which text of a generation an observer of language looks at: what was trained on, or what the model writes. */
import type { AnyFamily, OptionRule, Sequences } from '@collapse-lab/models';
import { countRule } from '../count-rule.ts';
import type { Observation, Observer, ObserverNeed } from '../observer.ts';

export interface TextOptions {
  /** `train`: D_t, what model t − 1 wrote and real text that was kept; D_0 is real. `samples`: fresh text of model t. */
  readonly of: 'train' | 'samples';
  /** Fresh sequences per recorded generation, with `of: samples`. */
  readonly samples: number;
}

export const textRules: Record<keyof TextOptions, OptionRule> = {
  of: {
    expected: 'train or samples',
    accepts: (value) => value === 'train' || value === 'samples',
    default: 'train',
  },
  samples: countRule(256),
};

/** One line per option. */
export const textOptions: Record<keyof TextOptions, string> = {
  of: 'train: D_t, which model t − 1 wrote (D_0 is real); samples: fresh text of model t. Default: train.',
  samples: 'Fresh sequences per generation, with of: samples. Default: 256.',
};

/** What an observer of this text needs, with what else it needs. */
export function textNeeds(
  { of, samples }: TextOptions,
  ...others: readonly ObserverNeed[]
): Pick<Observer, 'needs' | 'sampleCount'> {
  return of === 'train'
    ? { needs: ['train', ...others] }
    : { needs: ['samples', ...others], sampleCount: samples };
}

export function textOf({ train, samples }: Observation): Sequences {
  return (train ?? samples) as Sequences;
}

/** Why there is no text to look at; undefined where there is. */
export function refusesText({ name, shape }: AnyFamily): string | undefined {
  return shape.kind === 'sequences'
    ? undefined
    : `it looks at sequences of tokens, and family ${name} makes ${shape.kind}`;
}
