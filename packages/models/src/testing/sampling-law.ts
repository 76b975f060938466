/** `sample` draws from the law that `logDensity` and the known moments describe. */
import { exp } from '@collapse-lab/math';
import { require, requireIdentical } from './contract.ts';
import { requireMean, requireUniform } from './laws.ts';
import { drawData, neighbour, scaled, streamOf } from './setting.ts';
import type { FamilySubject, TestApi } from './subject.ts';

export function describeSamplingLaw({ describe, it }: TestApi, subject: FamilySubject): void {
  const { family, moments } = subject;
  const size = scaled(subject, 20_000);
  describe('sampling law', () => {
    it('samples as many points as asked, of its shape', () => {
      for (const n of [0, 1, 7]) {
        const data = drawData(subject, n, streamOf(subject, 'sizes'));
        require(data.n === n, `sample: got n = ${data.n}, expected ${n}`);
        require(data.kind === family.shape.kind, `sample: got ${data.kind}, expected ${family.shape.kind}`);
      }
    });

    if (moments !== undefined)
      it('samples have the known moments', () => {
        const data = drawData(subject, size, streamOf(subject, 'moments'));
        const values = moments.of(data);
        const q = moments.expected.length;
        for (let j = 0; j < q; j++) {
          const column = Array.from({ length: size }, (_, i) => values[i * q + j]);
          requireMean(column, moments.expected[j], `moment ${j}`);
        }
      });

    if (subject.uniforms !== undefined)
      it('samples have the known distribution function', () => {
        requireUniform(subject.uniforms!(drawData(subject, size, streamOf(subject, 'uniforms'))), 'uniforms');
      });

    if (family.logDensity !== undefined && subject.densityIsOfSamples !== false)
      it('samples have the stated density: E[q / p] = 1 for neighbouring models q', () => {
        checkDensityRatios(subject, size);
      });
  });
}

/**
 * Under samples of p the mean of q / p is 1 for every density q that p dominates. With q a fit to 1000 points, q / p
 * is nearly linear in the functions that the family estimates, and sees them off by a few standard errors.
 */
function checkDensityRatios(subject: FamilySubject, size: number): void {
  const { family, model } = subject;
  const stream = streamOf(subject, 'density');
  const data = drawData(subject, size, stream);
  const own = family.logDensity!(model, data);
  require(own.length === size, `logDensity: got ${own.length} numbers, expected ${size}`);
  requireIdentical(family.logDensity!(model, data), own, 'logDensity, asked twice');
  for (let trial = 0; trial < 8; trial++) {
    const other = family.logDensity!(neighbour(subject, 1000, stream), data);
    const ratios = Array.from(own, (value, i) => exp(other[i] - value));
    requireMean(ratios, 1, `E[q / p], neighbour ${trial}`);
  }
}
