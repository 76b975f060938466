/** Agreement with scikit-learn's GaussianMixture from shared starts: tools/reference/mixture_em.py. */
import { readFileSync } from 'node:fs';
import { gram, Stream } from '@collapse-lab/math';
import {
  aic,
  bic,
  componentOf,
  fitMixture,
  type GaussianMixtureOptions,
  type MixtureCovariance,
  type MixtureModel,
  mixture,
  pointsOf,
} from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';

interface Parameters {
  lowerBound: number;
  weights: number[];
  means: number[];
  covariances: number[];
}

interface Fixture {
  cases: {
    name: string;
    d: number;
    k: number;
    covarianceFloor: number;
    start: GaussianMixtureOptions;
    data: number[];
    labels: number[];
    traces: { kind: MixtureCovariance; steps: Parameters[]; bic: number; aic: number }[];
    fits: ({ kind: MixtureCovariance; iterations: number; converged: boolean } & Parameters)[];
  }[];
}

const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../fixtures/mixture.json', import.meta.url), 'utf8'),
);

const stream = Stream.fromPath(['scikit-learn']);

/** In scikit-learn's layout: full k × d × d, tied d × d, diagonal k × d, spherical k. */
function covariancesOf(model: MixtureModel): number[] {
  const { covariance, k, d } = model;
  const components = Array.from({ length: covariance === 'tied' ? 1 : k }, (_, c) => componentOf(model, c));
  return components.flatMap(({ covariance: kind, factor }) =>
    Array.from(kind === 'full' ? gram(factor, d) : factor.map((deviation) => deviation * deviation)),
  );
}

/** Relative to the largest number of the kind: an off-diagonal covariance may be 0. */
function expectClose(got: ArrayLike<number>, expected: readonly number[], label: string): void {
  expect(got.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(got[i] - expected[i]) / scale, `${label}, number ${i}`).toBeLessThan(1e-8);
}

function expectModel(model: MixtureModel, expected: Parameters, label: string): void {
  expectClose([model.info!.lowerBound], [expected.lowerBound], `${label}: lower bound`);
  expectClose(model.weights, expected.weights, `${label}: weights`);
  expectClose(model.means, expected.means, `${label}: means`);
  expectClose(covariancesOf(model), expected.covariances, `${label}: covariances`);
}

for (const { name, d, k, covarianceFloor, start, data, labels, traces, fits } of fixture.cases)
  describe(`EM is scikit-learn's: ${name}`, () => {
    const train = pointsOf(data, d);

    it.each(traces)(
      '$kind: parameters and likelihood after each of 20 iterations',
      ({ kind, steps, ...last }) => {
        for (const [at, expected] of steps.entries()) {
          const resolved = mixture.resolve({
            components: k,
            covariance: kind,
            tolerance: 0,
            iterations: at + 1,
            covarianceFloor,
            start,
          }) as { options: never };
          const family = mixture.create(resolved.options, train);
          const model: MixtureModel = family.fit({ train }, stream);
          expect(model.info!.iterations).toBe(at + 1);
          expectModel(model, expected, `iteration ${at + 1}`);
          if (at + 1 < steps.length) continue;
          expectClose([bic(model, train), aic(model, train)], [last.bic, last.aic], 'BIC and AIC');
        }
      },
    );

    it.each(fits)('$kind: from given responsibilities, by the same stopping rule', (expected) => {
      const responsibilities = Float64Array.from(labels.flatMap((label) => unit(label, k)));
      const model = fitMixture(
        train,
        {
          components: k,
          covariance: expected.kind,
          tolerance: 1e-5,
          iterations: 2000,
          covarianceFloor,
          start: { kind: 'responsibilities', responsibilities },
        },
        stream,
      );
      expect(model.info).toMatchObject({ iterations: expected.iterations, converged: expected.converged });
      expectModel(model, expected, 'at convergence');
    });
  });

function unit(label: number, k: number): number[] {
  return Array.from({ length: k }, (_, c) => (c === label ? 1 : 0));
}
