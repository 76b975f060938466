/**
 * A small classifier of classes and styles, trained on labelled real data, that tells what generated points show, and
 * where they show nothing clear. It depends on the real data alone: every lineage and every machine has the same one.
 */
import { CollapseLabError, InvalidArgumentError, Stream } from '@collapse-lab/math';
import { type Session, wasmEngine } from '@collapse-lab/tensor';
import type { Points } from '../data/data.ts';
import { takeRows } from '../data/rows.ts';
import { chunked } from '../network/chunked.ts';
import { divide } from '../real/held-out.ts';
import type { LabelledPoints, Labels, RealSource } from '../real/real-source.ts';
import { AugmentedBatches } from './augmented-batches.ts';
import { batch, type ClassifierSizes, classifierModule, initialParameters } from './classifier-network.ts';

export interface Classified {
  /** n: the likeliest class of each point. */
  readonly classes: Uint8Array;
  /** n: the likeliest style, a rare one only where it is three times as likely as any other; else `styles.length`, unclear. */
  readonly styles: Uint8Array;
}

export interface Classifier {
  readonly labels: Labels;
  /** Share of held-out real points whose class, and whose style, it tells right. */
  readonly accuracy: { readonly classes: number; readonly styles: number };
  /** Share of each style, and last of unclear ones, among held-out real points, as it tells them. */
  readonly realShares: Float64Array;
  /** Share of the held-out real points of the common style that it takes for a rare one. */
  readonly falseRareShare: number;
  classify(points: Points): Classified;
  /** n × h: what the last hidden layer makes of the points. */
  features(points: Points): Points;
}

const hidden = 128;
const features = 32;
/** A rare style must be so much likelier than any other: chosen on pictures of autoencoders that had seen one style alone. */
const logOfThree = 1.0986122886681098;
const steps = 1500;
/** Points trained on and held out, where they are drawn. */
const drawn = { train: 20_000, heldOut: 10_000 } as const;
/** Share held out of a finite data set. */
const heldOutShare = 1 / 6;

const purpose = { train: 1, heldOut: 2, weights: 3, order: 4 } as const;

const mostCached = 4;
const cache = new Map<string, Classifier>();

/**
 * The classifier of this real data, trained when it is first asked for.
 *
 * @throws InvalidArgumentError where the real data have no labels
 */
export function classifierOf(real: RealSource): Classifier {
  const known = cache.get(real.identity);
  if (known !== undefined) return known;
  if (real.labels === undefined)
    throw new InvalidArgumentError({
      argument: 'real',
      got: real.name,
      expected: 'real data with labels, from which a classifier learns',
    });
  const made = trained(real.labels, Stream.fromPath(['classifier', real.identity]));
  if (cache.size >= mostCached) cache.delete(cache.keys().next().value as string);
  cache.set(real.identity, made);
  return made;
}

function trained(labels: Labels, stream: Stream): Classifier {
  const { train, heldOut } = divided(labels, stream);
  const sizes = {
    d: train.points.d,
    hidden,
    features,
    classes: labels.classes.length,
    styles: labels.styles.length + 1,
  };
  const session = wasmEngine.loadSync(classifierModule(sizes));
  session.setParameters(initialParameters(sizes, stream.split(purpose.weights)));
  learn(session, new AugmentedBatches(train, labels.styles.length, batch, stream.split(purpose.order)));
  const classify = (points: Points): Classified => classifyWith(session, sizes, points);
  const told = classify(heldOut.points);
  return {
    labels,
    accuracy: {
      classes: agreement(told.classes, heldOut.classes),
      styles: agreement(told.styles, heldOut.styles),
    },
    realShares: shares(told.styles, sizes.styles),
    falseRareShare: falseRareShare(told.styles, heldOut.styles, labels.styles.length),
    classify,
    features: (points) =>
      chunked(points, batch, features, (x) => session.run('classify', { x }).features as Float32Array),
  };
}

function divided(labels: Labels, stream: Stream): { train: LabelledPoints; heldOut: LabelledPoints } {
  const { all } = labels;
  if (all === undefined)
    return {
      train: labels.draw(drawn.train, stream.split(purpose.train)),
      heldOut: labels.draw(drawn.heldOut, stream.split(purpose.heldOut)),
    };
  const { kept, heldOut } = divide(
    all.points.n,
    Math.max(1, Math.floor(all.points.n * heldOutShare)),
    'classifier',
  );
  return { train: rowsOf(all, kept), heldOut: rowsOf(all, heldOut) };
}

function rowsOf({ points, classes, styles }: LabelledPoints, rows: Uint32Array): LabelledPoints {
  const pick = (labels: Uint8Array): Uint8Array => Uint8Array.from(rows, (row) => labels[row]);
  return { points: takeRows(points, rows), classes: pick(classes), styles: pick(styles) };
}

function learn(session: Session, batches: AugmentedBatches): void {
  for (let step = 0; step < steps; step++) {
    const { loss } = session.run('train', { ...batches.at(step) });
    if (!Number.isFinite(loss))
      throw new CollapseLabError(
        `classifier: the loss of step ${step + 1} is ${loss}, expected a finite number.`,
      );
  }
}

function classifyWith(session: Session, { classes, styles }: ClassifierSizes, points: Points): Classified {
  const width = classes + styles;
  const logits = chunked(points, batch, width, (x) =>
    joined(session.run('classify', { x }), classes, styles),
  );
  const pick = (from: number, to: number): Uint8Array =>
    Uint8Array.from({ length: points.n }, (_, i) => largest(logits.values, i * width + from, i * width + to));
  const told = pick(classes, width).map((style, i) => {
    const own = logits.values.subarray(i * width + classes, (i + 1) * width);
    return style === 0 || own.every((logit, other) => other === style || logit <= own[style] - logOfThree)
      ? style
      : styles - 1;
  });
  return { classes: pick(0, classes), styles: told };
}

/** Row by row, the logits of the classes and then of the styles. */
function joined(outputs: Record<string, unknown>, classes: number, styles: number): Float32Array {
  const width = classes + styles;
  const result = new Float32Array(batch * width);
  for (let i = 0; i < batch; i++) {
    result.set((outputs.classes as Float32Array).subarray(i * classes, (i + 1) * classes), i * width);
    result.set((outputs.styles as Float32Array).subarray(i * styles, (i + 1) * styles), i * width + classes);
  }
  return result;
}

/** The place, counted from `from`, of the first largest number. */
function largest(values: Float64Array, from: number, to: number): number {
  let best = from;
  for (let i = from + 1; i < to; i++) if (values[i] > values[best]) best = i;
  return best - from;
}

function agreement(a: Uint8Array, b: Uint8Array): number {
  return a.filter((label, i) => label === b[i]).length / a.length;
}

/** k: the share of each label 0 … k-1. */
function shares(labels: Uint8Array, k: number): Float64Array {
  const counts = new Float64Array(k);
  for (const label of labels) counts[label]++;
  return counts.map((count) => count / labels.length);
}

/** Of the points of the common style, 0, those that are told to be of another clear one. */
function falseRareShare(told: Uint8Array, styles: Uint8Array, unclear: number): number {
  const common = told.filter((_, i) => styles[i] === 0);
  return common.filter((style) => style !== 0 && style !== unclear).length / common.length;
}
