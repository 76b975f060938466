import type { NgramModel, NgramOptions, Sequences } from '@collapse-lab/models';
import { describeFamily } from '@collapse-lab/models/testing';
import { describe, it } from 'vitest';
import { conditionals, familyOf, interiorModel } from './subject.ts';

const [length, k] = [5, 3];

describe.each<Partial<NgramOptions>>([
  { order: 1 },
  { order: 2 },
  { order: 3, smoothing: 'absolute', discount: 0.4 },
])('%j', (options) => {
  const family = familyOf(options, length, k);
  describeFamily<NgramModel, Sequences, never>({ describe, it }, () => ({
    name: `ngram ${JSON.stringify(options)}`,
    family,
    model: interiorModel(family, length, k),
    parameters: (model) => conditionals(family, model, options.order as number, length, k),
    effort: 0.25,
  }));
});
