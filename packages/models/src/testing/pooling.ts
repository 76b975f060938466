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
      it('points that weigh three times as much are three copies of each', () => {
        const stream = streamOf(subject, 'weights');
        const [a, b] = [drawData(subject, 8, stream), drawData(subject, 5, stream)];
        const weighted = reduce(a);
        law.scale!(weighted, 3);
        law.addData(weighted, b);
        const copies = reduce(concatData([a, a, a, b]));
        require(law.count(weighted) === 29, `count: got ${law.count(weighted)}, expected 29`);
        requireSame(
          subject.parameters(law.fit(weighted)),
          subject.parameters(law.fit(copies)),
          'weighted statistics',
        );
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
