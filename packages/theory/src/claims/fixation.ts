/** Claim 15: a resampled categorical ends at one symbol, at symbol i with probability p_i. */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Experiment } from './measure/experiment.ts';
import { winner } from './measure/quantity.ts';

/** P(not collapsed after 1000 resamplings of 50) is about 6 (1 − 1/50)^1000 = 1e-8. */
const lastGeneration = 999;

function experiment(n: number, t: number, replicates: Experiment['replicates']): Experiment {
  const probabilities = [0.4, 0.3, 0.2, 0.1];
  return {
    label: `replace ${n}`,
    describe: `K = 4, p = ${probabilities.join(' ')}, M = ${n}`,
    setting: {
      family: 'categorical',
      probabilities,
      workflow: { kind: 'replace' },
      sizes: { initial: n, new: n },
    },
    replicates,
    expectations: [{ test: 'shares', quantity: winner, t, expected: probabilities }],
  };
}

export const fixation: Claim = defineClaim({
  id: 15,
  name: 'Discrete replace ends in one symbol with probability 1, at symbol i with probability p_i',
  source: 'Shumailov et al., Nature 631 (2024), discrete distributions with exact approximation',
  setting: 'model 999 (1000 fits), K = 4, M = 50, replace',
  experiments: [experiment(50, lastGeneration, { statistics: 10_000, samples: 800 })],
});
