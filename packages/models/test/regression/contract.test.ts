import type { LinearOptions } from '@collapse-lab/models';
import { describeFamily } from '@collapse-lab/models/testing';
import { describe, it } from 'vitest';
import { linearSubject, logisticSubject } from './subject.ts';

// Every statistical assertion allows 5 standard errors; there are about 600 of them, so that a new set of seeds would
// raise a false alarm about once in 2000 times. The seeds are fixed.
const cases: [number, LinearOptions][] = [
  [1, { design: 'fresh', noise: 0.7, ridge: 0 }],
  [3, { design: 'fresh', noise: 0.7, ridge: 0 }],
  [2, { design: 'fresh', noise: 'refitted', ridge: 0 }],
  [2, { design: 'fixed', noise: 'refitted', ridge: 0 }],
  [1, { design: 'fixed', noise: 0.7, ridge: 0.3 }],
];

for (const [d, options] of cases)
  describeFamily({ describe, it }, () => ({ ...linearSubject(d, options), effort: 0.5 }));

// A penalty of 1e-6 moves the limit of the fits by less than 1e-5, and makes fits to separated labels exist.
describeFamily({ describe, it }, () => ({ ...logisticSubject(2, { ridge: 1e-6 }), effort: 0.5 }));
