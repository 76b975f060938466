/** What a family must not be fitted to, and how it says so. */
import type { Data } from '../data/data.ts';
import { allocateData } from '../data/make-data.ts';
import { require, requireRefusal } from './contract.ts';
import { drawData, streamOf } from './setting.ts';
import type { FamilySubject, TestApi } from './subject.ts';

export function describeRefusals({ describe, it }: TestApi, subject: FamilySubject): void {
  const { family, model } = subject;
  const { shape, minimumSize, law } = family;
  const stream = streamOf(subject, 'refusals');
  const fit = (train: Data) => () => family.fit({ train, base: model }, stream);

  describe('refusals', () => {
    it('fits as few points as it says, and no fewer', () => {
      require(minimumSize >= 1, `minimumSize: got ${minimumSize}, expected at least 1`);
      fit(drawData(subject, minimumSize, stream))();
      for (let n = 0; n < minimumSize; n++)
        requireRefusal(fit(drawData(subject, n, stream)), `fit to ${n} points`);
    });

    it('refuses data of another shape', () => {
      for (const other of otherShapes(shape))
        requireRefusal(fit(allocateData(other, 50)), `fit to ${JSON.stringify(other)}`);
      const data = drawData(subject, 50, stream);
      requireRefusal(fit({ ...data, n: 51 }), 'fit to 51 points of which 50 are there');
    });

    it('refuses NaN, infinities and symbols outside the alphabet', () => {
      for (const wrong of shape.kind === 'points' ? [Number.NaN, Infinity, -Infinity] : [shape.k]) {
        const data = drawData(subject, 50, stream);
        data.values[data.values.length - 1] = wrong;
        requireRefusal(fit(data), `fit to ${wrong}`);
        if (law !== undefined) requireRefusal(() => law.addData(law.create(), data), `addData of ${wrong}`);
      }
    });

    it('refuses to sample a negative or broken number of points', () => {
      for (const n of [-1, 1.5, Number.NaN, Infinity])
        requireRefusal(() => family.sample(model, { n }, stream), `sample of ${n} points`);
    });

    if (law === undefined) return;
    it('refuses statistics of too few points, and broken draws', () => {
      for (let n = 0; n < minimumSize; n++) {
        const statistics = law.create();
        law.addDraw(statistics, model, n, stream);
        requireRefusal(() => law.fit(statistics), `fit to the statistics of ${n} points`);
      }
      for (const n of [-1, 1.5, Number.NaN])
        requireRefusal(() => law.addDraw(law.create(), model, n, stream), `addDraw of ${n} points`);
      if (law.split === undefined) return;
      const statistics = law.create();
      law.addDraw(statistics, model, 10, stream);
      for (const n of [-1, 11, 1.5])
        requireRefusal(() => law.split!(statistics, n, stream), `split of ${n} from 10`);
    });
  });
}

function otherShapes(shape: FamilySubject['family']['shape']): FamilySubject['family']['shape'][] {
  switch (shape.kind) {
    case 'points':
      return [
        { kind: 'points', d: shape.d + 1 },
        { kind: 'symbols', k: 5 },
      ];
    case 'symbols':
      return [
        { kind: 'symbols', k: shape.k + 1 },
        { kind: 'points', d: 1 },
      ];
    case 'sequences':
      return [
        { ...shape, k: shape.k + 1 },
        { ...shape, length: shape.length + 1 },
        { kind: 'symbols', k: shape.k },
      ];
  }
}
