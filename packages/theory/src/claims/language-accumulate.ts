/** Claim 33: a language model trained from nothing on its own text gets worse under replace, and not under accumulate. */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation } from './measure/experiment.ts';
import { ordering } from './measure/paired-lineages.ts';
import { fromNothing, smallOpt } from './measure/small-opt.ts';

const metric = 'crossEntropy';
const replace = (at: number) => ({ lineage: 'replace', metric, at });
const accumulate = (at: number) => ({ lineage: 'accumulate', metric, at });
const grown = (at: number) => ({ lineage: 'replace-grown', metric, at });

const rises = (t: number): Expectation =>
  ordering('rise of the test cross-entropy under replace', replace(t), replace(t - 1), 1e-4);
const ordered = (t: number): Expectation =>
  ordering('test cross-entropy under replace less accumulate', replace(t), accumulate(t), 1e-4);

const lineages = {
  replace: { workflow: { kind: 'replace' } },
  accumulate: { workflow: { kind: 'accumulate' } },
  'replace-grown': { workflow: { kind: 'replace-grown' } },
} as const;

export const languageAccumulate: Claim = defineClaim({
  id: 33,
  name: 'A language model trained from nothing on text of the one before gets worse with every generation under replace, and not under accumulate',
  source:
    'Gerstgrasser et al., COLM 2024 (arXiv 2404.01413), Table 2, GPT-2 9M on TinyStories at temperature 1: replace 1.82 → 2.39, accumulate 1.74',
  setting:
    'models 0 … 3 (1 … 4 fits) in a full run: OPT of width 32, 2 layers, 8 epochs of AdamW, n = 300 sequences of 32 words of the synthetic language; ' +
    'otherwise models 0, 1, 1 layer, n = 120; 8 lineages, then 6, paired differences',
  experiments: [
    {
      label: 'reduced',
      describe: 'n = 120',
      only: 'reduced',
      simulation: smallOpt({
        size: 120,
        family: { layers: 1, ...fromNothing() },
        lineages: { replace: lineages.replace, accumulate: lineages.accumulate },
        generations: 1,
        observe: [['perplexity', { points: 100 }]],
        seconds: 0.6,
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
        family: fromNothing(),
        lineages,
        generations: 3,
        observe: [['perplexity', {}]],
        seconds: 14,
      }),
      replicates: { samples: 8 },
      expectations: [
        ...[1, 2, 3].map(rises),
        ...[1, 2, 3].map(ordered),
        ordering('fall of the test cross-entropy under accumulate', accumulate(0), accumulate(3), 1e-4),
        ordering(
          'test cross-entropy under replace less replace with the grown set',
          replace(3),
          grown(3),
          1e-4,
        ),
        ordering(
          'test cross-entropy under replace with the grown set less accumulate',
          grown(3),
          accumulate(3),
          1e-4,
        ),
      ],
    },
  ],
});
