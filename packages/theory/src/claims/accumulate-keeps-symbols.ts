/** Claim 49: accumulate forgets nothing that D_0 holds. */
import { exp } from '@collapse-lab/math';
import { symbolSurvival } from '../prediction/categorical/survival.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { alive, positiveRate } from './measure/alive.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import { unseen } from './one-step-loss.ts';

function survival(
  kind: 'accumulate' | 'replace',
  p: number,
  n: number,
  times: readonly number[],
  label: string,
  replicates: Experiment['replicates'],
): Experiment {
  const replaced = symbolSurvival(p, n);
  const law = kind === 'accumulate' ? () => 1 - unseen(p, n) : replaced;
  return {
    label,
    describe: `${kind}, p = ${p}, n = ${n}`,
    setting: {
      family: 'categorical',
      probabilities: [p, 1 - p],
      workflow: { kind },
      sizes: { initial: n, new: n },
    },
    replicates,
    expectations: times.map(
      (t): Expectation => ({ test: 'probability', quantity: alive, t, expected: law(t) }),
    ),
  };
}

export const accumulateKeepsSymbols: Claim = defineClaim({
  id: 49,
  name: 'Accumulate loses no symbol that D_0 holds: P(alive) = 1 − (1 − p)^n at every t, against a forgetting time of n p under replace',
  source:
    'Gerstgrasser et al., COLM 2024 (arXiv 2404.01413), accumulate; Suresh et al. (arXiv 2412.17646), forgetting; own derivation',
  setting:
    'models 0, 50 (1, 51 fits), p = 0.01, n = 100 (accumulate and replace), Poisson λ_0 = 0.01, n = 100 (accumulate); models 0, 1, 2 ' +
    '(1, 2, 3 fits), p = 0.3, n = 2',
  experiments: [
    survival('accumulate', 0.01, 100, [0, 50], 'accumulate 100', { statistics: 20_000, samples: 1500 }),
    survival('replace', 0.01, 100, [0, 50], 'replace 100', { statistics: 20_000, samples: 1500 }),
    {
      label: 'poisson',
      describe: 'accumulate, Poisson, λ_0 = 0.01, n = 100',
      setting: {
        family: 'poisson',
        rate: 0.01,
        workflow: { kind: 'accumulate' },
        sizes: { initial: 100, new: 100 },
      },
      replicates: { statistics: 20_000, samples: 3000 },
      expectations: [0, 50].map(
        (t): Expectation => ({ test: 'probability', quantity: positiveRate, t, expected: 1 - exp(-1) }),
      ),
    },
    survival('accumulate', 0.3, 2, [0, 1, 2], 'index 2', { statistics: 60_000, samples: 30_000 }),
  ],
});
