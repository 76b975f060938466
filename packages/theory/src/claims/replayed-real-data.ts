/** Claim 47: the whole real set kept beside new synthetic points. */
import { recurrence } from '../prediction/recurrence.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import type { Experiment } from './measure/experiment.ts';
import { meanError, variance } from './measure/quantity.ts';

/**
 * E (μ_t − μ_0)² = 1/r + e_t and E S_t = s_r − e_t, s_r = 1 − 1/r, e_0 = 0 and e' = a² e + a² (s_r − e)/m, a = m/(r + m): r
 * real points replayed, m synthetic, maximum likelihood.
 */
export function replayedLaw(r: number, m: number): (t: number) => number {
  const a = m / (r + m);
  return recurrence(0, (e) => a * a * (e + (1 - 1 / r - e) / m));
}

function experiment(
  label: string,
  r: number,
  m: number,
  times: readonly number[],
  replicates: Experiment['replicates'],
): Experiment {
  const law = replayedLaw(r, m);
  return {
    label,
    describe: `${r} real, ${m} synthetic`,
    setting: {
      family: 'gaussian',
      ddof: 0,
      workflow: { kind: 'keep-real', share: 1, subset: 'fixed', mode: 'added' },
      sizes: { initial: r, new: m },
    },
    replicates,
    expectations: [
      ...means(meanError, times, (t) => 1 / r + law(t)),
      ...means(variance, times, (t) => 1 - 1 / r - law(t)),
    ],
  };
}

export const replayedRealData: Claim = defineClaim({
  id: 47,
  name: 'Real data replayed beside m synthetic points: E (μ_t − μ_0)² = 1/r + e_t with e_t bounded, the variance does not vanish',
  source:
    'Alemohammad et al., ICLR 2024 (arXiv 2307.01850), synthetic augmentation loop; closed form: own derivation',
  setting:
    'models 1, 50 (2, 51 fits), (r, m) = (100, 100) and (100, 900); models 0, 1, 2 (1, 2, 3 fits), r = m = 2; 1-D, ddof 0',
  correction:
    'The paper says that a fixed real set delays collapse and does not prevent it. For a Gaussian that keeps all of its real points ' +
    'the loss stops: E S_t → s_r − e_∞ > 0; what remains is the error 1/r of the real set and the excess e_∞.',
  experiments: [
    experiment('100 and 100', 100, 100, [1, 50], { statistics: 30_000, samples: 3000 }),
    experiment('100 and 900', 100, 900, [1, 50], { statistics: 30_000, samples: 600 }),
    experiment('index 2', 2, 2, [0, 1, 2], { statistics: 100_000, samples: 60_000 }),
  ],
});
