/** Drawing statistics is drawing points and reducing them: one law, compared on the fitted parameters. */
import type { Stream } from '@collapse-lab/math';
import { require, requireSame } from './contract.ts';
import { requireSameLaw } from './laws.ts';
import { drawData, neighbour, scaled, streamOf } from './setting.ts';
import type { FamilySubject, TestApi } from './subject.ts';

export function describeStatisticsLaw({ describe, it }: TestApi, subject: FamilySubject): void {
  const { family, model } = subject;
  const { law, minimumSize } = family;
  if (law === undefined) return;
  const replicates = scaled(subject, 2000);
  const fitted = (make: (statistics: unknown) => void): ArrayLike<number> => {
    const statistics = law.create();
    make(statistics);
    return Float64Array.from(subject.parameters(law.fit(statistics)));
  };
  const repeat = (make: (statistics: unknown) => void) =>
    Array.from({ length: replicates }, () => fitted(make));

  describe('statistics law', () => {
    for (const n of new Set([minimumSize, minimumSize + 1, minimumSize + 6, 40]))
      it(`statistics of ${n} points, drawn at once or reduced from points, have one law`, () => {
        const stream = streamOf(subject, `law ${n}`);
        const drawn = repeat((statistics) => law.addDraw(statistics, model, n, stream));
        const reduced = repeat((statistics) => law.addData(statistics, drawData(subject, n, stream)));
        requireSameLaw(drawn, reduced, `n = ${n}`);
      });

    it('draws from two models pool as the points of both do', () => {
      const stream = streamOf(subject, 'pooled law');
      const other = neighbour(subject, minimumSize + 8, stream);
      const drawn = repeat((statistics) => {
        law.addDraw(statistics, model, minimumSize + 2, stream);
        law.addDraw(statistics, other, 3, stream);
      });
      const reduced = repeat((statistics) => {
        law.addData(statistics, drawData(subject, minimumSize + 2, stream));
        law.addData(statistics, family.sample(other, { n: 3 }, stream));
      });
      requireSameLaw(drawn, reduced, 'two models');
    });

    it('the fit to the statistics of data is the fit to the data', () => {
      const stream = streamOf(subject, 'reduction');
      const train = drawData(subject, 30, stream);
      const direct = subject.parameters(family.fit({ train }, stream));
      requireSame(
        fitted((statistics) => law.addData(statistics, train)),
        direct,
        'fit of statistics',
      );
    });

    it('fit overwrites and returns the model it is given', () => {
      const statistics = law.create();
      law.addDraw(statistics, model, 30, streamOf(subject, 'into'));
      const fresh = law.fit(statistics);
      const into = law.fit(statistics);
      law.addDraw(statistics, model, 30, streamOf(subject, 'more'));
      require(law.fit(statistics, into) === into, 'fit(statistics, into) returned another object');
      const expected = subject.parameters(law.fit(statistics));
      requireSame(subject.parameters(into), expected, 'the overwritten model');
      const same = Array.from(expected).every((value, i) => value === subject.parameters(fresh)[i]);
      require(!same, 'a fit to twice as many points changed no parameter');
    });

    if (law.split !== undefined) describeSplit({ describe, it }, subject, replicates);
  });
}

/**
 * The subset and the rest of a split, against those of points drawn apart: jointly, so that the law of the one given
 * the whole is seen too.
 */
function describeSplit({ it }: TestApi, subject: FamilySubject, replicates: number): void {
  const { family, model } = subject;
  const law = family.law!;
  const { minimumSize } = family;
  const joint = (subset: unknown, rest: unknown): Float64Array => {
    const parts = [subset, rest].map((part) => Array.from(subject.parameters(law.fit(part))));
    return Float64Array.from(parts.flat());
  };
  const splitOnce = (sizes: readonly [number, number], stream: Stream): Float64Array => {
    const whole = law.create();
    law.addData(whole, drawData(subject, sizes[0] + sizes[1], stream));
    const [subset, rest] = law.split!(whole, sizes[0], stream);
    return joint(subset, rest);
  };
  const apart = (sizes: readonly [number, number], stream: Stream): Float64Array => {
    const [subset, rest] = sizes.map((n) => {
      const statistics = law.create();
      law.addData(statistics, drawData(subject, n, stream));
      return statistics;
    });
    return joint(subset, rest);
  };

  for (const sizes of [
    [minimumSize, minimumSize],
    [minimumSize, minimumSize + 2],
    [minimumSize + 7, minimumSize + 3],
  ] as const)
    it(`a subset of ${sizes[0]} and the rest of ${sizes[1]} have the law of points`, () => {
      const stream = streamOf(subject, `split ${sizes.join(' ')}`);
      const split = Array.from({ length: replicates }, () => splitOnce(sizes, stream));
      const points = Array.from({ length: replicates }, () => apart(sizes, stream));
      requireSameLaw(split, points, `split ${sizes.join(' + ')}`);
    });

  it('the two parts of a split pool to the whole', () => {
    const stream = streamOf(subject, 'unsplit');
    const whole = law.create();
    law.addDraw(whole, model, 12, stream);
    const before = JSON.stringify(law.encode(whole));
    for (const n of [0, 1, 5, 12]) {
      const [subset, rest] = law.split!(whole, n, stream);
      require(law.count(subset) === n, `count of the subset: got ${law.count(subset)}, expected ${n}`);
      require(law.count(rest) === 12 - n, `count of the rest: got ${law.count(rest)}, expected ${12 - n}`);
      law.addStatistics(subset, rest);
      requireSame(
        subject.parameters(law.fit(subset)),
        subject.parameters(law.fit(whole)),
        `parts of ${n} and ${12 - n}`,
      );
    }
    require(JSON.stringify(law.encode(whole)) === before, 'split changed the statistics it was given');
  });
}
