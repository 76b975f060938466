/** The families that come with the laboratory, by the name they have in an experiment file. */
import { categorical } from './categorical/categorical.ts';
import type { ModelDefinition } from './family/define-model.ts';
import type { Opaque } from './family/opaque.ts';
import { gaussian } from './gaussian/gaussian.ts';
import { hutter } from './hutter/hutter.ts';
import { kde } from './kde/kde.ts';
import { ngram } from './language/ngram/ngram.ts';
import { opt } from './language/opt/opt.ts';
import { mixture } from './mixture/mixture.ts';
import { poisson } from './poisson/poisson.ts';
import { linearRegression } from './regression/linear-regression.ts';
import { logisticRegression } from './regression/logistic-regression.ts';
import { vae } from './vae/vae.ts';

export const families: Readonly<Record<string, ModelDefinition<Opaque>>> = Object.freeze({
  categorical,
  gaussian,
  mixture,
  hutter,
  kde,
  poisson,
  ngram,
  'linear-regression': linearRegression,
  'logistic-regression': logisticRegression,
  vae,
  opt,
});
