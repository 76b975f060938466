/** Which metrics a report has, in which order, and which of them get figures. */
import { observers } from '@collapse-lab/process';
import { metricTitle, withSubscripts } from '../text/names.ts';
import type { Metric } from './report-data.ts';

/** The metrics that say most, first: spread, tails, distance to the real distribution, location. */
const preference: readonly string[] = [
  'variance',
  'perplexity',
  'generatedPerplexity50',
  'generatedPerplexity99',
  'repetition4',
  'constructionRatio',
  'rareTokenShare',
  'surviving2Grams',
  'rareStyleShare',
  'negativeElbo',
  'latentSpread',
  'pixelVariance',
  'frechetDistance',
  'negativeLogLikelihood',
  'memoriserError',
  'rate',
  'extinct',
  'entropy',
  'logVariance',
  'supportSize',
  'exactTailMass1',
  'tailMass1',
  'squaredW2',
  'squaredL2ToFirst',
  'squaredL2ToReal',
  'totalVariation',
  'meanError',
  'sumOfSquares',
  'w1',
  'kl',
  'klToReal',
];

const mostCharted = 5;

/**
 * @param asked the metrics that the experiment asks to be charted; the report chooses where absent.
 * @param isDrawable whether there is anything to draw: a finite value. Without it the report chooses others.
 */
export function orderMetrics(
  present: readonly string[],
  asked: readonly string[] | undefined,
  isDrawable: (name: string) => boolean,
): Metric[] {
  const charted = (asked ?? chosen(present.filter(isDrawable))).filter((name) => present.includes(name));
  const others = present.filter((name) => !charted.includes(name));
  return [...charted, ...others].map((name) => ({
    name,
    title: metricTitle(name),
    description: sentence(withSubscripts(descriptionOf(name))),
    charted: charted.includes(name),
  }));
}

/** The preferred ones and a user's own. The rest of our own say the same in another unit; `collapsed` has its own chart. */
function chosen(present: readonly string[]): string[] {
  const known = preference.filter((name) => present.includes(name));
  const foreign = present.filter((name) => observerOf(name) === undefined);
  const selected = [...known, ...foreign].slice(0, mostCharted);
  return selected.length > 0
    ? selected
    : present.filter((name) => name !== 'collapsed').slice(0, mostCharted);
}

function descriptionOf(name: string): string {
  return observerOf(name)?.metrics[name] ?? '';
}

function observerOf(name: string): { readonly metrics: Readonly<Record<string, string>> } | undefined {
  return Object.values(observers).find((observer) => name in observer.metrics);
}

function sentence(text: string): string {
  return text === '' || text.endsWith('.') ? text : `${text}.`;
}
