/** Claim 54: which words and pairs of words an n-gram model of its own text keeps. */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Experiment } from './measure/experiment.ts';
import { leftOverPredicted, survivingNgrams } from './measure/surviving-ngrams.ts';

const generations = [1, 3, 10] as const;

/** A model of order n keeps n-grams of every order up to n. */
function keeps(order: 1 | 2, replicates: number): Experiment {
  const kept = ([1, 2] as const).filter((n) => n <= order);
  return {
    label: `order ${order}`,
    describe: order === 1 ? 'unigram model' : 'bigram model',
    simulation: survivingNgrams({ order, words: 20_000, generations: 10, seconds: 0.05 }),
    replicates: { samples: replicates },
    expectations: kept.flatMap((n) =>
      generations.map((t) => ({ test: 'mean', quantity: leftOverPredicted(n), t, expected: 1 }) as const),
    ),
  };
}

export const languageSurvival: Claim = defineClaim({
  id: 54,
  name: 'N-gram models of their own text: of the words and pairs of words that occur c times in D_0, 1 − (1 − g_{t+1})^c are left in D_t',
  source:
    'Suresh et al., AISTATS 2025 (arXiv 2412.17646), figures on text: unigram and bigram models of wikitext-2; closed form: limit of Theorem 1',
  setting:
    'D_1, D_3, D_10 (1, 3, 10 resamplings), replace, 20,000 words of the synthetic language (k = 512) in one text; unigram and bigram model by maximum likelihood; 30 lineages',
  correction:
    'The paper draws the number of words of 500,000 of wikitext-2 that are left, and gives no table. What decides is how many n-grams occur once, twice, …: ' +
    'the spectrum of counts, which the prediction takes from D_0.',
  experiments: [keeps(1, 30), keeps(2, 30)],
});
