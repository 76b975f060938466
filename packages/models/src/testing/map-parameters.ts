/** `mapParameters` is how a number format of low precision acts on a model. */
import { require } from './contract.ts';
import type { FamilySubject, TestApi } from './subject.ts';

export function describeMapParameters({ describe, it }: TestApi, subject: FamilySubject): void {
  const { family, model } = subject;
  if (family.mapParameters === undefined) return;
  const text = (each: unknown): string => JSON.stringify(family.encode(each));

  describe('mapParameters', () => {
    it('with the identity gives an equal model, in memory of its own', () => {
      const mapped = family.mapParameters!(model, (x) => x);
      require(text(mapped) === text(model), `got ${text(mapped)}, expected ${text(model)}`);
      require(mapped !== model, 'the identity returned the model itself');
    });

    it('gives every parameter to the function and leaves the model as it was', () => {
      const before = text(model);
      const seen: number[] = [];
      const mapped = family.mapParameters!(model, (x) => {
        seen.push(x);
        return x / 2;
      });
      require(text(model) === before, 'mapParameters changed its argument');
      require(text(mapped) !== before, 'halving every parameter changed nothing');
      for (const parameter of Array.from(subject.parameters(model)))
        require(seen.includes(parameter), `parameter ${parameter} was not given to the function`);
    });
  });
}
