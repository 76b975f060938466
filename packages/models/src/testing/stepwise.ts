/** Work in steps gives what it gives at once, however it is chopped, stored and restored. */
import type { Json } from '../family/json.ts';
import type { Blobs, Stepwise } from '../family/training.ts';
import { numbersOf, require, requireIdentical, requireRefusal } from './contract.ts';
import { drawData, requestOf, streamOf } from './setting.ts';
import type { FamilySubject, TestApi } from './subject.ts';

/** Blobs in memory. */
function blobsInMemory(): Blobs & { readonly kept: ReadonlyMap<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    put: (bytes) => {
      const name = `blob ${kept.size}`;
      kept.set(name, bytes);
      return name;
    },
    get: (name) => kept.get(name) as Uint8Array,
  };
}

export function describeStepwise({ describe, it }: TestApi, subject: FamilySubject): void {
  const { family, model } = subject;
  const { train, generate, pretrain } = family;
  if (train === undefined && generate === undefined && pretrain === undefined) return;
  const encoded = (each: unknown): string => JSON.stringify(family.encode(each));
  /** Other work with the family in between. */
  const disturb = (): void => {
    drawData(subject, 2, streamOf(subject, 'disturbance'));
  };

  const works = (name: string, begin: () => Stepwise<unknown>, text: (result: unknown) => string): void => {
    it(`${name}: step by step, stored and restored between, it gives the same bits`, () => {
      const whole = begin();
      const { steps } = whole;
      const expected = text(whole.finish());
      require(whole.made === steps, `made: got ${whole.made} at the end, expected ${steps}`);
      require(text(whole.finish()) === expected, 'finish gave another result when called again');
      for (const blobs of [undefined, blobsInMemory()]) {
        let work = begin();
        while (work.made < steps) {
          const before = work.made;
          work.advance(1);
          require(work.made === before + 1, `made: got ${work.made} after step ${before + 1}`);
          disturb();
          const stored = JSON.stringify(work.encode(blobs));
          const further = begin();
          further.restore(JSON.parse(stored), blobs);
          require(further.made === work.made, `restore: got made ${further.made}, expected ${work.made}`);
          disturb();
          require(JSON.stringify(further.encode(undefined)) ===
            JSON.stringify(work.encode(undefined)), `restore after ${work.made} steps: another state`);
          work = further;
        }
        const got = text(work.finish());
        require(got === expected, `${name} step by step: got ${brief(got)}, expected ${brief(expected)}`);
      }
    });

    it(`${name}: two at a time do not see each other`, () => {
      const expected = text(begin().finish());
      const [one, other] = [begin(), begin()];
      one.advance(1);
      other.advance(2);
      one.advance(1);
      require(text(one.finish()) === expected, `${name}: the first of two gave another result`);
      require(text(other.finish()) === expected, `${name}: the second of two gave another result`);
    });

    if (family.dispose !== undefined)
      it(`${name}: goes on where the family gave back its memory in between`, () => {
        const expected = text(begin().finish());
        const work = begin();
        work.advance(1);
        family.dispose!();
        require(text(work.finish()) === expected, `${name}: another result after dispose`);
      });

    it(`${name}: a state of nothing it knows is refused`, () => {
      const work = begin();
      const stored = work.encode() as { readonly [key: string]: Json };
      for (const wrong of [null, [], {}, { ...stored, made: work.steps + 1 }, { ...stored, made: -1 }])
        requireRefusal(() => begin().restore(wrong), `restore of ${brief(JSON.stringify(wrong))}`);
    });
  };

  describe('work in steps', () => {
    if (train !== undefined) {
      const data = drawData(subject, 20, streamOf(subject, 'train'));
      const validation = drawData(subject, 5, streamOf(subject, 'validation'));
      const input = { train: data, validation, ...startOf(subject) };
      works('train', () => train.call(family, input, streamOf(subject, 'steps')), encoded);
      it('train gives what fit gives', () => {
        const fitted = encoded(family.fit(input, streamOf(subject, 'steps')));
        const trained = encoded(train.call(family, input, streamOf(subject, 'steps')).finish());
        require(trained === fitted, `train: got ${brief(trained)}, fit ${brief(fitted)}`);
      });
    }
    if (generate !== undefined) {
      const start = () => generate.call(family, model, requestOf(subject, 7), streamOf(subject, 'steps'));
      works('generate', start, (data) => JSON.stringify(data));
      it('generate gives what sample gives', () => {
        const sampled = family.sample(model, requestOf(subject, 7), streamOf(subject, 'steps'));
        requireIdentical(numbersOf(start().finish()), numbersOf(sampled), 'generate');
      });
    }
    if (pretrain !== undefined) works('pretrain', () => pretrain.call(family), encoded);
  });
}

function startOf({ model }: FamilySubject): { readonly base: unknown; readonly previous: unknown } {
  return { base: model, previous: model };
}

function brief(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
