/**
 * What a metric is of, in a caption. Observers of text look at D_t, which model t was fitted to, or at fresh text of model t:
 * its metrics are of the text of generation t.
 */
import { observers } from '@collapse-lab/process';
import { isShare } from '../data/shares.ts';

const textObservers = [
  'generated-perplexity',
  'text-diversity',
  'rare-tokens',
  'rare-constructions',
] as const;
const textMetrics = new Set(textObservers.flatMap((name) => Object.keys(observers[name].metrics)));

/** ` of model t`, say, to stand behind the name of the metric; nothing where it is a share of lineages, or of text in all generations. */
export function subjectOf(metric: string, t = 't'): string {
  if (isShare(metric)) return '';
  if (textMetrics.has(metric)) return t === 't' ? '' : ` in generation ${t}`;
  return ` of model ${t}`;
}
