/** How a family enters the laboratory: by name, with options that are checked before anything runs. */
import type { Engine } from '@collapse-lab/tensor';
import type { Data, DataShape } from '../data/data.ts';
import type { FileFolder } from '../language/hugging-face/binary-file.ts';
import type { RealSource } from '../real/real-source.ts';
import type { Family } from './family.ts';
import type { Opaque } from './opaque.ts';

/** A wrong option: where it is (path below the family's options), what was got, what was expected. */
export interface OptionProblem {
  readonly path: readonly (string | number)[];
  readonly got: unknown;
  readonly expected: string;
}

/** What the options of a family refer to. */
export interface FamilyResources {
  /** The folder of a model, by the hash of its content. @throws where it is not there or has changed */
  modelFolder(hash: string): FileFolder;
}

export interface ModelDefinition<Options = Record<string, unknown>> {
  readonly name: string;
  readonly lawVersion: number;
  /** Whether it is trained by an engine, whose class then decides on the last bits. */
  readonly neural?: boolean;
  /** One line for lists and error messages. */
  readonly summary: string;
  /** One line per option, for the completion of editors. */
  readonly options?: Readonly<Record<string, string>>;
  /**
   * Paths of options that name the folder of a model on a disk: `['pretrained', 'folder']`. `resolve` and `create` find the
   * hash of its content there.
   */
  readonly modelFolders?: readonly (readonly string[])[];
  /**
   * Options with their defaults filled in; problems for everything wrong, all at once. `options` is what the YAML gives;
   * `resources` are for options that refer to folders.
   */
  resolve(
    options: Record<string, unknown>,
    resources?: FamilyResources,
  ): { options: Options } | { problems: readonly OptionProblem[] };
  /**
   * Throws InvalidArgumentError where the family cannot be fitted to data of this shape. `real` is for families that
   * label inputs (they draw new inputs from its law) or take pictures (it knows their sizes); `engine` for neural ones; `resources` for those
   * with options that refer to folders.
   */
  create(
    options: Options,
    shape: DataShape,
    real?: RealSource,
    engine?: Engine,
    resources?: FamilyResources,
  ): Family<Opaque, Opaque, Opaque>;
}

/** Types and freezes a definition; a user's own module exports its result as default. */
export function defineModel<Options>(definition: ModelDefinition<Options>): ModelDefinition<Options> {
  return Object.freeze(definition);
}

export type AnyFamily = Family<Opaque, Data, Opaque>;
