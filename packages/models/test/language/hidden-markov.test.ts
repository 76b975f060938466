/** Sources with hidden states against a sum over all paths and texts, made by tools/reference/hidden_markov.py. */
import { exp, Stream } from '@collapse-lab/math';
import { sequencesOf } from '@collapse-lab/models';
import { describe, expect, it } from 'vitest';
import { estimateEntropy } from '../../dist/language/synthetic/entropy.js';
import {
  createSampler,
  createScorer,
  type HiddenMarkov,
  patternProbability,
  unigram,
} from '../../dist/language/synthetic/hidden-markov.js';
import { stationaryDistribution } from '../../dist/language/synthetic/stationary.js';
import fixture from '../fixtures/hidden-markov.json' with { type: 'json' };

const n = fixture.emissionOf.length;
const k = fixture.unigram.length;
const { length } = fixture;

const rows = Array.from({ length: n }, (_, s) => fixture.transitions.slice(s * n, (s + 1) * n));
const source: HiddenMarkov = {
  k,
  stationary: stationaryDistribution(Float64Array.from(fixture.transitions), n),
  following: rows.map((row) => Uint32Array.from(row.keys()).filter((state) => row[state] > 0)),
  probabilities: rows.map((row) => Float64Array.from(row.filter((p) => p > 0))),
  emissions: fixture.emissions.map((emission) => Float64Array.from(emission)),
  emissionOf: Uint32Array.from(fixture.emissionOf),
};

/** Sums of some thousand products of a dozen factors, in another order. */
const tolerance = 1e-13;

function near(got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs(got[i] - value), `${i}: got ${got[i]}, expected ${value}`).toBeLessThanOrEqual(
      tolerance * Math.abs(value),
    );
}

describe('a source with hidden states', () => {
  const texts = sequencesOf(fixture.texts.flat(), length, k);

  it('has the stationary distribution of its chain', () => near(source.stationary, fixture.stationary));

  it('gives texts their probabilities, and 0 to those it has not', () => {
    expect(fixture.probabilities).toContain(0);
    near(createScorer(source)(texts).map(exp), fixture.probabilities);
  });

  it('knows how often tokens and patterns occur', () => {
    near(unigram(source), fixture.unigram);
    near([patternProbability(source, fixture.sets)], [fixture.pattern]);
  });

  // Within 5 standard errors: a false alarm has probability 5.7e-7.
  it('estimates its entropy within the error that it states', () => {
    const { perToken, standardError } = estimateEntropy(source, length, 20_000, Stream.fromPath(['h']));
    expect(Math.abs(perToken - fixture.entropy / length)).toBeLessThan(5 * standardError);
    expect(standardError).toBeLessThan(0.003);
  });

  // 90 texts, each within 5 standard errors: a false alarm has probability 6e-5.
  it('draws texts as often as their probabilities say', () => {
    const size = 100_000;
    const { data } = createSampler(source)(size, length, Stream.fromPath(['draw']));
    const counts = new Map<string, number>();
    for (let i = 0; i < size; i++) {
      const text = data.values.subarray(i * length, (i + 1) * length).join(' ');
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    for (const [i, text] of fixture.texts.entries()) {
      const p = fixture.probabilities[i];
      const share = (counts.get(text.join(' ')) ?? 0) / size;
      expect(Math.abs(share - p)).toBeLessThanOrEqual(
        5 * Math.sqrt((p * (1 - p)) / size) + (p > 0 ? 5 / size : 0),
      );
    }
  });
});

describe('stationary distribution', () => {
  it('keeps the relative accuracy of entries that are tiny', () => {
    const [a, b] = [1e-300, 0.5];
    const got = stationaryDistribution(Float64Array.of(1 - a, a, b, 1 - b), 2);
    near(got, [b / (a + b), a / (a + b)]);
  });

  it('refuses a chain whose last states lead nowhere else', () => {
    expect(() => stationaryDistribution(Float64Array.of(0.5, 0.5, 0, 1), 2)).toThrow(
      'transitions: got "no way from states 1 … 1 to those before", expected an irreducible chain, in which every state leads to every other.',
    );
  });
});
