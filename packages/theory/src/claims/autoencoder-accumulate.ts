/** Claim 51: autoencoders explain real data worse and worse when each replaces the data of the one before. */
import type { Claim } from './claim.ts';
import { defineClaim } from './define-claim.ts';
import type { Expectation } from './measure/experiment.ts';
import { glyphAutoencoder } from './measure/glyph-autoencoder.ts';
import { difference } from './measure/paired-lineages.ts';

const metric = 'negativeElbo';
const replace = (at: number) => ({ lineage: 'replace', metric, at }) as const;
const accumulate = (at: number) => ({ lineage: 'accumulate', metric, at }) as const;

function rises(t: number): Expectation {
  const quantity = difference('rise of −ELBO under replace', replace(t), replace(t - 1));
  return { test: 'above', quantity, t, expected: 0, falseAlarm: 1e-3 };
}

function ordered(t: number): Expectation {
  const quantity = difference('−ELBO under replace less accumulate', replace(t), accumulate(t));
  return { test: 'above', quantity, t, expected: 0, falseAlarm: 1e-6 };
}

export const autoencoderAccumulate: Claim = defineClaim({
  id: 51,
  name: 'A variational autoencoder refitted to its own pictures explains real ones worse with every generation; accumulate degrades more slowly than replace',
  source: 'Gerstgrasser et al., COLM 2024 (arXiv 2404.01413), variational autoencoders (CelebA): ordering',
  setting:
    'models 0 … 3 (1 … 4 fits), n = 800 glyphs of 12 × 12 pixels, layers 144-64-8, Bernoulli, 15 epochs of Adam; 512 real test points; 8 lineages, paired differences',
  correction:
    'Published for pictures of faces, by their looks and one number. As long as all data fit into training, accumulate sees more steps in later generations, ' +
    'which the ordering does not correct for: its −ELBO falls here at first.',
  experiments: [
    {
      label: 'glyphs',
      describe: 'n = 800',
      simulation: glyphAutoencoder({
        family: { hidden: [64], latent: 8, epochs: 15 },
        workflows: ['replace', 'accumulate'],
        generations: 3,
        observe: ['elbo', { points: 512 }],
        seconds: 0.8,
      }),
      replicates: { samples: 8 },
      expectations: [rises(1), rises(2), rises(3), ordered(1), ordered(2), ordered(3)],
    },
  ],
});
