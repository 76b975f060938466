/** Options of OPT language models, as the YAML gives them. */
import { isNonNegative, isPositive, isPositiveInteger } from '../../data/is-number.ts';
import type { FamilyResources, OptionProblem } from '../../family/define-model.ts';
import { nonNegative, oneOf, positive, positiveInteger } from '../../family/option-rules.ts';
import { type OptionRule, resolveOptions } from '../../family/resolve-options.ts';
import { isObject } from '../hugging-face/read-json.ts';
import { type GenerateOptions, resolveGenerateOptions } from './generate-options.ts';
import { configIn, folderRules, type PretrainedFolder, withSizes } from './pretrained-folder.ts';

/** How the model that every generation starts from is trained. */
export interface PretrainingOptions {
  /** Sequences drawn from the text to pretrain on. */
  readonly sequences: number;
  readonly epochs: number;
  readonly learningRate: number;
  /** Of its sequences, weights, order and dropout: the same for all lineages. */
  readonly seed: number;
}

export interface OptOptions {
  /** d. A multiple of `heads`. */
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Units of the feed-forward layers. */
  readonly hidden: number;
  /** The longest sequence. */
  readonly positions: number;
  /** Of what attention and feed-forward layers give; in [0, 1). */
  readonly dropout: number;
  readonly pretrained: 'none' | PretrainingOptions | PretrainedFolder;
  /** Where the weights start in every generation. `previous`: at first those pretrained, or fresh ones. */
  readonly start: 'pretrained' | 'fresh' | 'previous';
  /** Passes over the training set. */
  readonly epochs: number;
  /** Sequences a step sees. */
  readonly batch: number;
  readonly learningRate: number;
  readonly schedule: 'constant' | 'linear' | 'cosine';
  /** Where linear and cosine end. */
  readonly finalLearningRate: number;
  /** Of AdamW. */
  readonly weightDecay: number;
  /** Largest norm of all gradients together. */
  readonly clipNorm: 'none' | number;
  /** Sequences of validation data that choose the best epoch; 0: the last epoch is kept. */
  readonly validation: number;
  readonly generate: GenerateOptions;
}

const pretrainingRules: Record<keyof PretrainingOptions, OptionRule> = {
  sequences: positiveInteger(2000),
  epochs: positiveInteger(3),
  learningRate: positive(1e-3),
  seed: {
    expected: 'an integer ≥ 0',
    accepts: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
    default: 1,
  },
};

/** Learning rates of fine-tuning and of training from nothing. */
const usualRates = { pretrained: 1e-5, fresh: 1e-3, previous: 1e-3 } as const;

/** The largest OPT has 96; the names of absurdly many would not fit into memory. */
const mostLayers = 1024;

/** @param start what `start` is where it is not said */
function rulesWith(width: number, start: OptOptions['start']): Record<keyof OptOptions, OptionRule> {
  return {
    width: positiveInteger(64),
    layers: {
      expected: `an integer from 1 to ${mostLayers}`,
      accepts: (value) => isPositiveInteger(value) && value <= mostLayers,
      default: 2,
    },
    heads: positiveInteger(4),
    hidden: positiveInteger(4 * width),
    positions: positiveInteger(128),
    dropout: {
      expected: 'a number from 0 to less than 1',
      accepts: (value) => isNonNegative(value) && value < 1,
      default: 0,
    },
    pretrained: {
      expected: 'none, folder, or how: sequences, epochs, learningRate, seed',
      accepts: (value) => value === 'none' || isObject(value),
      default: 'none',
    },
    start: oneOf(['pretrained', 'fresh', 'previous'], start),
    epochs: positiveInteger(5),
    batch: positiveInteger(16),
    learningRate: positive(usualRates[start]),
    schedule: oneOf(['constant', 'linear', 'cosine'], 'cosine'),
    finalLearningRate: nonNegative(1e-6),
    weightDecay: nonNegative(0.01),
    clipNorm: {
      expected: 'none or a positive number',
      accepts: (value) => value === 'none' || isPositive(value),
      default: 'none',
    },
    validation: {
      expected: 'an integer ≥ 0',
      accepts: (value) => value === 0 || isPositiveInteger(value),
      default: 64,
    },
    generate: { expected: 'an object of options', accepts: isObject, default: {} },
  };
}

type Outcome<Options> = { options: Options } | { problems: readonly OptionProblem[] };

/** @param resources where `pretrained.folder` is looked up, by the hash of its content */
export function resolveOptOptions(
  options: Record<string, unknown>,
  resources?: FamilyResources,
): Outcome<OptOptions> {
  const folder = isObject(options) && isObject(options.pretrained) ? options.pretrained.folder : undefined;
  if (folder === undefined) return resolveWritten(options);
  const found = configIn(folder, resources);
  if ('problems' in found) return found;
  const sized = withSizes(options, found.config);
  if ('problems' in sized) return sized;
  const resolved = resolveWritten(sized.options);
  if ('problems' in resolved) return resolved;
  const pretrained = { ...(resolved.options.pretrained as object), vocabulary: found.config.vocabularySize };
  return { options: { ...resolved.options, pretrained: pretrained as PretrainedFolder } };
}

function resolveWritten(options: Record<string, unknown>): Outcome<OptOptions> {
  const given = isObject(options) ? options : {};
  const width = isPositiveInteger(given.width) ? given.width : 64;
  const pretrained = given.pretrained !== undefined && given.pretrained !== 'none';
  const start = given.start ?? (pretrained ? 'pretrained' : 'fresh');
  const known = start === 'pretrained' || start === 'previous' ? start : 'fresh';
  const resolved = resolveOptions<OptOptions>(options, rulesWith(width, known));
  const nested = [pretrainingOf(given), generateOf(given)];
  const problems = [
    ...('problems' in resolved ? resolved.problems : []),
    ...nested.flatMap((each) => ('problems' in each ? each.problems : [])),
    ...crossProblems(given, { width, pretrained, start }),
  ];
  if (problems.length > 0 || 'problems' in resolved) return { problems };
  const [pretraining, generate] = nested.map((each) => 'options' in each && each.options);
  return { options: { ...resolved.options, pretrained: pretraining, generate } as OptOptions };
}

function pretrainingOf({ pretrained }: Record<string, unknown>): Outcome<object | 'none'> {
  if (!isObject(pretrained)) return { options: 'none' };
  if (pretrained.folder !== undefined)
    return within('pretrained', resolveOptions<Pick<PretrainedFolder, 'folder'>>(pretrained, folderRules));
  return within('pretrained', resolveOptions<PretrainingOptions>(pretrained, pretrainingRules));
}

function generateOf({ generate = {} }: Record<string, unknown>): Outcome<GenerateOptions | undefined> {
  return isObject(generate) ? within('generate', resolveGenerateOptions(generate)) : { options: undefined };
}

function within<Options>(name: string, outcome: Outcome<Options>): Outcome<Options> {
  if ('options' in outcome) return outcome;
  return { problems: outcome.problems.map(({ path, ...rest }) => ({ path: [name, ...path], ...rest })) };
}

/** What two options say together. */
function crossProblems(
  given: Record<string, unknown>,
  { width, pretrained, start }: { width: number; pretrained: boolean; start: unknown },
): OptionProblem[] {
  const problems: OptionProblem[] = [];
  const heads = given.heads ?? 4;
  if (isPositiveInteger(heads) && width % heads !== 0)
    problems.push({ path: ['heads'], got: heads, expected: `a divisor of width, which is ${width}` });
  if (start === 'pretrained' && !pretrained)
    problems.push({ path: ['start'], got: start, expected: 'fresh or previous, unless pretrained is given' });
  if (start === 'fresh' && pretrained)
    problems.push({ path: ['pretrained'], got: given.pretrained, expected: 'none, where start is fresh' });
  if (given.finalLearningRate !== undefined && given.schedule === 'constant')
    problems.push({
      path: ['finalLearningRate'],
      got: given.finalLearningRate,
      expected: 'nothing, unless schedule is linear or cosine',
    });
  return problems;
}
