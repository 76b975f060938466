/** Claim 34: text of low temperature makes a language model collapse faster. */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation } from './measure/experiment.ts';
import { difference, ordering } from './measure/paired-lineages.ts';
import { fromNothing, smallOpt } from './measure/small-opt.ts';

const metric = 'crossEntropy';
const warm = (at: number) => ({ lineage: 'T = 1', metric, at });
const cold = (at: number) => ({ lineage: 'T = 0.3', metric, at });
const kept = (at: number) => ({ lineage: 'T = 0.3, accumulate', metric, at });

const rises = (t: number): Expectation =>
  ordering('rise of the test cross-entropy, T = 0.3, replace', cold(t), cold(t - 1), 1e-5);
const ordered = (t: number): Expectation =>
  ordering('test cross-entropy under replace, T = 0.3 less T = 1', cold(t), warm(t), 1e-5);

const replace = { kind: 'replace' } as const;
const coldFamily = fromNothing(0.3);

export const languageTemperature: Claim = defineClaim({
  id: 34,
  name: 'Text sampled at temperature 0.3 makes replace far worse than at temperature 1, and accumulate still does not get worse',
  source:
    'Gerstgrasser et al., COLM 2024 (arXiv 2404.01413), Table 2, GPT-2 9M on TinyStories: at T = 0.3 replace 1.82 → 5.82 → 9.85, accumulate 1.75',
  setting:
    'models 0 … 2 (1 … 3 fits) in a full run: OPT of width 32, 2 layers, 8 epochs of AdamW, n = 300 sequences of 32 words of the synthetic language; ' +
    'otherwise models 0, 1, 1 layer, n = 120, replace alone; 8 lineages, then 6, paired differences',
  correction: 'Published for 470 million words: sign and order alone are held to.',
  experiments: [
    {
      label: 'reduced',
      describe: 'n = 120',
      only: 'reduced',
      simulation: smallOpt({
        size: 120,
        family: { layers: 1 },
        lineages: {
          'T = 1': { workflow: replace, family: fromNothing() },
          'T = 0.3': { workflow: replace, family: coldFamily },
        },
        generations: 1,
        observe: [['perplexity', { points: 100 }]],
        seconds: 0.5,
      }),
      replicates: { samples: 6 },
      expectations: [rises(1), ordered(1)],
    },
    {
      label: 'full',
      describe: 'n = 300',
      only: 'full',
      simulation: smallOpt({
        size: 300,
        family: {},
        lineages: {
          'T = 1': { workflow: replace, family: fromNothing() },
          'T = 0.3': { workflow: replace, family: coldFamily },
          'T = 0.3, accumulate': { workflow: { kind: 'accumulate' }, family: coldFamily },
        },
        generations: 2,
        observe: [['perplexity', {}]],
        seconds: 6,
      }),
      replicates: { samples: 8 },
      expectations: [
        ...[1, 2].map(rises),
        ...[1, 2].map(ordered),
        {
          test: 'at most',
          quantity: difference('rise of the test cross-entropy, T = 0.3, accumulate', kept(2), kept(0)),
          t: 2,
          expected: 0,
        },
      ],
    },
  ],
});
