import {
  type CategoricalModel,
  type CategoricalStatistics,
  type HutterOptions,
  hutter,
  type Symbols,
} from '@collapse-lab/models';
import { describeFamily, type FamilySubject } from '@collapse-lab/models/testing';
import { describe, it } from 'vitest';

/** @param drawn what samples are drawn with, by hand. */
function hutterSubject(
  options: HutterOptions,
  drawn: readonly number[],
): FamilySubject<CategoricalModel, Symbols, CategoricalStatistics> {
  const probabilities = [0.1, 0.4, 0.2, 0.3];
  const k = 4;
  const narrowed = options.topK !== 'all' || options.temperature !== 1;
  return {
    name: `hutter ${JSON.stringify(options)}`,
    family: hutter.create(options, { kind: 'symbols', k }),
    model: { k, probabilities: Float64Array.from(probabilities) },
    parameters: (model) => model.probabilities,
    limit: drawn,
    densityIsOfSamples: !narrowed,
    moments: {
      expected: drawn,
      of: ({ n, values }) => {
        const indicators = new Float64Array(n * k);
        for (let i = 0; i < n; i++) indicators[i * k + values[i]] = 1;
        return indicators;
      },
    },
    effort: 0.5,
  };
}

// Statistical assertions allow 5 standard errors; about 300 of them, on fixed seeds (laws.ts).
describeFamily({ describe, it }, () => hutterSubject({ topK: 'all', temperature: 1 }, [0.1, 0.4, 0.2, 0.3]));
// Squares: 1, 16, 4, 9 of 30.
describeFamily({ describe, it }, () =>
  hutterSubject({ topK: 'all', temperature: 0.5 }, [1 / 30, 16 / 30, 4 / 30, 9 / 30]),
);
describeFamily({ describe, it }, () => hutterSubject({ topK: 2, temperature: 1 }, [0, 4 / 7, 0, 3 / 7]));
