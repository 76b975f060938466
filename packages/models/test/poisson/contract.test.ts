import { poissonLogMass } from '@collapse-lab/math';
import { type Points, type PoissonModel, type PoissonStatistics, poisson } from '@collapse-lab/models';
import { describeFamily, type FamilySubject } from '@collapse-lab/models/testing';
import { describe, it } from 'vitest';

function poissonSubject(rate: number): FamilySubject<PoissonModel, Points, PoissonStatistics> {
  const mode = Math.floor(rate);
  return {
    name: `poisson rate = ${rate}`,
    family: poisson.create({}, { kind: 'points', d: 1 }),
    model: { rate },
    parameters: (model) => [model.rate],
    moments: {
      expected: [rate, rate + rate * rate, Math.exp(poissonLogMass(mode, rate))],
      of: ({ values }) => Array.from(values).flatMap((x) => [x, x * x, x === mode ? 1 : 0]),
    },
  };
}

// Statistical assertions allow 5 standard errors; about 80 of them, on fixed seeds (laws.ts).
describeFamily({ describe, it }, () => poissonSubject(0.7));
describeFamily({ describe, it }, () => poissonSubject(23));
