/** Claim 53: beam-searched text repeats itself, and forbidding it does not help. */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation } from './measure/experiment.ts';
import { ordering } from './measure/paired-lineages.ts';
import { ownText, smallOpt } from './measure/small-opt.ts';

type Name = 'no penalty' | 'penalty 2';
const of = (lineage: Name, metric: string) => (at: number) => ({ lineage, metric, at });
const repeated = of('no penalty', 'repetition4');
const penalised = of('penalty 2', 'repetition4');

function repeats(t: number): Expectation {
  return ordering('rise of the share of repeated 4-grams of D_t, no penalty', repeated(t), repeated(0), 1e-5);
}

function prevented(t: number): Expectation {
  const name = 'share of repeated 4-grams of D_t, no penalty less penalty 2';
  return ordering(name, repeated(t), penalised(t), 1e-5);
}

function rises(t: number): Expectation {
  const perplexity = of('penalty 2', 'perplexity');
  return ordering('rise of the test perplexity, penalty 2', perplexity(t), perplexity(0), 1e-6);
}

const lineages = {
  'no penalty': { workflow: { kind: 'replace' } },
  'penalty 2': {
    workflow: { kind: 'replace' },
    family: { generate: { from: 'prompts', method: 'beam', beams: 5, repetitionPenalty: 2, batch: 64 } },
  },
} as const;

export const languageRepetition: Claim = defineClaim({
  id: 53,
  name: 'The beam-searched text that a language model is fine-tuned on repeats itself more and more; a repetition penalty of 2 prevents that, and the perplexity on real text rises all the same',
  source:
    'Shumailov et al., Nature 631 (2024), ablation: with penalty 2.0 the perplexity is twice the original',
  setting:
    'models 0 … 3 (1 … 4 fits) in a full run: OPT of width 32, 2 layers, pretrained on 3000 sequences, then 5 epochs of AdamW at 0.0003 in each generation, ' +
    'n = 300 blocks of 32 words of the synthetic language, 5 beams; otherwise models 0, 1, 1 layer, 600 sequences, n = 120; 8 lineages, then 6, paired differences',
  experiments: [
    {
      label: 'reduced',
      describe: 'n = 120',
      only: 'reduced',
      simulation: smallOpt({
        ...ownText.reduced,
        lineages,
        observe: [
          ['perplexity', { points: 100 }],
          ['text-diversity', {}],
        ],
      }),
      replicates: { samples: 6 },
      expectations: [repeats(1), prevented(1), rises(1)],
    },
    {
      label: 'full',
      describe: 'n = 300',
      only: 'full',
      simulation: smallOpt({
        ...ownText.full,
        lineages,
        observe: [
          ['perplexity', {}],
          ['text-diversity', {}],
        ],
        seconds: 6,
      }),
      replicates: { samples: 8 },
      expectations: [1, 2, 3].flatMap((t) => [repeats(t), prevented(t), rises(t)]),
    },
  ],
});
