/**
 * The network of a classifier: two layers of ReLU, the second of which are its features, and one softmax head for the
 * classes and one for the styles. Trained by Adam on the sum of the two cross-entropies; that of the classes counts only
 * the points that have one.
 */

import type { Stream } from '@collapse-lab/math';
import {
  adam,
  add,
  kaimingUniform,
  matmul,
  program,
  type RecordedModule,
  record,
  softmaxCrossEntropy,
  type Tensor,
  uniformInit,
} from '@collapse-lab/tensor';

export interface ClassifierSizes {
  /** Coordinates of a point. */
  readonly d: number;
  readonly hidden: number;
  readonly features: number;
  readonly classes: number;
  /** With the last of them for what is unclear. */
  readonly styles: number;
}

/** Points that a step, and a run of `classify`, takes. */
export const batch = 128;

type Parameters = Readonly<Record<string, Tensor>>;

/** Input and output of every layer. */
function layersOf({ d, hidden, features, classes, styles }: ClassifierSizes) {
  return {
    hidden: [d, hidden],
    features: [hidden, features],
    classes: [features, classes],
    styles: [features, styles],
  } as const;
}

/** Program `train` takes x, classes, styles and which of the classes count, and gives the loss; `classify` takes x and gives logits and features. */
export function classifierModule(sizes: ClassifierSizes): RecordedModule {
  const layers = Object.entries(layersOf(sizes));
  const parameters = layers.flatMap(([name, shape]) => [
    [`${name}.weight`, { shape }],
    [`${name}.bias`, { shape: [shape[1]] }],
  ]);
  const dense = (p: Parameters, name: string, x: Tensor, activation: 'relu' | 'none'): Tensor =>
    matmul(x, p[`${name}.weight`], { bias: p[`${name}.bias`], activation });
  const apply = (p: Parameters, x: Tensor) => {
    const features = dense(p, 'features', dense(p, 'hidden', x, 'relu'), 'relu');
    return {
      features,
      classes: dense(p, 'classes', features, 'none'),
      styles: dense(p, 'styles', features, 'none'),
    };
  };
  const ids = { shape: [batch], dtype: 'i32' } as const;
  return record({
    parameters: Object.fromEntries(parameters),
    programs: {
      classify: program({ inputs: { x: [batch, sizes.d] }, outputs: (p, { x }) => apply(p, x) }),
      train: program({
        inputs: { x: [batch, sizes.d], classes: ids, styles: ids, hasClass: [batch] },
        outputs: (p, { x, hasClass, ...targets }) => {
          const { classes, styles } = apply(p, x);
          return {
            loss: add(
              softmaxCrossEntropy(classes, targets.classes, { mask: hasClass }),
              softmaxCrossEntropy(styles, targets.styles),
            ),
          };
        },
        train: { loss: 'loss', optimiser: adam({ learningRate: 2e-3 }) },
      }),
    },
  });
}

/** Uniform on ±1/√inputs; each parameter has a stream of its own. */
export function initialParameters(sizes: ClassifierSizes, stream: Stream): Record<string, Float32Array> {
  const entries = Object.entries(layersOf(sizes)).flatMap(([name, shape], i) => [
    [`${name}.weight`, kaimingUniform(stream.split(i, 1), shape)],
    [`${name}.bias`, uniformInit(stream.split(i, 2), [shape[1]], 1 / Math.sqrt(shape[0]))],
  ]);
  return Object.fromEntries(entries);
}
