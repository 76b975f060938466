/** Claim 38: what one resampling forgets. */
import { exp, log1p } from '@collapse-lab/math';
import { zipfMandelbrotSource } from '@collapse-lab/models';
import { symbolSurvival } from '../prediction/categorical/survival.ts';
import { memoriserError } from '../prediction/hutter/memoriser-error.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { alive, lostMass } from './measure/alive.ts';
import { means } from './measure/cases.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import type { CategoricalSetting } from './measure/setting.ts';

/** (1 − q)^M. */
export function unseen(q: number, m: number): number {
  return exp(m * log1p(-q));
}

function setting(probabilities: readonly number[], m: number): CategoricalSetting {
  const sizes = { initial: m, new: m };
  return { family: 'categorical', probabilities, workflow: { kind: 'replace' }, sizes };
}

/** One symbol of probability share/M; the first fit keeps it with 1 − (1 − q)^M, the second by the exact chain. */
function rare(share: number, m: number): Experiment {
  const q = share / m;
  const survival = symbolSurvival(q, m);
  const kept = (t: number): Expectation => ({
    test: 'probability',
    quantity: alive,
    t,
    expected: t === 0 ? 1 - unseen(q, m) : survival(t),
  });
  return {
    label: `index ${share}`,
    describe: `q = ${share}/M, M = ${m}`,
    setting: setting([q, 1 - q], m),
    replicates: { statistics: 40_000, samples: 8000 },
    expectations: [kept(0), kept(1)],
  };
}

const { truth } = zipfMandelbrotSource({ k: 500, exponent: 1 });
const zipf = truth?.kind === 'categorical' ? Array.from(truth.probabilities) : [];

export const oneStepLoss: Claim = defineClaim({
  id: 38,
  name: 'One resampling of M loses a symbol of probability q with (1 − q)^M: e^(−1) at q = 1/M',
  source:
    'Shumailov et al., Nature 631 (2024), discrete distributions; sums over symbols: missing mass (Good 1953)',
  setting:
    'model 0 (1 fit), M = 100 and q = 0.5/M, 1/M, 3/M; model 1 (2 fits) by the exact chain; lost mass of a Zipf vocabulary of 500, ' +
    'M = 100; replace',
  correction:
    'A state with q ≤ 1/M is said to be expected less than once per generation; at q = 1/M it is expected exactly once.',
  experiments: [
    ...[0.5, 1, 3].map((share) => rare(share, 100)),
    {
      label: 'zipf',
      describe: 'Zipf, K = 500, M = 100',
      setting: setting(zipf, 100),
      replicates: { statistics: 5000, samples: 2000 },
      expectations: means(lostMass(zipf), [0], () => memoriserError(zipf, 100)),
    },
  ],
});
