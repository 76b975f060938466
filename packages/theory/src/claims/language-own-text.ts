/** Claim 35: a pretrained language model fine-tuned on its own beam-searched text. */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation } from './measure/experiment.ts';
import { ordering } from './measure/paired-lineages.ts';
import { fineTuned, smallOpt } from './measure/small-opt.ts';

const of = (lineage: 'A' | 'B' | 'A, sampled', metric: string) => (at: number) => ({ lineage, metric, at });
const a = of('A', 'perplexity');
const b = of('B', 'perplexity');

const rises = (t: number): Expectation => ordering('rise of the test perplexity in A', a(t), a(0), 1e-4);

function milder(t: number): Expectation {
  return ordering('test perplexity in A less B', a(t), b(t), 1e-4);
}

/** D_t under model 0, the text of which is likelier than real text. */
function likelier(lineage: 'A' | 'A, sampled', t: number): Expectation {
  const median = of(lineage, 'generatedPerplexity50');
  return ordering(
    `fall of the median perplexity of D_t under model 0 in ${lineage}`,
    median(0),
    median(t),
    1e-4,
  );
}

function longerTail(t: number): Expectation {
  const share = of('A, sampled', 'generatedAbove99');
  const name = 'share of D_t beyond the 99 % quantile of D_0 under model 0, less 1 %, in A, sampled';
  return ordering(name, share(t), share(0), 1e-3);
}

const keepReal = { kind: 'keep-real', share: 0.1, subset: 'redrawn', mode: 'replacing' } as const;
const lineages = {
  A: { workflow: { kind: 'replace' } },
  B: { workflow: keepReal, family: { epochs: 10 } },
} as const;

export const languageOwnText: Claim = defineClaim({
  id: 35,
  name: 'A pretrained language model fine-tuned on its own continuations of the real text: its perplexity on real text rises, and with a tenth of real text far less; its text gets likelier under model 0',
  source:
    'Shumailov et al., Nature 631 (2024), Fig. 1b, c: OPT-125m on wikitext-2, 34 → 54 to 62 (A), to about 40 (B)',
  setting:
    'models 0 … 3 (1 … 4 fits) in a full run: OPT of width 32, 2 layers, pretrained on 3000 sequences, then 5 (A) or 10 (B) epochs of AdamW at 0.0003 in each ' +
    'generation, n = 300 blocks of 32 words of the synthetic language, 5 beams; otherwise A alone, models 0, 1, 1 layer, 600 sequences, n = 120; 8 lineages, then 6, paired differences',
  experiments: [
    {
      label: 'reduced',
      describe: 'n = 120',
      only: 'reduced',
      simulation: smallOpt({
        size: 120,
        family: { layers: 1, ...fineTuned({ sequences: 600, epochs: 3 }) },
        lineages: { A: lineages.A },
        generations: 1,
        observe: [
          ['perplexity', { points: 100 }],
          ['generated-perplexity', {}],
        ],
        seconds: 0.9,
      }),
      replicates: { samples: 6 },
      expectations: [rises(1), likelier('A', 1)],
    },
    {
      label: 'full',
      describe: 'n = 300',
      only: 'full',
      simulation: smallOpt({
        size: 300,
        family: fineTuned({ sequences: 3000, epochs: 4 }),
        lineages: {
          ...lineages,
          'A, sampled': {
            workflow: { kind: 'replace' },
            family: { generate: { from: 'prompts', method: 'sample', temperature: 0.8, batch: 64 } },
          },
        },
        generations: 3,
        observe: [
          ['perplexity', {}],
          ['generated-perplexity', {}],
        ],
        seconds: 10,
      }),
      replicates: { samples: 8 },
      expectations: [
        ...[1, 2, 3].map(rises),
        ...[1, 2, 3].map(milder),
        ...[1, 2, 3].map((t) => likelier('A', t)),
        likelier('A, sampled', 3),
        longerTail(1),
        longerTail(3),
      ],
    },
  ],
});
