/** Claim 16: E Σ p² = 1 − (1 − 1/M)^fits (1 − Σ p²). */

import { sumOfSquares } from '../prediction/categorical/sum-of-squares.ts';
import { replaceMoments } from '../prediction/moments/replace.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import { sumOfSquaredProbabilities } from './measure/quantity.ts';
import type { CategoricalSetting } from './measure/setting.ts';

function replace(probabilities: readonly number[], n: number): CategoricalSetting {
  const sizes = { initial: n, new: n };
  return { family: 'categorical', probabilities, workflow: { kind: 'replace' }, sizes };
}

const law = (probabilities: readonly number[], n: number) =>
  sumOfSquares(probabilities, replaceMoments({ size: () => n, ddof: 0, samplingBias: 1 }));

const uniform = new Array<number>(10).fill(0.1);
const skewed = [0.6, 0.3, 0.1];

export const sumOfSquaresLaw: Claim = defineClaim({
  id: 16,
  name: 'Discrete replace: E Σ p_i(t)² = 1 − (1 − 1/M)^(t+1) (1 − Σ p_i²)',
  source: 'Seddik et al., COLM 2024 (arXiv 2404.05090); population genetics: expected homozygosity',
  setting:
    'model 29 (30 fits), K = 10 uniform, M = 100; models 0, 1, 2 (1, 2, 3 fits), K = 3, M = 2; replace',
  experiments: [
    {
      label: 'replace 100',
      describe: 'K = 10 uniform, M = 100',
      setting: replace(uniform, 100),
      replicates: { statistics: 36_000, samples: 4000 },
      expectations: [
        {
          test: 'mean',
          quantity: sumOfSquaredProbabilities,
          t: 29,
          expected: law(uniform, 100)(29),
          published: '0.3343',
        },
      ],
    },
    {
      label: 'index 2',
      describe: 'K = 3, p = 0.6 0.3 0.1, M = 2',
      setting: replace(skewed, 2),
      replicates: { statistics: 100_000, samples: 50_000 },
      expectations: means(sumOfSquaredProbabilities, [0, 1, 2], law(skewed, 2)),
    },
  ],
});
