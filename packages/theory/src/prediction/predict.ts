/** All predictions that apply to a setting, with the names its observers use. */
import type { LineageSpec } from '@collapse-lab/process';
import { categoricalPredictions } from './categorical/categorical-predictions.ts';
import { gaussianPredictions } from './gaussian/gaussian-predictions.ts';
import { hutterPredictions } from './hutter/hutter-predictions.ts';
import { kdePredictions } from './kde/kde-predictions.ts';
import { languagePredictions } from './language/language-predictions.ts';
import { poissonPredictions } from './poisson/poisson-predictions.ts';
import type { Predict, Prediction } from './prediction.ts';
import { linearPredictions } from './regression/linear-predictions.ts';

const byFamily: Readonly<Record<string, Predict>> = {
  gaussian: gaussianPredictions,
  categorical: categoricalPredictions,
  poisson: poissonPredictions,
  kde: kdePredictions,
  hutter: hutterPredictions,
  'linear-regression': linearPredictions,
};

/**
 * Predictions for this setting; empty where none is known: other families, real data from a file (whose
 * slices are drawn without replacement), plans with filters. They are those of exact arithmetic: a number
 * format below f64 is not accounted for.
 */
export function predict(spec: LineageSpec): readonly Prediction[] {
  const drawnWithoutReplacement = spec.real.points !== undefined && spec.real.bootstrap !== true;
  if (drawnWithoutReplacement || spec.workflow.curate !== undefined) return [];
  if (spec.real.language !== undefined) return languagePredictions(spec);
  return byFamily[spec.family.name]?.(spec) ?? [];
}
