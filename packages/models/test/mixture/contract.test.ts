import type { MixtureCovariance } from '@collapse-lab/models';
import { describeFamily } from '@collapse-lab/models/testing';
import { describe, it } from 'vitest';
import { exampleMixture, mixtureSubject } from './subject.ts';

// Statistical assertions allow 5 standard errors, on fixed seeds (laws.ts); about 40 for each kind.
const kinds: MixtureCovariance[] = ['full', 'tied', 'diagonal', 'spherical'];

for (const kind of kinds)
  describeFamily({ describe, it }, () => ({ ...mixtureSubject(exampleMixture(kind)), effort: 0.5 }));

describeFamily({ describe, it }, () => ({
  ...mixtureSubject({
    d: 1,
    k: 3,
    covariance: 'full',
    weights: Float64Array.of(0.3, 0.3, 0.4),
    means: Float64Array.of(-6, 0, 7),
    factors: Float64Array.of(0.7, 1.3, 1),
  }),
  effort: 0.5,
}));
