import type { Sizes, WorkflowSpec } from '@collapse-lab/process';
import {
  accumulateMoments,
  accumulateSubsampleMoments,
  accumulateSubsampleRatioLimit,
  accumulateVarianceLimit,
  freshRealMoments,
  freshRealVarianceLimit,
  keepRealMoments,
  mixtureFixedPoint,
  mixtureMoments,
  momentLaw,
  replaceMoments,
} from '@collapse-lab/theory';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose, reference } from '../../reference.ts';

const ml = { ddof: 0, samplingBias: 1 } as const;
const unbiased = { ddof: 1, samplingBias: 1 } as const;

describe('second moments against the covariance matrix of all points, tiny sizes', () => {
  for (const { workflow, sizes, ddof, samplingBias, rows } of reference.gaussianTiny) {
    it(`${JSON.stringify(workflow)} ${JSON.stringify(sizes)} ddof ${ddof} λ ${samplingBias}`, () => {
      const law = momentLaw(workflow, sizes, { ddof, samplingBias });
      rows.forEach(([variance, meanError], t) => {
        expectClose(law(t).variance, variance, 1e-12);
        expectClose(law(t).meanError, meanError, 1e-12);
      });
    });
  }
});

const size = fc.integer({ min: 2, max: 50 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

const workflows: fc.Arbitrary<WorkflowSpec> = fc.oneof(
  fc.constantFrom<WorkflowSpec>(
    { kind: 'replace' },
    { kind: 'replace-grown' },
    { kind: 'accumulate' },
    { kind: 'accumulate-subsample' },
    { kind: 'fresh-real' },
    { kind: 'fresh-real', weight: 'golden' },
  ),
  share.map((weight): WorkflowSpec => ({ kind: 'fresh-real', weight })),
  fc.tuple(share, share).map(([a, b]): WorkflowSpec => {
    const alpha = Math.min(a, b);
    const beta = Math.abs(a - b);
    return { kind: 'mixture', alpha, beta, gamma: 1 - alpha - beta };
  }),
  fc
    .tuple(share, fc.constantFrom('fixed', 'redrawn'))
    .map(([s, subset]): WorkflowSpec => ({ kind: 'keep-real', share: s, subset, mode: 'added' })),
);

function sizesFor(workflow: WorkflowSpec, initial: number, added: number): Sizes {
  const base = { initial, new: added };
  return workflow.kind === 'fresh-real' ? { ...base, real: 3 } : base;
}

describe('laws of the second moments', () => {
  it('maximum likelihood conserves variance + meanError under every workflow and size', () => {
    fc.assert(
      fc.property(workflows, size, size, fc.integer({ min: 0, max: 30 }), (workflow, initial, added, t) => {
        const { variance, meanError } = momentLaw(workflow, sizesFor(workflow, initial, added), ml)(t);
        expectClose(variance + meanError, 1, 1e-11);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('unbiased fits of fresh draws keep E Σ = C: replace, any sizes', () => {
    const law = replaceMoments({ ...unbiased, size: (t) => 2 + t });
    for (const t of [0, 1, 10]) expectClose(law(t).variance, 1, 1e-14);
    expectClose(law(3).meanError, 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5, 1e-14);
  });

  it('refuses a t that is no generation', () => {
    const law = replaceMoments({ ...ml, size: () => 5 });
    expect(() => law(-1)).toThrow(/t.*-1.*a generation: an integer ≥ 0/s);
    expect(() => law(1.5)).toThrow(/a generation/);
  });
});

describe('published and derived figures', () => {
  it('replace, maximum likelihood: (1 − 1/n)^fits', () => {
    const law = replaceMoments({ ...ml, size: () => 100 });
    expectClose(law(99).variance, 0.99 ** 100, 1e-13);
    expectClose(law(99).meanError, 1 - 0.99 ** 100, 1e-13);
  });

  it('sampling bias: λ^t unbiased, λ^t (1 − 1/n)^(t+1) maximum likelihood', () => {
    const bias = { samplingBias: 0.9, size: () => 100 };
    expectClose(replaceMoments({ ...bias, ddof: 1 })(20).variance, 0.9 ** 20, 1e-13);
    expectClose(replaceMoments({ ...bias, ddof: 0 })(20).variance, 0.9 ** 20 * 0.99 ** 21, 1e-13);
  });

  it('accumulate: product forms and the sinc limit', () => {
    const product = (from: number, factor: (i: number) => number, fits: number) => {
      let value = 1;
      for (let i = from; i <= fits; i++) value *= factor(i);
      return value;
    };
    for (const n of [2, 10, 100]) {
      const setting = { initial: n, added: () => n, samplingBias: 1 };
      const biased = accumulateMoments({ ...setting, ddof: 0 });
      expectClose(
        biased(99).variance,
        product(1, (i) => 1 - 1 / (n * i * i), 100),
        1e-13,
      );
      const corrected = accumulateMoments({ ...setting, ddof: 1 });
      expectClose(
        corrected(99).variance,
        product(2, (i) => 1 - 1 / (i * (n * i - 1)), 100),
        1e-13,
      );
      const tail = 1 / (n * 20_000);
      expectClose(biased(19_999).variance, accumulateVarianceLimit(n), 2 * tail);
    }
    expectClose(accumulateVarianceLimit(10), 0.843436, 1e-6);
    expectClose(accumulateMoments({ ...ml, initial: 10, added: () => 10 })(99).variance, 0.8443, 1e-4);
  });

  it('accumulate-subsample: the ratio to generation 0 after 100 fits', () => {
    const ratio = (n: number, t: number) => {
      const law = accumulateSubsampleMoments({ ...ml, initial: n, added: () => n, train: () => n });
      return law(t).meanError / law(0).meanError;
    };
    expect([10, 100, 1000].map((n) => Number(ratio(n, 99).toFixed(3)))).toEqual([2.589, 2.871, 2.902]);
    // n → ∞ at g = 100 fits: 1 + Σ_{j=2..g} (2 − 1/(j−1))/j² + (1 − 1/g), then π²/2 − 2.
    let finite = 1 + (1 - 1 / 100);
    for (let j = 2; j <= 100; j++) finite += (2 - 1 / (j - 1)) / (j * j);
    expectClose(ratio(1e9, 99), finite, 1e-7);
    expectClose(ratio(1e9, 3000), accumulateSubsampleRatioLimit, 1e-3);
  });

  it('mixture: constant weights, fixed point and its special cases', () => {
    const law = (n: number, alpha: number, beta: number, gamma: number) =>
      mixtureMoments({ ...ml, size: () => n, weights: () => ({ alpha, beta, gamma }) });
    // q' = ((1−γ)² − α²/n) q + α²/n, E S = (1 − 1/n)(1 − q).
    let q = 0;
    const explicit = law(7, 0.5, 0.3, 0.2);
    for (let t = 0; t < 20; t++) {
      expectClose(explicit(t).variance, (1 - 1 / 7) * (1 - q), 1e-13);
      q = (0.8 ** 2 - 0.25 / 7) * q + 0.25 / 7;
    }
    const fixed = mixtureFixedPoint({ n: 7, alpha: 0.5, gamma: 0.2 });
    expectClose(explicit(200).variance, fixed.variance, 1e-13);
    expectClose(explicit(200).meanError, fixed.meanError, 1e-13);
    // β = 0: (1−1/n)(1−a²)/(1−(1−1/n)a²); published at γ = .1, n = 100: .9495.
    const beta0 = mixtureFixedPoint({ n: 100, alpha: 0.9, gamma: 0.1 }).variance;
    expectClose(beta0, (0.99 * (1 - 0.81)) / (1 - 0.99 * 0.81), 1e-14);
    expect(law(100, 0.9, 0, 0.1)(100).variance.toFixed(4)).toBe('0.9495');
    // γ = 0: β only slows, E S = (1−1/n)(1−α²/n)^t.
    expectClose(law(10, 0.4, 0.6, 0)(30).variance, 0.9 * (1 - 0.016) ** 30, 1e-13);
    // α = 1 is replace; γ = 1 is the fit on real data for ever.
    expectClose(law(10, 1, 0, 0)(9).variance, 0.9 ** 10, 1e-13);
    expectClose(law(10, 0, 0, 1)(9).variance, 0.9, 1e-14);
  });

  it('fresh-real: exact share, fixed point of s = (1−1/n)(γ + a s) + γ a (1 − s)', () => {
    const law = freshRealMoments({ ...ml, initial: 100, synthetic: () => 90, real: () => 10 });
    let s = 0.99;
    for (let t = 0; t < 30; t++) {
      expectClose(law(t).variance, s, 1e-13);
      s = 0.99 * (0.1 + 0.9 * s) + 0.09 * (1 - s);
    }
    expectClose(law(400).variance, freshRealVarianceLimit({ n: 100, gamma: 0.1 }), 1e-12);
  });

  it('fresh-real, weighted: the published limit for large n, and the golden weight is its minimum', () => {
    const error = (weight: number | 'golden', k: number) => {
      const sizes = { initial: 1e6, new: 1e6, real: k * 1e6 };
      return k * 1e6 * momentLaw({ kind: 'fresh-real', weight }, sizes, ml)(200).meanError;
    };
    const published = (w: number, k: number) => (w * w + k * (1 - w) * (1 - w)) / (1 - (1 - w) * (1 - w));
    for (const w of [0.2, 0.5, 0.9, 1]) {
      for (const k of [0.5, 1, 4]) expectClose(error(w, k), published(w, k), 3e-6);
    }
    // At its minimum the limit is the weight itself: (√5 − 1)/2 and 2 (√2 − 1).
    expectClose(error('golden', 1), (Math.sqrt(5) - 1) / 2, 3e-6);
    expectClose(error('golden', 4), 2 * (Math.sqrt(2) - 1), 3e-6);
  });

  it('keep-real, all of D_0 replayed: e = a² e + a² (s_r − e)/m, E μ² = 1/r + e, E S = s_r − e', () => {
    const [r, m] = [8, 5];
    const law = keepRealMoments({ ...ml, initial: r, kept: r, subset: 'fixed', synthetic: () => m });
    const a = m / (m + r);
    let e = 0;
    for (let t = 0; t < 20; t++) {
      expectClose(law(t).meanError, 1 / r + e, 1e-13);
      expectClose(law(t).variance, 1 - 1 / r - e, 1e-13);
      e = a * a * e + (a * a * (1 - 1 / r - e)) / m;
    }
  });
});
