/** What the contract suite needs to know of a family to test it. */
import type { Data } from '../data/data.ts';
import type { Family } from '../family/family.ts';
import type { Opaque } from '../family/opaque.ts';

/** The two functions of a test runner that the suite uses; Vitest, Jest, Mocha and node:test all have them. */
export interface TestApi {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => void): void;
}

export interface FamilySubject<Model = Opaque, D extends Data = Data, Statistics = Opaque> {
  /** The title: the family and the options it was created with. */
  readonly name: string;
  readonly family: Family<Model, D, Statistics>;
  /** A model in the interior of the family: nothing collapsed, parameters of order 1. */
  readonly model: Model;
  /** What samples are drawn for, where the family samples conditionally: prompts, or inputs. */
  readonly given?: D;
  /**
   * The parameters as numbers, as the model holds them (what `mapParameters` maps): they are compared between fits,
   * and must be consistent: their error in a fit to n points of `model` falls like n^−½.
   */
  parameters(model: Model): ArrayLike<number>;
  /**
   * Consistent functionals of the fitted model, in place of its parameters, where those are not estimates of anything
   * (the points of a kernel density estimate). Default: the parameters.
   */
  estimates?(model: Model): ArrayLike<number>;
  /**
   * Why fits are consistent for nothing that a test of seconds could see, as the weights of a network: consistency is not
   * tested then. Default: they are consistent.
   */
  readonly inconsistent?: string;
  /** Known expectations of functions of one point under `model`. */
  readonly moments?: {
    /** n × q: the q functions of each of n points, row by row. */
    of(data: D): ArrayLike<number>;
    /** q. */
    readonly expected: ArrayLike<number>;
  };
  /**
   * Numbers that are i.i.d. uniform on [0, 1] where the points are i.i.d. from `model` (continuous families): each
   * is put to a Kolmogorov–Smirnov test.
   */
  uniforms?(data: D): Float64Array;
  /**
   * The fits to `sample` are consistent for other parameters than those of `model` (a sampling bias): these.
   * Default: the parameters, or estimates, of `model`.
   */
  readonly limit?: ArrayLike<number>;
  /** False where `logDensity` is not that of `sample` (a sampling bias). Default: true. */
  readonly densityIsOfSamples?: boolean;
  /** Factor on all sample sizes of the statistical tests, for slow families (1). Standard errors follow it. */
  readonly effort?: number;
}
