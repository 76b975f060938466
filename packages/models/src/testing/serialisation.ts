/** Models and statistics survive JSON bit for bit. */
import { numbersOf, require, requireIdentical } from './contract.ts';
import { drawData, requestOf, streamOf } from './setting.ts';
import type { FamilySubject, TestApi } from './subject.ts';

/** Numbers that JSON has no word for, or that a careless writer rounds. */
const awkward = [-0, Number.NaN, Infinity, -Infinity, 5e-324, -1.7976931348623157e308, 0.1 + 0.2, 1e21];

export function describeSerialisation({ describe, it }: TestApi, subject: FamilySubject): void {
  const { family, model } = subject;
  const { law } = family;

  describe('serialisation', () => {
    it('a model survives JSON and samples the same bits', () => {
      const decoded = family.decode(JSON.parse(JSON.stringify(family.encode(model))));
      requireIdentical(subject.parameters(decoded), subject.parameters(model), 'parameters');
      const again = family.sample(decoded, requestOf(subject, 20), streamOf(subject, 'decoded'));
      requireIdentical(
        numbersOf(again),
        numbersOf(drawData(subject, 20, streamOf(subject, 'decoded'))),
        'sample',
      );
    });

    if (family.mapParameters !== undefined)
      it('parameters that JSON has no word for survive', () => {
        let i = 0;
        const odd = family.mapParameters!(model, () => awkward[i++ % awkward.length]);
        const text = JSON.stringify(family.encode(odd));
        requireIdentical(subject.parameters(family.decode(JSON.parse(text))), subject.parameters(odd), text);
      });

    if (law === undefined) return;
    it('statistics survive JSON and go on as they would have', () => {
      const statistics = law.create();
      law.addDraw(statistics, model, 11, streamOf(subject, 'statistics'));
      const text = JSON.stringify(law.encode(statistics));
      const decoded = law.decode(JSON.parse(text));
      require(JSON.stringify(law.encode(decoded)) === text, 'decoded statistics encode differently');
      for (const each of [statistics, decoded]) law.addDraw(each, model, 5, streamOf(subject, 'further'));
      const [a, b] = [statistics, decoded].map((each) => JSON.stringify(law.encode(each)));
      require(a === b, `statistics went on to ${a}, decoded ones to ${b}`);
    });

    it('what no family wrote is refused', () => {
      for (const wrong of [null, 3, [], {}]) {
        let refused = false;
        try {
          family.decode(wrong);
        } catch {
          refused = true;
        }
        require(refused, `decode accepted ${JSON.stringify(wrong)}`);
      }
    });
  });
}
