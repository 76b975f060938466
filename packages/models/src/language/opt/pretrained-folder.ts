/** A model that is there already, in a folder as Hugging Face saves it: what its configuration means for options. */
import type { FamilyResources, OptionProblem } from '../../family/define-model.ts';
import type { OptionRule } from '../../family/resolve-options.ts';
import { readOptConfig } from '../hugging-face/load-opt.ts';
import { ModelFileError } from '../hugging-face/model-file-error.ts';
import type { OptConfig } from '../hugging-face/opt-config.ts';

export interface PretrainedFolder {
  /** The hash of its content. */
  readonly folder: string;
  /** Tokens that the model knows; from its configuration. */
  readonly vocabulary: number;
}

export const folderRules: Readonly<Record<'folder', OptionRule>> = {
  folder: { expected: 'the folder of a model', accepts: (value) => typeof value === 'string' },
};

/** Sizes that the model has. */
const sizeNames = ['width', 'layers', 'heads', 'hidden', 'positions'] as const;

/** @param folder by the hash of its content */
export function configIn(
  folder: unknown,
  resources: FamilyResources | undefined,
): { config: OptConfig } | { problems: readonly OptionProblem[] } {
  const refuse = (expected: string) => ({
    problems: [{ path: ['pretrained', 'folder'], got: folder, expected }],
  });
  if (typeof folder !== 'string' || resources === undefined) return refuse(folderRules.folder.expected);
  try {
    return { config: readOptConfig(resources.modelFolder(folder)) };
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    return refuse(`a model that can be used: ${error.message.replace(/\.$/, '')}`);
  }
}

/** The options with the sizes of the model, which they must not give themselves, and with its dropout, which they may. */
export function withSizes(
  options: Record<string, unknown>,
  config: OptConfig,
): { options: Record<string, unknown> } | { problems: readonly OptionProblem[] } {
  const given = sizeNames.filter((name) => options[name] !== undefined);
  const expected = 'nothing: the model in pretrained.folder has it';
  if (given.length > 0)
    return { problems: given.map((name) => ({ path: [name], got: options[name], expected })) };
  const sizes = Object.fromEntries(sizeNames.map((name) => [name, config[name]]));
  return { options: { dropout: config.dropout, ...options, ...sizes } };
}
