import {
  type CategoricalModel,
  type CategoricalStatistics,
  categorical,
  type Symbols,
} from '@collapse-lab/models';
import { describeFamily, type FamilySubject } from '@collapse-lab/models/testing';
import { describe, it } from 'vitest';

function categoricalSubject(
  probabilities: readonly number[],
): FamilySubject<CategoricalModel, Symbols, CategoricalStatistics> {
  const k = probabilities.length;
  return {
    name: `categorical k = ${k}`,
    family: categorical.create({}, { kind: 'symbols', k }),
    model: { k, probabilities: Float64Array.from(probabilities) },
    parameters: (model) => model.probabilities,
    moments: {
      expected: probabilities,
      of: ({ n, values }) => {
        const indicators = new Float64Array(n * k);
        for (let i = 0; i < n; i++) indicators[i * k + values[i]] = 1;
        return indicators;
      },
    },
  };
}

// Statistical assertions allow 5 standard errors; about 200 of them, on fixed seeds (laws.ts).
describeFamily({ describe, it }, () => categoricalSubject([0.4, 0.3, 0.2, 0.1]));
describeFamily({ describe, it }, () => categoricalSubject([0.5, 0.5]));
