/**
 * What generated pictures show, as a classifier tells that was trained on labelled real data: whether all classes are
 * still there, and how much is left of the rare styles, the tails of p_0 whose probabilities are known. A classifier
 * errs, so its shares of the rare styles among real points are given beside those among generated ones, and how often it
 * takes a common real point for a rare one. Smears are of no style: their share is a metric of its own.
 */
import { entropy } from '@collapse-lab/math';
import {
  type AnyFamily,
  classifierOf,
  glyphStyles,
  type Labels,
  type Points,
  type RealSource,
  resolveOptions,
} from '@collapse-lab/models';
import { countRule } from './count-rule.ts';
import { defineObserver, type ObserverDefinition } from './define-observer.ts';
import type { Metrics, Observation, Observer } from './observer.ts';

export interface ClassesOptions {
  /** Fresh samples per recorded generation. */
  readonly samples: number;
}

const name = 'classes';
const version = 2;

/** Styles with a metric; the common one is what is left. */
const rareStyles: readonly string[] = glyphStyles.slice(1);

const metrics: Readonly<Record<string, string>> = {
  classEntropy: 'entropy in nats of the classes among samples of model t, as the classifier tells them',
  rareStyleShare: 'share of samples of model t in any rare style, as the classifier tells it',
  ...Object.fromEntries(
    rareStyles.map((style) => [
      `${style}Share`,
      `share of samples of model t that the classifier takes for ${style}`,
    ]),
  ),
  unclearShare:
    'share of samples of model t whose style the classifier cannot tell, such as smears: they are of no style',
  realRareStyleShare: 'share of held-out real points that the classifier takes for any rare style',
  ...Object.fromEntries(
    rareStyles.map((style) => [
      realMetric(style),
      `share of held-out real points that the classifier takes for ${style}`,
    ]),
  ),
  realUnclearShare: 'share of held-out real points whose style the classifier cannot tell',
  falseRareShare:
    'share of held-out real points of the common style that the classifier takes for a rare one',
  classAccuracy: 'share of held-out real points whose class the classifier tells right',
  styleAccuracy: 'share of held-out real points whose style the classifier tells right',
};

export const classes: ObserverDefinition<ClassesOptions> = defineObserver({
  name,
  version,
  summary:
    'entropy of the classes and shares of the rare styles of generated pictures, by a classifier of real data',
  options: { samples: 'Fresh samples per generation. Default: 2000.' },
  metrics,
  resolve: (options) => resolveOptions<ClassesOptions>(options, { samples: countRule(2000) }),
  create: createClasses,
});

function createClasses({ samples }: ClassesOptions): Observer {
  return { name, version, metrics, needs: ['samples'], sampleCount: samples, refuses, measure };
}

function realMetric(style: string): string {
  return `real${style[0].toUpperCase()}${style.slice(1)}Share`;
}

/** Why no classifier can look at what this family makes; undefined where one can. */
export function refusesClassifier(family: AnyFamily, { name: real, labels }: RealSource): string | undefined {
  if (family.shape.kind === 'points' && labels !== undefined) return tooFewLabels(real, labels);
  return `it trains a classifier on labelled real data, and those of ${real} have no labels`;
}

/** Of a data set, some points are held out, and there must be classes to tell apart. */
function tooFewLabels(real: string, { all }: Labels): string | undefined {
  if (all === undefined) return undefined;
  const { n } = all.points;
  if (n < 2)
    return `it trains a classifier on some points and tests it on others, and real data ${real} have ${n}`;
  if (all.classes.some((label) => label !== all.classes[0])) return undefined;
  return `it tells classes apart, and all ${n} points of real data ${real} are of class ${all.classes[0]}`;
}

function refuses(family: AnyFamily, real: RealSource): string | undefined {
  const unknown = real.labels?.styles.slice(1).find((style) => !rareStyles.includes(style.name));
  if (unknown !== undefined)
    return `it has metrics of the styles ${rareStyles.join(', ')}, and real data ${real.name} have ${unknown.name}`;
  return refusesClassifier(family, real);
}

function measure({ real, samples }: Observation): Metrics {
  const classifier = classifierOf(real);
  const { labels, accuracy, realShares } = classifier;
  const told = classifier.classify(samples as Points);
  const styles = sharesOf(told.styles, labels.styles.length + 1);
  return {
    classEntropy: entropy(sharesOf(told.classes, labels.classes.length)),
    ...styleMetrics(labels, styles, (style) => `${style}Share`, 'rareStyleShare'),
    unclearShare: styles[labels.styles.length],
    ...styleMetrics(labels, realShares, realMetric, 'realRareStyleShare'),
    realUnclearShare: realShares[labels.styles.length],
    ...(labels.styles.length > 1 ? { falseRareShare: classifier.falseRareShare } : {}),
    classAccuracy: accuracy.classes,
    styleAccuracy: accuracy.styles,
  };
}

/** Nothing where all points are written alike. */
function styleMetrics(
  { styles }: Labels,
  shares: Float64Array,
  metricOf: (style: string) => string,
  together: string,
): Metrics {
  const rare = styles.slice(1);
  if (rare.length === 0) return {};
  return {
    [together]: rare.reduce((total, _, i) => total + shares[i + 1], 0),
    ...Object.fromEntries(rare.map((style, i) => [metricOf(style.name), shares[i + 1]])),
  };
}

/** k: the share of each label 0 … k-1. */
function sharesOf(told: Uint8Array, k: number): Float64Array {
  const counts = new Float64Array(k);
  for (const label of told) counts[label]++;
  return counts.map((count) => count / told.length);
}
