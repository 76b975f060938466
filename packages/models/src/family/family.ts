/** A model family: what can be fitted to data and sampled from. */
import type { Stream } from '@collapse-lab/math';
import type { Data, DataShape } from '../data/data.ts';
import type { Truth } from '../real/real-source.ts';
import type { Json } from './json.ts';
import type { SufficientLaw } from './law.ts';
import type { Blobs, Stepwise, Training } from './training.ts';

export interface FitInput<Model, D extends Data> {
  readonly train: D;
  /** Points of p_0 that no model is trained on, where the family asks for them (`validationSize`). */
  readonly validation?: D;
  /** The model every generation starts from, where the family fine-tunes. */
  readonly base?: Model;
  /** The model of the generation before. */
  readonly previous?: Model;
}

export interface SampleRequest {
  /** How many points; a non-negative integer. */
  readonly n: number;
  /** Prompts, or rows whose inputs are used in turn (row i mod given.n), where the family samples conditionally. */
  readonly given?: Data;
}

export interface Family<Model = unknown, D extends Data = Data, Statistics = unknown> {
  /** The name in the YAML: `gaussian`, `categorical`, … */
  readonly name: string;
  /** Raised whenever the same key would give other numbers; part of every lineage key. */
  readonly lawVersion: number;
  /** The resolved options it was created with: what a closed-form prediction needs to know of it. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** The data it is fitted to. */
  readonly shape: DataShape;
  /**
   * Present where the points are labels for inputs: `fresh` where every generation has inputs of its own, `fixed`
   * where it relabels those of D_0, which the samplers then pass as `given`.
   */
  readonly conditional?: 'fixed' | 'fresh';
  /** Why there is no `law`, where that depends on the options. */
  readonly whyNoLaw?: string;
  /**
   * Present where models after the first are fitted to an endless stream of points of `previous`, as many of them as
   * the training set has, in place of that set: what such a set is called in messages. It has no points to pool.
   */
  readonly streamed?: string;
  /** How many points of p_0 a fit wants beside the training set, to choose the best of its checkpoints; absent: none. */
  readonly validationSize?: number;
  /** The fewest points `fit` accepts. */
  readonly minimumSize: number;
  /** Throws InvalidArgumentError on NaN or infinite values, empty data, a wrong shape, fewer than `minimumSize` points. */
  fit(input: FitInput<Model, D>, stream: Stream): Model;
  /** `fit` in steps, where it takes long: its `finish` gives the same model, bit for bit. */
  train?(input: FitInput<Model, D>, stream: Stream): Training<Model>;
  /**
   * The training of the model that every generation starts from, which is then passed as `base`; the same for every
   * lineage of a setting. Absent where there is none, or where the family has it already, from a file say.
   */
  pretrain?(): Training<Model>;
  sample(model: Model, request: SampleRequest, stream: Stream): D;
  /** `sample` in steps, where it takes long: its `finish` gives the same points, bit for bit. */
  generate?(model: Model, request: SampleRequest, stream: Stream): Stepwise<D>;
  /**
   * `sample` of one model for many requests: the same points, bit for bit, with what depends on the model alone
   * computed once. The model must not change meanwhile. A copy of a family with another `sample` needs another one
   * of these too, or none.
   */
  prepare?(model: Model): (request: SampleRequest, stream: Stream) => D;
  /**
   * `fit` to `sample(model, { n }, stream)`, the same model bit for bit, without the points in between; undefined where
   * there is no short way, with the stream left anywhere. Absent from families without one, and from those whose `fit`
   * uses its stream or `previous`. `into`, when given, is overwritten and returned; it may be `model`. A copy of a
   * family with another `sample` or `fit` needs another one of these too, or none.
   */
  refit?(model: Model, n: number, stream: Stream, into?: Model): Model | undefined;
  /** n log densities (log masses for symbols). */
  logDensity?(model: Model, data: D): Float64Array;
  /** The real distribution as a model, where it belongs to the family (or is sampled by the same law). */
  fromTruth?(truth: Truth): Model | undefined;
  /** Every parameter replaced by f(parameter): how a low-precision number format acts. */
  mapParameters?(model: Model, f: (value: number) => number): Model;
  readonly law?: SufficientLaw<Model, D, Statistics>;
  /** With `blobs`, what is large goes there. */
  encode(model: Model, blobs?: Blobs): Json;
  decode(encoded: Json, blobs?: Blobs): Model;
  /** Gives back the memory that the garbage collector cannot; what is used again afterwards takes it again. */
  dispose?(): void;
}
