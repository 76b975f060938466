import { Stream } from '@collapse-lab/math';
import {
  type NgramFamily,
  type NgramModel,
  type NgramOptions,
  ngram,
  sequencesOf,
} from '@collapse-lab/models';

export function familyOf(options: Partial<NgramOptions>, length: number, k: number): NgramFamily {
  const resolved = ngram.resolve(options);
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return ngram.create(resolved.options, { kind: 'sequences', length, k }) as NgramFamily;
}

/** A fit to texts in which every n-gram occurs. */
export function interiorModel(family: NgramFamily, length: number, k: number): NgramModel {
  const stream = Stream.fromPath(['interior']);
  // Some tokens are twice as frequent.
  const values = Uint32Array.from({ length: 300 * length }, () => Math.floor(stream.uniform() * (k + 1)) % k);
  return family.fit({ train: sequencesOf(values, length, k) }, stream);
}

/** p(w | h) of all contexts h of `order − 1` tokens or fewer and all w, by the probabilities of texts. */
export function conditionals(
  family: NgramFamily,
  model: NgramModel,
  order: number,
  length: number,
  k: number,
): number[] {
  const result: number[] = [];
  const visit = (context: readonly number[]): void => {
    for (let token = 0; token < k; token++) {
      const text = [...context, token];
      result.push(Math.exp(logOf(family, model, text, length, k) - logOf(family, model, context, length, k)));
      if (text.length < order) visit(text);
    }
  };
  visit([]);
  return result;
}

/** log p of the texts that begin so: a sum over all ways to go on, one token at a time. */
function logOf(
  family: NgramFamily,
  model: NgramModel,
  begin: readonly number[],
  length: number,
  k: number,
): number {
  const count = k ** (length - begin.length);
  const values = new Uint32Array(count * length);
  for (let i = 0; i < count; i++)
    for (let t = 0; t < length; t++)
      values[i * length + t] = t < begin.length ? begin[t] : Math.floor(i / k ** (length - 1 - t)) % k;
  const logs = family.logDensity(model, sequencesOf(values, length, k));
  return Math.log(logs.reduce((sum, value) => sum + Math.exp(value), 0));
}
