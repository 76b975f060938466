/** The programs of an OPT family: train, score, and those that generate. */
import {
  adamw,
  attention,
  cachedAttention,
  gatherLast,
  logSoftmax,
  type ProgramDefinition,
  program,
  type RecordedModule,
  record,
  reshape,
  slice,
  softmaxCrossEntropy,
  storeKeysValues,
  type Tensor,
  topK,
} from '@collapse-lab/tensor';
import type { OptConfig } from '../hugging-face/opt-config.ts';
import {
  decoder,
  dropoutPlaces,
  embedded,
  embeddedAt,
  logitsOf,
  packedShapes,
  sequenceStates,
} from './opt-network.ts';

export interface TrainingSizes {
  /** Tokens that may come: 0 … k − 1. */
  readonly k: number;
  /** Tokens that a training step reads, and as many that it predicts, of each sequence. */
  readonly read: number;
  /** Sequences of a training step. */
  readonly batch: number;
}

export interface OptSizes extends TrainingSizes {
  /** Sequences scored together. */
  readonly chunk: number;
  /** What generating takes; absent: it does not. */
  readonly generate: GenerateSizes;
}

export interface GenerateSizes {
  /** Prompts at a time. */
  readonly prompts: number;
  /** Tokens of a prompt. */
  readonly promptLength: number;
  /** Positions of prompt and continuation. */
  readonly length: number;
  /** Rows of each prompt once it goes on. */
  readonly beams: number;
  /** Likeliest tokens that come out of a step; `all`: the logits of all tokens. */
  readonly candidates: number | 'all';
}

export interface OptTrainingRule {
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly clipNorm: 'none' | number;
}

const ids = (...shape: number[]) => ({ shape, dtype: 'i32' }) as const;

export function optModule(config: OptConfig, sizes: OptSizes, rule: OptTrainingRule): RecordedModule {
  const { generate, chunk } = sizes;
  const { prompts, beams, length } = generate;
  const cache = { shape: [prompts * beams, length, 2 * config.width] };
  const caches = Array.from({ length: config.layers }, (_, i) => [`cache${i}`, cache]);
  return record({
    parameters: packedShapes(config),
    buffers: Object.fromEntries(caches),
    programs: {
      train: trainProgram(config, sizes, rule),
      score: scoreProgram(config, sizes, chunk),
      scoreOne: scoreProgram(config, sizes, 1),
      begin: beginProgram(config, sizes),
      next: nextProgram(config, sizes),
    },
  });
}

/** Training alone. */
export function optTrainingModule(
  config: OptConfig,
  sizes: TrainingSizes,
  rule: OptTrainingRule,
): RecordedModule {
  return record({
    parameters: packedShapes(config),
    programs: { train: trainProgram(config, sizes, rule) },
  });
}

/** The mean loss in nats per token, and a step of AdamW. */
function trainProgram(
  config: OptConfig,
  { k, read, batch }: TrainingSizes,
  { learningRate, weightDecay, clipNorm }: OptTrainingRule,
): ProgramDefinition {
  const places = config.dropout === 0 ? [] : dropoutPlaces(config);
  const bits = Object.fromEntries(places.map((place) => [place, ids(batch, read, config.width)]));
  return program({
    inputs: { tokens: ids(batch, read), targets: ids(batch * read), ...bits },
    outputs: (p, inputs: Readonly<Record<string, Tensor>>) => {
      const drop = places.length === 0 ? undefined : (place: string): Tensor => inputs[place];
      const states = sequenceStates(config, p, inputs.tokens, drop);
      return { loss: softmaxCrossEntropy(logitsOf(p, states, k), inputs.targets) };
    },
    train: {
      loss: 'loss',
      optimiser: adamw({ learningRate, weightDecay }),
      ...(clipNorm === 'none' ? {} : { clipNorm }),
    },
  });
}

/** Log probabilities of n sequences, token by token: n × read. */
function scoreProgram(config: OptConfig, { k, read }: OptSizes, n: number): ProgramDefinition {
  return program({
    inputs: { tokens: ids(n, read), targets: ids(n * read) },
    outputs: (p, { tokens, targets }) => {
      const logits = logitsOf(p, sequenceStates(config, p, tokens), k);
      return { logProbabilities: gatherLast(logSoftmax(logits), targets) };
    },
  });
}

/** Reads prompts, keeps their keys and values in the rows of the cache, and says what comes next. */
function beginProgram(config: OptConfig, { k, generate }: OptSizes): ProgramDefinition {
  const { prompts, promptLength } = generate;
  const { heads, width } = config;
  return program({
    inputs: { tokens: ids(prompts, promptLength), rows: ids(prompts) },
    outputs: (p, { tokens, rows }, buffers) => {
      const states = decoder(config, p, embedded(p, tokens), {
        attend: (qkv, layer) => {
          storeKeysValues(buffers[`cache${layer}`], qkv, rows);
          return attention(qkv, { heads, causal: true });
        },
        choose: (x) => reshape(slice(x, [0, promptLength - 1, 0], [prompts, 1, width]), [prompts, width]),
      });
      return said(logitsOf(p, states, k), generate);
    },
  });
}

/** Reads one token of every row, and says what comes next. */
function nextProgram(config: OptConfig, { k, generate }: OptSizes): ProgramDefinition {
  const rows = generate.prompts * generate.beams;
  const { heads } = config;
  return program({
    inputs: { tokens: ids(rows), position: ids(1), row: ids(1), sources: ids(rows, generate.length) },
    outputs: (p, { tokens, position, row, sources }, buffers) => {
      const states = decoder(config, p, embeddedAt(p, tokens, row), {
        attend: (qkv, layer) => cachedAttention(qkv, buffers[`cache${layer}`], position, sources, { heads }),
      });
      return said(logitsOf(p, states, k), generate);
    },
  });
}

function said(logits: Tensor, { candidates }: GenerateSizes): Record<string, Tensor> {
  if (candidates === 'all') return { logits };
  const { values, indices } = topK(logSoftmax(logits), candidates);
  return { logProbabilities: values, tokens: indices };
}
