/** The observers that can be asked for by name. */
import { categoricalMetrics } from './categorical-metrics.ts';
import { categoricalSupport } from './categorical-support.ts';
import { classes } from './classes.ts';
import { collapsed } from './collapsed.ts';
import type { ObserverDefinition } from './define-observer.ts';
import { distances } from './distances.ts';
import { elbo } from './elbo.ts';
import { frechet } from './frechet.ts';
import { gaussianMoments } from './gaussian-moments.ts';
import { gaussianTails } from './gaussian-tails.ts';
import { hutterError } from './hutter-error.ts';
import { kdeLikelihood } from './kde-likelihood.ts';
import { kdeMoments } from './kde-moments.ts';
import { generatedPerplexity } from './language/generated-perplexity.ts';
import { perplexity } from './language/perplexity.ts';
import { rareConstructions } from './language/rare-constructions.ts';
import { rareTokens } from './language/rare-tokens.ts';
import { textDiversity } from './language/text-diversity.ts';
import { texts } from './language/texts.ts';
import { latentSpread } from './latent-spread.ts';
import { mixtureMetrics } from './mixture-metrics.ts';
import { modes } from './modes.ts';
import { pictures } from './pictures.ts';
import { pixels } from './pixels.ts';
import { poissonRate } from './poisson-rate.ts';
import { regression } from './regression.ts';
import { support } from './support.ts';
import { tails } from './tails.ts';

// biome-ignore lint/suspicious/noExplicitAny: options differ by observer and are checked by its `resolve`
export const observers: Readonly<Record<string, ObserverDefinition<any>>> = Object.freeze(
  Object.fromEntries(
    [
      gaussianMoments,
      gaussianTails,
      distances,
      categoricalMetrics,
      categoricalSupport,
      tails,
      support,
      modes,
      collapsed,
      poissonRate,
      regression,
      hutterError,
      kdeMoments,
      kdeLikelihood,
      mixtureMetrics,
      elbo,
      latentSpread,
      pixels,
      classes,
      frechet,
      pictures,
      perplexity,
      generatedPerplexity,
      textDiversity,
      rareTokens,
      rareConstructions,
      texts,
    ].map((definition) => [definition.name, definition as ObserverDefinition<never>]),
  ),
);
