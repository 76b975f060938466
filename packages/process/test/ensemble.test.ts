import { Stream } from '@collapse-lab/math';
import { dataSetSource, type GaussianModel, pointsOf, type RealSource } from '@collapse-lab/models';
import { createLineage, type EnsembleRequest, ensemble, replicateStreams } from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { cases, gaussianFamily, models, specOf } from './support/settings.ts';

const root = Stream.fromPath(['ensemble']);
const at = [0, 2, 5];

function request(name: string, rest: Partial<EnsembleRequest> = {}): EnsembleRequest {
  const setting = cases.find((candidate) => candidate.name === name)!;
  return {
    spec: specOf(models[1], setting, 'auto'),
    root,
    replicates: 7,
    generations: 5,
    at,
    metrics: {
      mean: (model: GaussianModel) => model.mean[0],
      factor: (model: GaussianModel) => model.factor[2],
    },
    ...rest,
  };
}

describe('ensemble', () => {
  it.each(cases)('$name: replicate i is the lineage of root.split(i), bit for bit', ({ name }) => {
    for (const realDraw of ['points', 'law'] as const) {
      const { values, sampler } = ensemble(request(name, { realDraw }));
      for (const i of [0, 6]) {
        const lineage = createLineage(request(name).spec, replicateStreams(root, i), { realDraw });
        expect(lineage.sampler).toBe(sampler);
        let state = lineage.init();
        at.forEach((t, j) => {
          while (state.t < t) state = lineage.step(state);
          expect(values.mean[j][i]).toBe((state.model as GaussianModel).mean[0]);
          expect(values.factor[j][i]).toBe((state.model as GaussianModel).factor[2]);
        });
      }
    }
  });

  it.each(cases)('$name: does not depend on how it is shared out', ({ name }) => {
    const whole = ensemble(request(name)).values;
    const parts = [
      [0, 3],
      [3, 1],
      [4, 3],
    ].map(([from, count]) => ensemble(request(name, { from, count })).values);
    for (const metric of ['mean', 'factor']) {
      at.forEach((_, j) => {
        expect(parts.flatMap((part) => [...part[metric][j]])).toEqual([...whole[metric][j]]);
      });
    }
  });

  it('draws a finite data set in an order of its own for each replicate', () => {
    const data = pointsOf(
      Float64Array.from({ length: 60 }, (_, i) => i * i),
      2,
    );
    const real = dataSetSource({ identity: 'squares', data }) as RealSource;
    for (const sampler of ['statistics', 'samples'] as const) {
      const setting = cases.find(({ name }) => name === 'fresh-real')!;
      const spec = { ...specOf(models[1], setting, sampler), real };
      const { values } = ensemble(request('fresh-real', { spec }));
      for (let i = 0; i < 7; i++) {
        const { model } = createLineage(spec, replicateStreams(root, i)).init();
        expect(values.mean[0][i]).toBe((model as GaussianModel).mean[0]);
      }
      expect(new Set(values.mean[0]).size).toBe(7);
    }
  });

  it('keeps a subset of D_0 where p_0 is outside the family, as points', () => {
    for (const covariance of ['diagonal', 'spherical']) {
      const setting = cases.find(({ name }) => name === 'keep-real fixed added')!;
      const spec = { ...specOf(models[1], setting, 'auto'), family: gaussianFamily(2, { covariance }) };
      const metrics = { factor: (model: GaussianModel) => model.factor[0] };
      const byDefault = ensemble(request('keep-real fixed added', { spec, metrics }));
      expect(byDefault.sampler).toBe('statistics');
      const asPoints = ensemble(request('keep-real fixed added', { spec, metrics, realDraw: 'points' }));
      expect(byDefault.values).toEqual(asPoints.values);
    }
  });

  it('takes all replicates from `from` on by default, and none where there are none', () => {
    expect(ensemble(request('replace', { from: 5 })).values.mean[0]).toHaveLength(2);
    expect(ensemble(request('replace', { from: 7 })).values.mean[0]).toHaveLength(0);
  });

  it.each<[Partial<EnsembleRequest>, string]>([
    [{ replicates: 1.5 }, 'replicates: got 1.5, expected a non-negative integer.'],
    [{ from: 8 }, 'from: got 8, expected an integer from 0 to 7.'],
    [{ from: 5, count: 3 }, 'count: got 3, expected an integer from 0 to 2.'],
    [{ at: [0, 6] }, 'at[1]: got 6, expected an integer from 1 to 5 (generations, strictly ascending).'],
    [{ at: [3, 3] }, 'at[1]: got 3, expected an integer from 4 to 5 (generations, strictly ascending).'],
  ])('refuses %j', (changes, message) => {
    expect(() => ensemble(request('replace', changes))).toThrow(message);
  });
});
