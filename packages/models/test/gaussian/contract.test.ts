import type { CovarianceKind } from '@collapse-lab/models';
import { describeFamily } from '@collapse-lab/models/testing';
import { describe, it } from 'vitest';
import { gaussianSubject } from './subject.ts';

// Every statistical assertion allows 5 standard errors; the whole file makes about 4000 of them, so that a new set of
// seeds would raise a false alarm about once in 300 times. The seeds are fixed.
const cases: [number, CovarianceKind, 0 | 1, number][] = [
  [1, 'full', 0, 1],
  [1, 'full', 1, 1],
  [1, 'diagonal', 1, 1],
  [1, 'spherical', 0, 1],
  [3, 'full', 0, 1],
  [3, 'full', 1, 1],
  [3, 'diagonal', 0, 1],
  [3, 'diagonal', 1, 1],
  [3, 'spherical', 0, 1],
  [3, 'spherical', 1, 1],
  [1, 'full', 1, 0.8],
  [2, 'full', 1, 0.8],
  [2, 'diagonal', 0, 1.5],
];

for (const [d, covariance, ddof, samplingBias] of cases)
  describeFamily({ describe, it }, () => ({
    ...gaussianSubject(d, { covariance, ddof, samplingBias }),
    // The full matrix in several dimensions is where the most can go wrong; the rest at half the sample sizes.
    effort: covariance === 'full' && d === 3 ? 1 : 0.5,
  }));
