/** Claim 7: the risk converges only if Σ 1/M_i does: sample sizes must grow faster than linearly. */
import { pow } from '@collapse-lab/math';
import { replaceLogDeterminant } from '../prediction/gaussian/replace-scale.ts';
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import { means, replaceGaussian } from './measure/cases.ts';
import type { Expectation, Experiment } from './measure/experiment.ts';
import { logVariance, squaredW2 } from './measure/quantity.ts';
import type { GaussianSetting } from './measure/setting.ts';
import { unbiasedRisk } from './measure/w2-law.ts';

/** Size of fit k = t + 1: 100 k^s to the nearest integer. */
export function scheduledSize(exponent: number): (t: number) => number {
  return (t) => Math.round(100 * pow(t + 1, exponent));
}

function setting(exponent: number, generations: number): GaussianSetting {
  const size = scheduledSize(exponent);
  const values = Array.from({ length: generations }, (_, i) => size(i + 1));
  const sizes = { initial: size(0), new: { kind: 'list', values } as const };
  return { family: 'gaussian', ddof: 1, workflow: { kind: 'replace' }, sizes };
}

/** [fits, E W2²] of the exact form, to four digits; beyond M fits at constant size means are out of reach. */
const risks: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  '0': [[100, '1.4463']],
  '0.5': [
    [100, '0.27699'],
    [500, '0.63828'],
    [2000, '1.2752'],
  ],
  '1': [
    [100, '0.07772'],
    [500, '0.10169'],
    [2000, '0.12234'],
  ],
  '1.5': [
    [100, '0.03621'],
    [500, '0.03786'],
    [2000, '0.03853'],
  ],
};

function grown(exponent: number): Experiment {
  const risk = unbiasedRisk(scheduledSize(exponent));
  const rows = risks[String(exponent)];
  return {
    label: `s = ${exponent}`,
    describe: `M_k = 100 k^${exponent}`,
    setting: setting(exponent, 2000),
    replicates: { statistics: exponent < 1 ? 3000 : 2000 },
    fullReplicates: { statistics: exponent < 1 ? 40_000 : 15_000 },
    expectations: rows.map(
      ([fits, published]): Expectation => ({
        test: 'mean',
        quantity: squaredW2,
        t: fits - 1,
        expected: risk(fits - 1),
        published,
      }),
    ),
  };
}

function byPoints(exponent: number): Experiment {
  const risk = unbiasedRisk(scheduledSize(exponent));
  return {
    label: `s = ${exponent}, points`,
    describe: `M_k = 100 k^${exponent}`,
    setting: setting(exponent, 10),
    replicates: { samples: 1200 },
    expectations: means(squaredW2, [0, 9], risk),
  };
}

const constantLog = replaceLogDeterminant({
  covariance: 'full',
  d: 1,
  size: () => 100,
  ddof: 1,
  samplingBias: 1,
});

export const superlinearSchedule: Claim = defineClaim({
  id: 7,
  name: 'The W2 risk stays finite only if Σ 1/M_i does: it grows for s ≤ 1 and converges for s = 1.5',
  source: 'Shumailov et al., Nature 631 (2024), SI 3.1.1; Xu, He & Cheng 2025 (arXiv 2505.13947)',
  setting:
    'models 99, 499, 1999 (100, 500, 2000 fits), fit k on 100 k^s points (rounded), s = 0, 0.5, 1, 1.5, ' +
    'replace; 1-D, ddof 1',
  correction:
    'Superlinear growth is not quite the condition: M_i = i ln i grows superlinearly and Σ 1/M_i still ' +
    'diverges. The simulated figures in ' +
    'circulation (0.0792/0.1035/0.1227 for s = 1, 0.0375/0.0393/0.0401 for s = 1.5) miss the exact ones, ' +
    'and 0.0401 exceeds the supremum 0.0392. ' +
    'At constant size the mean is out of reach after M fits: E log S_t is compared there.',
  experiments: [
    ...[0.5, 1, 1.5].map(grown),
    {
      label: 's = 0',
      describe: 'M_k = 100',
      setting: replaceGaussian(100, 1),
      replicates: { statistics: 50_000 },
      fullReplicates: { statistics: 66_000 },
      expectations: risks['0'].map(
        ([fits, published]): Expectation => ({
          test: 'mean',
          quantity: squaredW2,
          t: fits - 1,
          expected: unbiasedRisk(scheduledSize(0))(fits - 1),
          published,
        }),
      ),
    },
    {
      label: 's = 0, late',
      describe: 'M_k = 100',
      setting: replaceGaussian(100, 1),
      replicates: { statistics: 4000 },
      expectations: means(logVariance, [499], (t) => constantLog(t).mean),
    },
    ...[0, 0.5, 1, 1.5].map(byPoints),
  ],
});
