/**
 * OPT language models (Zhang et al. 2022), fine-tuned or trained from nothing, which generate sequences by beam search or
 * sampling. Retrained on their own text they lose rare constructions (Shumailov et al. 2024).
 */
import { InvalidArgumentError, Stream } from '@collapse-lab/math';
import { type Engine, wasmEngine } from '@collapse-lab/tensor';
import { checkData } from '../../data/check-data.ts';
import type { DataShape, Sequences } from '../../data/data.ts';
import { describeShape } from '../../data/data-shape.ts';
import { checkSize } from '../../data/make-data.ts';
import { checkSampleRequest } from '../../family/check-sample-request.ts';
import { defineModel, type FamilyResources, type ModelDefinition } from '../../family/define-model.ts';
import type { FitInput, SampleRequest } from '../../family/family.ts';
import type { Json } from '../../family/json.ts';
import type { Blobs } from '../../family/training.ts';
import {
  decodeNetwork,
  elementsOf,
  encodeNetwork,
  mapNetwork,
  type ParameterSizes,
} from '../../network/network-model.ts';
import { SharedSession } from '../../network/shared-session.ts';
import type { RealSource } from '../../real/real-source.ts';
import type { FileFolder, OutputFile } from '../hugging-face/binary-file.ts';
import { checkOpt, loadOpt } from '../hugging-face/load-opt.ts';
import { type OptConfig, optTensorShapes } from '../hugging-face/opt-config.ts';
import { optFiles } from '../hugging-face/save-opt.ts';
import type { LanguageFamily } from '../language-family.ts';
import { type ContinuationRule, continuationsWith, generateSizes } from './continuations.ts';
import { OptGeneration } from './opt-generation.ts';
import { initialOpt, type OptModel, optWeightsOf } from './opt-model.ts';
import { dropoutPlaces, packOpt } from './opt-network.ts';
import { type OptOptions, type PretrainingOptions, resolveOptOptions } from './opt-options.ts';
import { optModule, optTrainingModule } from './opt-programs.ts';
import { type OptTrainee, OptTraining } from './opt-training.ts';
import { Reading } from './reading.ts';
import { scoreSequences } from './score-sequences.ts';

export interface OptFamily extends LanguageFamily<OptModel> {
  readonly options: Readonly<Record<string, unknown>>;
  /** Sizes of its models. The table of tokens has one more than the data where texts begin with a token of their own. */
  readonly config: OptConfig;
  /** How many weights there are. */
  readonly parameterCount: number;
  train(input: FitInput<OptModel, Sequences>, stream: Stream): OptTraining;
  generate(model: OptModel, request: SampleRequest, stream: Stream): OptGeneration;
  files(model: OptModel): readonly OutputFile[];
  pretrain?(): OptTraining;
}

const name = 'opt';
const lawVersion = 1;
const purpose = { weights: 1, training: 2, generate: 1, sequences: 3 } as const;

/** Numbers of logits that are scored together: 8 MB. */
const mostLogits = 2_097_152;
const largestChunk = 32;

export const opt: ModelDefinition<OptOptions> = defineModel({
  name,
  lawVersion,
  neural: true,
  summary: 'OPT language model, a transformer decoder',
  options: {
    width: 'Of the hidden states. Default: 64.',
    layers: 'Default: 2.',
    heads: 'Of attention; divides width. Default: 4.',
    hidden: 'Units of the feed-forward layers. Default: 4 × width.',
    positions: 'The longest sequence; prompt and continuation must fit. Default: 128.',
    dropout: 'Share of units left out in training. Default: 0.',
    pretrained:
      'none (default), a folder as Hugging Face saves it, or how every generation’s first weights are trained: sequences, epochs, learningRate, seed.',
    start:
      'Weights start in each generation from those pretrained (default where there are some), fresh or from the previous ones.',
    epochs: 'Passes over the training set. Default: 5.',
    batch: 'Sequences a step sees. Default: 16.',
    learningRate: 'Of AdamW. Default: 1e-5 where start is pretrained, else 1e-3.',
    schedule: 'constant, linear or cosine (default).',
    finalLearningRate: 'linear, cosine: where they end. Default: 1e-6.',
    weightDecay: 'Of AdamW. Default: 0.01.',
    clipNorm: 'Largest norm of all gradients together; none (default) or a number.',
    validation: 'Sequences of validation data that choose the best epoch; 0 keeps the last. Default: 64.',
    generate:
      'from: prompts (default) or start; method: beam (default), sample or greedy; beams, lengthPenalty, ' +
      'repetitionPenalty, temperature, topK, topP, typical, batch.',
  },
  modelFolders: [['pretrained', 'folder']],
  resolve: resolveOptOptions,
  create: createOpt,
});

/** What every generation starts from, in a folder: opened anew each time, so that its weights are in memory for a moment only. */
interface Pretrained {
  readonly config: OptConfig;
  readonly open: () => FileFolder;
}

function createOpt(
  options: OptOptions,
  shape: DataShape,
  real?: RealSource,
  engine?: Engine,
  resources?: FamilyResources,
): OptFamily {
  if (shape.kind !== 'sequences')
    throw new InvalidArgumentError({
      argument: 'shape',
      got: describeShape(shape),
      expected: 'sequences, which a language model predicts',
    });
  checkLengths(options, shape.length);
  const { pretrained } = options;
  const folder = pretrained !== 'none' && 'folder' in pretrained ? pretrained.folder : undefined;
  if (folder !== undefined) {
    const open = (): FileFolder => (resources as FamilyResources).modelFolder(folder);
    const config = checkOpt(open());
    checkVocabulary(config, options, shape.k);
    return new Opt(options, shape, { config, open }, engine ?? wasmEngine);
  }
  if (pretrained !== 'none' && real !== undefined && real.pretraining === undefined)
    throw new InvalidArgumentError({
      argument: 'pretrained',
      got: pretrained,
      expected: `none: ${real.name} has no text to pretrain on. Name some: real.pretraining`,
    });
  const pretraining = real?.pretraining?.shape;
  if (pretrained !== 'none' && pretraining?.kind === 'sequences')
    requirePositions(options.positions, pretraining.length, 'the length of the sequences to pretrain on');
  return new Opt(
    options,
    shape,
    real?.pretraining as RealSource<Sequences> | undefined,
    engine ?? wasmEngine,
  );
}

function checkVocabulary(
  { vocabularySize, beginning }: OptConfig,
  { generate }: OptOptions,
  k: number,
): void {
  if (k > vocabularySize)
    throw new InvalidArgumentError({
      argument: 'pretrained.folder',
      got: `a model of ${vocabularySize} tokens`,
      expected: `at least the ${k} of the data`,
      remedy: 'Use the tokenizer of the model: real.tokenizer: { folder: … }.',
    });
  if (generate.from === 'start' && beginning === undefined)
    throw new InvalidArgumentError({
      argument: 'generate.from',
      got: generate.from,
      expected: 'prompts: the model in pretrained.folder has no token that texts begin with',
    });
}

function checkLengths({ generate, positions }: OptOptions, length: number): void {
  const prompts = generate.from === 'prompts';
  if (prompts && length < 2)
    throw new InvalidArgumentError({
      argument: 'shape.length',
      got: length,
      expected: 'at least 2: a model predicts all tokens but the first',
      remedy: 'With generate.from: start it predicts the first, too.',
    });
  requirePositions(
    positions,
    prompts ? 2 * length : length,
    `${prompts ? 'prompt and continuation' : 'sequences'} of ${length} tokens`,
  );
}

function requirePositions(positions: number, needed: number, why: string): void {
  if (positions >= needed) return;
  throw new InvalidArgumentError({
    argument: 'positions',
    got: positions,
    expected: `at least ${needed}, ${why}`,
  });
}

class Opt implements OptFamily {
  readonly name = name;
  readonly lawVersion = lawVersion;
  readonly options: Readonly<Record<string, unknown>>;
  readonly shape: DataShape;
  readonly minimumSize = 1;
  readonly whyNoLaw = 'a network has no sufficient statistics';
  readonly conditional?: 'fixed';
  readonly validationSize?: number;
  readonly config: OptConfig;
  readonly parameterCount: number;
  readonly scoredTokens: number;
  readonly pretrain?: () => OptTraining;
  readonly #options: OptOptions;
  readonly #pretrained: Pretrained | undefined;
  readonly #reading: Reading;
  readonly #sizes: ParameterSizes;
  readonly #shared: SharedSession;
  readonly #engine: Engine;
  #pretrainer: SharedSession | undefined;
  readonly #k: number;

  constructor(
    options: OptOptions,
    shape: DataShape & { kind: 'sequences' },
    pretraining: RealSource<Sequences> | Pretrained | undefined,
    engine: Engine,
  ) {
    const { k, length } = shape;
    this.#engine = engine;
    this.options = { ...options };
    this.#options = options;
    this.shape = shape;
    this.#k = k;
    const pretrained = pretraining !== undefined && 'open' in pretraining ? pretraining : undefined;
    this.#pretrained = pretrained;
    this.config =
      pretrained === undefined ? configOf(options, k) : { ...pretrained.config, dropout: options.dropout };
    if (options.generate.from === 'prompts') this.conditional = 'fixed';
    if (options.validation > 0) this.validationSize = options.validation;
    const chunk = Math.max(1, Math.min(largestChunk, Math.floor(mostLogits / (k * length))));
    this.#reading = new Reading(length, this.#beginning, chunk);
    this.scoredTokens = this.#reading.read;
    const sizes = Object.entries(optTensorShapes(this.config)).map(([tensor, of]) => [
      tensor,
      elementsOf(of),
    ]);
    this.#sizes = Object.fromEntries(sizes);
    this.parameterCount = Object.values(this.#sizes).reduce((sum, size) => sum + size, 0);
    const { read } = this.#reading;
    const programs = {
      k,
      read,
      chunk,
      batch: options.batch,
      generate: generateSizes(this.#rule),
    };
    this.#shared = new SharedSession(engine, optModule(this.config, programs, options), packOpt);
    const how = options.pretrained;
    if (how !== 'none' && !('folder' in how))
      this.pretrain = () => this.#pretraining(how, pretraining as RealSource<Sequences> | undefined);
  }

  /** All sequences have one length: the token that would end a text never comes. */
  get #rule(): ContinuationRule {
    const { end } = this.config;
    const withheld = end !== undefined && end < this.#k ? end : undefined;
    return { options: this.#options.generate, shape: this.shape as SequencesShape, withheld };
  }

  /** The token before every sequence; none where a sequence continues a prompt. */
  get #beginning(): number | undefined {
    return this.#options.generate.from === 'start' ? this.config.beginning : undefined;
  }

  fit(input: FitInput<OptModel, Sequences>, stream: Stream): OptModel {
    return this.train(input, stream).finish();
  }

  train({ train, validation, base, previous }: FitInput<OptModel, Sequences>, stream: Stream): OptTraining {
    checkData('train', train, this.shape, this.minimumSize);
    if (validation !== undefined) checkData('validation', validation, this.shape, 0);
    const weights = this.#warm(base, previous) ?? initialOpt(this.config, stream.split(purpose.weights));
    const start = { weights, train, validation, stream: stream.split(purpose.training) };
    return new OptTraining(this.#trainee(), this.#options, start);
  }

  /** Undefined: fresh weights. */
  #warm(base: OptModel | undefined, previous: OptModel | undefined): OptModel | undefined {
    const { start } = this.#options;
    if (start === 'fresh') return undefined;
    if (start === 'previous' && previous !== undefined) return previous;
    const first = base ?? this.#loaded();
    if (first !== undefined || start === 'previous') return first;
    throw new InvalidArgumentError({
      argument: 'base',
      got: base,
      expected: 'the pretrained model, which every generation starts from',
      remedy: 'Pass what pretrain() gives.',
    });
  }

  #loaded(): OptModel | undefined {
    return this.#pretrained && { parameters: loadOpt(this.#pretrained.open()).tensors };
  }

  #pretraining(options: PretrainingOptions, source: RealSource<Sequences> | undefined): OptTraining {
    if (source === undefined)
      throw new InvalidArgumentError({
        argument: 'real.pretraining',
        got: source,
        expected: 'text to pretrain on',
        remedy: 'Create the family with real data that have some.',
      });
    const stream = Stream.fromPath(['opt pretraining', source.identity, options.seed]);
    const train = source.draw(options.sequences, stream.split(purpose.sequences));
    checkData('real.pretraining', train, { ...source.shape, k: this.#k } as DataShape, this.minimumSize);
    const weights = initialOpt(this.config, stream.split(purpose.weights));
    const { epochs, learningRate } = options;
    const start = { weights, train, stream: stream.split(purpose.training) };
    const reading = new Reading(train.length, this.config.beginning, 1);
    const sizes = { k: this.#k, read: reading.read, batch: this.#options.batch };
    this.#pretrainer ??= new SharedSession(
      this.#engine,
      optTrainingModule(this.config, sizes, this.#options),
      packOpt,
    );
    return new OptTraining(
      this.#trainee(this.#pretrainer, reading),
      { ...this.#options, epochs, learningRate },
      start,
    );
  }

  #trainee(shared = this.#shared, reading = this.#reading): OptTrainee {
    const { batch } = this.#options;
    const places = this.config.dropout === 0 ? [] : dropoutPlaces(this.config);
    const words = batch * reading.read * this.config.width;
    return {
      config: this.config,
      shared,
      reading,
      bits: Object.fromEntries(places.map((place) => [place, words])),
      sizes: this.#sizes,
    };
  }

  sample(model: OptModel, request: SampleRequest, stream: Stream): Sequences {
    return this.generate(model, request, stream).finish();
  }

  generate(model: OptModel, request: SampleRequest, stream: Stream): OptGeneration {
    const { generate } = this.#options;
    const { length } = this.#reading;
    const given = this.#promptsOf(request);
    const beginning = this.#beginning as number;
    return new OptGeneration({
      n: request.n,
      length,
      k: this.#k,
      batch: generate.batch,
      promptLength: given === undefined ? 1 : length,
      prompt: (i, into) => {
        if (given === undefined) into[0] = beginning;
        else {
          const row = i % given.n;
          into.set(given.values.subarray(row * length, (row + 1) * length));
        }
      },
      continuations: (prompts, streams) =>
        continuationsWith(this.#shared.of(model), this.#rule, prompts, streams),
      stream: stream.split(purpose.generate),
    });
  }

  #promptsOf(request: SampleRequest): Sequences | undefined {
    if (this.conditional === undefined) {
      checkSampleRequest(name, request);
      return undefined;
    }
    checkSize('request.n', request.n);
    checkData('request.given', request.given as Sequences, this.shape, request.n === 0 ? 0 : 1);
    return request.given as Sequences;
  }

  logDensity(model: OptModel, data: Sequences): Float64Array {
    checkData('data', data, this.shape, 0);
    return scoreSequences(this.#shared.of(model), this.#reading, data);
  }

  mapParameters(model: OptModel, f: (value: number) => number): OptModel {
    return mapNetwork(model, f);
  }

  encode(model: OptModel, blobs?: Blobs): Json {
    return encodeNetwork(model, blobs);
  }

  decode(encoded: Json, blobs?: Blobs): OptModel {
    return decodeNetwork(encoded, this.#sizes, blobs);
  }

  files(model: OptModel): readonly OutputFile[] {
    return optFiles(optWeightsOf(model, this.config));
  }

  dispose(): void {
    this.#shared.dispose();
    this.#pretrainer?.dispose();
  }
}

type SequencesShape = DataShape & { readonly kind: 'sequences' };

function configOf(
  { width, layers, heads, hidden, positions, dropout, generate }: OptOptions,
  k: number,
): OptConfig {
  const sizes = { width, layers, heads, hidden, positions, dropout };
  if (generate.from === 'prompts') return { vocabularySize: k, ...sizes };
  return { vocabularySize: k + 1, ...sizes, beginning: k };
}
