/** Real data: the original distribution p_0, or a data set read from a file. */
import type { Stream } from '@collapse-lab/math';
import type { Data, DataShape, Points, Sequences } from '../data/data.ts';
import type { Tokenizer } from '../language/tokenizer/tokenizer.ts';

/** What is known of p_0 in closed form. */
export type Truth =
  /** mean: d; factor: lower Cholesky factor, d × d row-major. */
  | {
      readonly kind: 'gaussian';
      readonly d: number;
      readonly mean: Float64Array;
      readonly factor: Float64Array;
    }
  /** weights: k, summing to 1; means: k × d; factors: k lower Cholesky factors, each d × d row-major. */
  | {
      readonly kind: 'gaussian-mixture';
      readonly d: number;
      readonly weights: Float64Array;
      readonly means: Float64Array;
      readonly factors: Float64Array;
    }
  /** probabilities: k, summing to 1. */
  | { readonly kind: 'categorical'; readonly k: number; readonly probabilities: Float64Array }
  /** rate: the mean count λ > 0. */
  | { readonly kind: 'poisson'; readonly rate: number }
  /** y = x·weights + noise · ε with x ~ N(0, L Lᵀ), ε ~ N(0, 1). weights: d; factor: L, d × d row-major. */
  | {
      readonly kind: 'linear';
      readonly d: number;
      readonly weights: Float64Array;
      readonly noise: number;
      readonly factor: Float64Array;
    }
  /** P(y = 1 | x) = 1 / (1 + e^−x·weights), y = 0 or 1. weights: d; the law of x is that of `RealSource.inputs`. */
  | { readonly kind: 'logistic'; readonly d: number; readonly weights: Float64Array };

export interface RealSource<D extends Data = Data> {
  readonly name: string;
  readonly shape: DataShape;
  /** Canonical description (parameters of the distribution, or the content hash of a file): hashed into stream paths and keys. */
  readonly identity: string;
  /** `n` fresh i.i.d. points. For a finite data set: n points drawn with replacement. */
  draw(n: number, stream: Stream): D;
  /** Present where p_0 is known to be of this form. */
  readonly truth?: Truth;
  /** Present for a finite data set: all its points, in file order. Fresh draws are disjoint slices of a seeded permutation. */
  readonly points?: D;
  /** Finite data set only: points that were set apart for tests; they are none of `points` and never drawn. */
  readonly heldOut?: D;
  /** Finite data set only: points set apart to choose between checkpoints of a training; none of `points`. */
  readonly validation?: D;
  /** Finite data set only: draw with replacement instead of in disjoint slices. Must be asked for. */
  readonly bootstrap?: boolean;
  /** The p-quantile of coordinate `axis` of p_0 (points) — exact where a closed form exists, of the data set otherwise. */
  quantile?(p: number, axis: number): number;
  /** Mean (d) and covariance (d × d row-major) of p_0. Points only. */
  readonly moments?: { readonly mean: Float64Array; readonly covariance: Float64Array };
  /** The law of the inputs, where the points of p_0 are rows (x_1 … x_d, y) of inputs and their label. */
  readonly inputs?: Inputs;
  /** Present where the points are pictures: d = height × width × channels, row by row. */
  readonly picture?: Picture;
  /** Present where it is known what each point of p_0 shows. */
  readonly labels?: Labels;
  /** Present where the points are sequences of tokens of text. */
  readonly tokenizer?: Tokenizer;
  /**
   * Sequences of tokens only: other text that a model may be pretrained on, of the same vocabulary and twice the length,
   * so that the model knows the positions of a prompt and of its continuation.
   */
  readonly pretraining?: RealSource<D>;
  /** Present where the sequences are of a language of known law. */
  readonly language?: LanguageLaw;
}

/** Sizes in pixels. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Points and, for each, the index of its class and of its style: n each. */
export interface LabelledPoints {
  readonly points: Points;
  readonly classes: Uint8Array;
  readonly styles: Uint8Array;
}

/** What the points of p_0 show. */
export interface Labels {
  readonly classes: readonly string[];
  /** With their probabilities; the first is the common one. One style where all points are written alike. */
  readonly styles: readonly { readonly name: string; readonly probability: number }[];
  /** The same points as `RealSource.draw` gives from this stream, with their labels. */
  draw(n: number, stream: Stream): LabelledPoints;
  /** Present for a finite data set: all its points, in file order. */
  readonly all?: LabelledPoints;
}

/** The inputs x of labelled data, without their labels. */
export interface Inputs {
  readonly d: number;
  /** `n` fresh i.i.d. inputs: points of d coordinates. */
  draw(n: number, stream: Stream): Points;
  /** Present where they are N(0, L Lᵀ), or that about ± `mean`: the lower triangular L, d × d row-major. */
  readonly factor?: Float64Array;
  /** d. Inputs are N(mean, L Lᵀ) or N(−mean, L Lᵀ) with equal probability; absent: N(0, L Lᵀ). */
  readonly mean?: Float64Array;
}

/** A language whose law is known: sequences are windows of an endless stationary text. */
export interface LanguageLaw {
  /** Entropy of p_0 in nats per token, that of a whole window over its length. */
  readonly entropyPerToken: number;
  /** n log probabilities of whole sequences of any length under p_0, in nats; −Infinity where the language has no such text. */
  logProbability(data: Sequences): Float64Array;
  /** Rare constructions: how many are expected in a sequence of p_0. The first are the most frequent. */
  readonly constructions: readonly { readonly name: string; readonly perSequence: number }[];
  /** How often each construction occurs in the data, in all. */
  countConstructions(data: Sequences): Float64Array;
}
