/** Claim 46: as many points as accumulate has, all synthetic. */
import { momentLaw } from '../prediction/moments/moment-law.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import type { Experiment } from './measure/experiment.ts';
import { meanError } from './measure/quantity.ts';
import type { GaussianSetting } from './measure/setting.ts';

/** H_k / n = Σ_{i ≤ k} 1/(n i). */
export function grownRisk(n: number): (t: number) => number {
  return (t) => {
    let sum = 0;
    for (let i = 1; i <= t + 1; i++) sum += 1 / (n * i);
    return sum;
  };
}

function setting(kind: 'replace-grown' | 'accumulate', n: number): GaussianSetting {
  return { family: 'gaussian', ddof: 1, workflow: { kind }, sizes: { initial: n, new: n } };
}

/** Unbiased accumulate at the same sizes. */
const accumulated = momentLaw(
  { kind: 'accumulate' },
  { initial: 100, new: 100 },
  { ddof: 1, samplingBias: 1 },
);

export const replaceGrown: Claim = defineClaim({
  id: 46,
  name: 'Replace on a set that grows as accumulate’s still degrades: E (μ_t − μ_0)² = H_{t+1}/n, against at most π²/6 /n',
  source:
    'Gerstgrasser et al., COLM 2024 (arXiv 2404.01413), ablation “replace with grown dataset”; Gaussian form: own derivation',
  setting:
    'models 9, 99 (10, 100 fits on 100 (t+1) points), n = 100; models 0, 1, 2 (1, 2, 3 fits), n = 2; 1-D, ddof 1',
  correction:
    'The paper shows it on language models (2.39 to 2.18 at round 4, accumulate 1.74): slower, and still growing. Here it grows as a ' +
    'logarithm.',
  experiments: [
    {
      label: 'grown 100',
      describe: 'replace-grown, n = 100',
      setting: setting('replace-grown', 100),
      replicates: { statistics: 30_000, samples: 400 },
      expectations: means(meanError, [9, 99], grownRisk(100)),
    },
    {
      label: 'accumulate 100',
      describe: 'accumulate, n = 100',
      setting: setting('accumulate', 100),
      replicates: { statistics: 30_000, samples: 2000 },
      expectations: [
        ...means(meanError, [9, 99], (t) => accumulated(t).meanError),
        {
          test: 'at most',
          quantity: { ...meanError, name: '(μ_t − μ_0)² against (π²/6)/n' },
          t: 99,
          expected: (Math.PI * Math.PI) / 600,
        },
      ],
    } satisfies Experiment,
    {
      label: 'index 2',
      describe: 'replace-grown, n = 2',
      setting: setting('replace-grown', 2),
      replicates: { statistics: 100_000, samples: 50_000 },
      expectations: means(meanError, [0, 1, 2], grownRisk(2)),
    },
  ],
});
