/** Claim 36: synthetic data helps beside few real points and hurts beside many. */
import { freshRealMoments } from '../prediction/moments/fresh-real.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import { meanError } from './measure/quantity.ts';

/** E (μ_1 − μ_0)² of a pooled fit to `real` fresh points and `synthetic` ones of a generator fitted to `initial`. */
export function pooledRisk(initial: number, real: number, synthetic: number): number {
  const estimator = { ddof: 0, samplingBias: 1 } as const;
  return freshRealMoments({ ...estimator, initial, synthetic: () => synthetic, real: () => real })(1)
    .meanError;
}

const initial = 200;
const synthetic = 400;

/** Sign of what the synthetic points do, in units of the risk 1/real without them. */
function experiment(real: number): Experiment {
  const helps = pooledRisk(initial, real, synthetic) < 1 / real;
  const setting = {
    family: 'gaussian',
    ddof: 0,
    workflow: { kind: 'fresh-real' },
    sizes: { initial, new: synthetic, real },
  } as const;
  const against: Expectation = {
    test: helps ? 'at most' : 'at least',
    quantity: { ...meanError, name: `(μ_t − μ_0)² against 1/${real} without synthetic points` },
    t: 1,
    expected: 1 / real,
  };
  return {
    label: `real ${real}`,
    describe: `${real} real, ${synthetic} synthetic`,
    setting,
    replicates: { statistics: 30_000, samples: 6000 },
    expectations: [
      { test: 'mean', quantity: meanError, t: 1, expected: pooledRisk(initial, real, synthetic) },
      against,
    ],
  };
}

export const realAgainstSynthetic: Claim = defineClaim({
  id: 36,
  name: 'Synthetic points lower the risk beside few real ones and raise it beside many',
  source: 'Kazdan et al. 2024 (arXiv 2410.16713), value of synthetic data; this setting: own derivation',
  setting:
    'model 1 (2 fits), 1-D, ddof 0: generator fitted to 200 points, then a pooled fit to 400 of its points and 20, 100, 800 or ' +
    '3200 fresh real ones',
  correction:
    'The paper shows it for fine-tuned language models (turning near 1000 real examples). A Gaussian shows the same sign change, ' +
    'exactly, near as many real points as the generator saw; the share of real data alone does not decide it.',
  experiments: [20, 100, 800, 3200].map(experiment),
});
