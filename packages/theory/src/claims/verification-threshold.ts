/** Claim 31: how wrong synthetic labels may be when a verifier looks at them. */
import { normalCdf } from '@collapse-lab/math';
import { gaussianClassesSource, type LogisticModel, logisticRegression } from '@collapse-lab/models';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import type { Quantity } from './measure/quantity.ts';

const d = 2;
const phi = 0.9;
const psi = 0.3;

/** p* = 1/(1 + ψ/φ): above it more wrong than right labels are kept. */
export const threshold: number = 1 / (1 + psi / phi);

/** Φ(μ·w/|w|), classes N(± μ, I) with |μ| = 1.5. */
const accuracy: Quantity = {
  name: 'accuracy',
  metrics: ['accuracy'],
  own: {
    accuracy: ({ weights }: LogisticModel) => {
      let along = 0;
      let square = 0;
      for (const weight of weights) {
        along += (weight * 1.5) / Math.sqrt(d);
        square += weight * weight;
      }
      return normalCdf(along / Math.sqrt(square));
    },
  },
  value: (read, t) => read('accuracy', t),
};

function experiment(wrong: number): Experiment {
  const below = wrong < threshold;
  const bound: Expectation = {
    test: below ? 'at least' : 'at most',
    quantity: accuracy,
    t: 1,
    expected: below ? 0.9 : 0.1,
  };
  return {
    label: `index ${wrong}`,
    describe: `p = ${wrong}`,
    setting: {
      family: logisticRegression,
      options: { design: 'fresh', labels: 'predicted', flip: wrong },
      real: gaussianClassesSource({ d, mean: 1.5 / Math.sqrt(d) }),
      workflow: { kind: 'replace', curate: { kind: 'label-verifier', phi, psi } },
      sizes: { initial: 10_000, new: 100_000 },
      seconds: { samples: 0.05 },
    },
    replicates: { samples: 60 },
    expectations: [bound],
  };
}

export const verificationThreshold: Claim = defineClaim({
  id: 31,
  name: 'Verified synthetic labels: accuracy of Bayes’ rule below the share p* = 1/(1 + ψ/φ) of wrong ones, of its negation above',
  source: 'Feng et al., ICLR 2025 (arXiv 2406.07515)',
  setting:
    'model 1 (2 fits): labels of model 0 flipped with p = 0.6, 0.72, 0.78, 0.9, kept with φ = 0.9 where right and ψ = 0.3 where wrong (p* = 0.75), ' +
    '100,000 made; two classes N(± μ, I_2), |μ| = 1.5, logistic regression',
  correction:
    'The 100 % and 0 % of the paper mean Bayes’ rule and its negation: with |μ| = 1.5 accuracies of .933 and .067, of which .9 and .1 are asked ' +
    'within ± .03 of p*. “Right” is by Bayes’ rule.',
  experiments: [0.6, 0.72, 0.78, 0.9].map(experiment),
});
