/** The same stream state gives the same bits, and nothing that is read is changed. */
import { Stream } from '@collapse-lab/math';
import { numbersOf, require, requireIdentical } from './contract.ts';
import { drawData, streamOf } from './setting.ts';
import type { FamilySubject, TestApi } from './subject.ts';

export function describeDeterminism({ describe, it }: TestApi, subject: FamilySubject): void {
  const { family, model } = subject;
  const { law } = family;
  /** Runs twice from one state; compares the JSON of the results and where the streams end. */
  const twice = (purpose: string, run: (stream: Stream) => unknown): void => {
    const first = streamOf(subject, purpose);
    first.uint32();
    const second = Stream.fromState(first.state());
    const [a, b] = [JSON.stringify(run(first)), JSON.stringify(run(second))];
    require(a === b, `${purpose}: the same stream state gave ${a} and then ${b}`);
    const [end, again] = [JSON.stringify(first.state()), JSON.stringify(second.state())];
    require(end === again, `${purpose}: the streams end at ${end} and ${again}`);
  };

  describe('determinism', () => {
    it('sample and fit repeat bit for bit', () => {
      twice('sample', (stream) => Array.from(numbersOf(drawData(subject, 50, stream))));
      const train = drawData(subject, 50, streamOf(subject, 'train'));
      twice('fit', (stream) => family.encode(family.fit({ train, base: model }, stream)));
    });

    const prepared = family.prepare?.(model);
    if (prepared !== undefined)
      it('a prepared sampler draws what sample draws, again and again', () => {
        for (const n of [5, 1, 0, 1]) {
          const purpose = `prepared ${n}`;
          const [one, other] = [streamOf(subject, purpose), streamOf(subject, purpose)];
          const [got, expected] = [prepared({ n }, one), family.sample(model, { n }, other)];
          requireIdentical(numbersOf(got), numbersOf(expected), `prepare, ${n} points`);
          const [end, ended] = [JSON.stringify(one.state()), JSON.stringify(other.state())];
          require(end === ended, `prepare: the stream ends at ${end}, after sample at ${ended}`);
        }
      });

    if (family.refit !== undefined)
      it('a refit is the fit to a sample, also in the memory of the model', () => {
        for (const n of [family.minimumSize, 2, 50, 1001]) {
          const [one, other] = [streamOf(subject, `refit ${n}`), streamOf(subject, `refit ${n}`)];
          const again = Stream.fromState(one.state());
          const expected = family.fit({ train: family.sample(model, { n }, other) }, other);
          const own = family.fit({ train: drawData(subject, 50, streamOf(subject, 'own')) }, again);
          for (const got of [family.refit!(model, n, one), family.refit!(model, n, again, own)])
            if (got !== undefined)
              require(JSON.stringify(family.encode(got)) ===
                JSON.stringify(
                  family.encode(expected),
                ), `refit to ${n} points: another model than of the fit`);
        }
      });

    it('sample and fit leave the model and the data as they were', () => {
      const before = JSON.stringify(family.encode(model));
      const train = drawData(subject, 50, streamOf(subject, 'train'));
      const points = Float64Array.from(numbersOf(train));
      family.fit({ train, base: model }, streamOf(subject, 'fit'));
      requireIdentical(numbersOf(train), points, 'the training data');
      require(JSON.stringify(family.encode(model)) === before, 'sample changed the model');
    });

    if (law === undefined) return;
    it('drawn statistics repeat bit for bit, and leave the model as it was', () => {
      const before = JSON.stringify(family.encode(model));
      twice('addDraw', (stream) => {
        const statistics = law.create();
        law.addDraw(statistics, model, 20, stream);
        law.addDraw(statistics, model, 3, stream);
        return law.encode(statistics);
      });
      require(JSON.stringify(family.encode(model)) === before, 'addDraw changed the model');
    });

    it('a draw of no points adds nothing and takes nothing from the stream', () => {
      const stream = streamOf(subject, 'nothing');
      const before = JSON.stringify(stream.state());
      const statistics = law.create();
      law.addDraw(statistics, model, 0, stream);
      require(law.count(statistics) === 0, `count: got ${law.count(statistics)}, expected 0`);
      require(JSON.stringify(stream.state()) === before, 'addDraw of no points moved the stream');
    });
  });
}
