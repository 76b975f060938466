/** Claim 11: accumulate-subsample lies between replace and accumulate: its risk levels off. */
import { momentLaw } from '../prediction/moments/moment-law.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means } from './measure/cases.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import { meanError, type Quantity, variance } from './measure/quantity.ts';
import type { GaussianSetting } from './measure/setting.ts';

const workflow = { kind: 'accumulate-subsample' } as const;

function setting(n: number): GaussianSetting {
  return { family: 'gaussian', ddof: 0, workflow, sizes: { initial: n, new: n } };
}

function law(n: number) {
  return momentLaw(workflow, { initial: n, new: n }, { ddof: 0, samplingBias: 1 });
}

/** The mean error in units of that of the first fit, 1/n. */
function ratio(n: number): Quantity {
  return { ...meanError, name: 'n (μ_t − μ_0)²', value: (read, t) => n * meanError.value(read, t) };
}

function plateau(
  n: number,
  replicates: number,
  full: number,
  published: string,
  only?: Experiment['only'],
): Experiment {
  return {
    label: `plateau ${n}`,
    describe: `n = ${n}`,
    setting: setting(n),
    replicates: { samples: replicates },
    fullReplicates: { samples: full },
    expectations: [9, 99].map(
      (t): Expectation => ({
        test: 'mean',
        quantity: ratio(n),
        t,
        expected: n * law(n)(t).meanError,
        ...(t === 99 ? { published } : {}),
      }),
    ),
    ...(only === undefined ? {} : { only }),
  };
}

export const accumulateSubsample: Claim = defineClaim({
  id: 11,
  name: 'Accumulate-subsample levels off: risk ratio to the first fit tends to π²/2 − 2 ≈ 2.935 for large n',
  source:
    'Kazdan et al. 2024 (arXiv 2410.16713); Dey & Donoho 2024 (arXiv 2410.22812), plot in its repository (2.90)',
  setting:
    'models 9, 99 (10, 100 fits), n = 10 and 100 (n = 1000 in a full run), as many new points, subsets without replacement ' +
    'of n; models 0, 1, 2 (1, 2, 3 fits), n = 2; 1-D, ddof 0',
  correction:
    'At finite n the ratio is smaller: exactly 2.589, 2.871 and 2.902 at 100 fits for n = 10, 100, 1000. With replacement ' +
    'the limit is π²/6 of a first fit that is itself twice as noisy.',
  experiments: [
    plateau(10, 8000, 82_000, '2.589'),
    plateau(100, 1500, 66_000, '2.871'),
    plateau(1000, 66_000, 66_000, '2.902', 'full'),
    {
      label: 'index 2',
      describe: 'n = 2',
      setting: setting(2),
      replicates: { samples: 50_000 },
      expectations: [
        ...means(meanError, [0, 1, 2], (t) => law(2)(t).meanError),
        ...means(variance, [1, 2], (t) => law(2)(t).variance),
      ],
    },
  ],
});
