/** Statistics of two data sets pool to the statistics of both. */
import { concatData } from '../data/rows.ts';
import { require, requireSame } from './contract.ts';
import { drawData, streamOf } from './setting.ts';
import type { FamilySubject, TestApi } from './subject.ts';

export function describePooling({ describe, it }: TestApi, subject: FamilySubject): void {
  const { family } = subject;
  const { law } = family;
  if (law === undefined) return;
  const reduce = (data: ReturnType<typeof drawData>): unknown => {
    const statistics = law.create();
    law.addData(statistics, data);
    return statistics;
  };

  describe('pooling', () => {
    for (const [n, m] of [
      [1, Math.max(1, family.minimumSize - 1)],
      [1, 20],
      [30, 4],
    ])
      it(`statistics of ${n} and ${m} points pool to those of all`, () => {
        const stream = streamOf(subject, `pool ${n} ${m}`);
        const [a, b] = [drawData(subject, n, stream), drawData(subject, m, stream)];
        const whole = reduce(concatData([a, b]));
        const pooled = reduce(a);
        const other = reduce(b);
        const before = JSON.stringify(law.encode(other));
        law.addStatistics(pooled, other);
        require(law.count(pooled) === n + m, `count: got ${law.count(pooled)}, expected ${n + m}`);
        require(JSON.stringify(law.encode(other)) === before, 'addStatistics changed what it added');
        const appended = reduce(a);
        law.addData(appended, b);
        const expected = subject.parameters(law.fit(whole));
        requireSame(subject.parameters(law.fit(pooled)), expected, 'pooled statistics');
        requireSame(subject.parameters(law.fit(appended)), expected, 'data added to statistics');
      });

    if (law.scale !== undefined)
      it('weights count by their ratios: the same factor on all points leaves the fit as it is', () => {
        const stream = streamOf(subject, 'weights');
        const [a, b] = [drawData(subject, 8, stream), drawData(subject, 5, stream)];
        const weighted = (weightOfA: number, weightOfB: number): unknown => {
          const [statistics, other] = [reduce(a), reduce(b)];
          law.scale!(statistics, weightOfA);
          law.scale!(other, weightOfB);
          law.addStatistics(statistics, other);
          return statistics;
        };
        const count = law.count(weighted(3, 0.5));
        require(count === 26.5, `count: got ${count}, expected the sum of the weights, 26.5`);
        const fitOf = (statistics: unknown) => subject.parameters(law.fit(statistics));
        const plain = fitOf(reduce(concatData([a, b])));
        requireSame(fitOf(weighted(4, 4)), plain, 'equal weights');
        requireSame(fitOf(weighted(6, 1)), fitOf(weighted(3, 0.5)), 'weights of the same ratio');
        requireSame(fitOf(weighted(3, 0)), fitOf(reduce(a)), 'points without weight');
      });

    it('pooling with the statistics of no points changes nothing', () => {
      const statistics = reduce(drawData(subject, 9, streamOf(subject, 'neutral')));
      const before = JSON.stringify(law.encode(statistics));
      law.addStatistics(statistics, law.create());
      require(JSON.stringify(law.encode(statistics)) === before, 'adding nothing changed the statistics');
      const empty = law.create();
      law.addStatistics(empty, statistics);
      require(JSON.stringify(law.encode(empty)) === before, 'adding to nothing gave other statistics');
      law.clear(empty);
      require(law.count(empty) === 0, `count after clear: got ${law.count(empty)}, expected 0`);
      law.addStatistics(empty, statistics);
      require(JSON.stringify(law.encode(empty)) === before, 'statistics remember what was cleared');
    });
  });
}
