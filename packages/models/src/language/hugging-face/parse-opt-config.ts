/** `config.json` of an OPT model: what is not built here is refused by name rather than left out. */
import { ModelFileError } from './model-file-error.ts';
import type { OptConfig } from './opt-config.ts';
import { brief, type JsonObject } from './read-json.ts';

const sizes = {
  vocab_size: 'vocabularySize',
  hidden_size: 'width',
  num_hidden_layers: 'layers',
  num_attention_heads: 'heads',
  ffn_dim: 'hidden',
  max_position_embeddings: 'positions',
} as const;

const tokens = { bos_token_id: 'beginning', eos_token_id: 'end', pad_token_id: 'padding' } as const;

interface Requirement {
  readonly value: unknown;
  readonly remedy: string;
}

const otherModel = 'Such models are not built here; use one with the architecture of opt-125m.';
const trainingOnly = 'It matters in training alone: set it to 0.';

/** What must hold where the file says anything of it. */
const requirements: Readonly<Record<string, Requirement>> = {
  do_layer_norm_before: { value: true, remedy: otherModel },
  activation_function: { value: 'relu', remedy: otherModel },
  enable_bias: { value: true, remedy: otherModel },
  layer_norm_elementwise_affine: { value: true, remedy: otherModel },
  _remove_final_layer_norm: { value: false, remedy: otherModel },
  attention_dropout: { value: 0, remedy: trainingOnly },
  activation_dropout: { value: 0, remedy: trainingOnly },
  layerdrop: { value: 0, remedy: trainingOnly },
  tie_word_embeddings: {
    value: true,
    remedy: 'Models with an output matrix of their own are not built here.',
  },
};

/** @throws ModelFileError where it is not the configuration of an OPT model that is built here */
export function parseOptConfig(json: JsonObject, file: string): OptConfig {
  const refuse = (name: string, expected: string, remedy = ''): never => {
    const got = json[name] === undefined ? 'missing;' : `got ${brief(json[name])},`;
    throw new ModelFileError(
      file,
      `${name}: ${got} expected ${expected}.${remedy === '' ? '' : ` ${remedy}`}`,
    );
  };
  if (json.model_type !== 'opt') refuse('model_type', '"opt"', 'Models of other types are not built here.');
  for (const [name, { value, remedy }] of Object.entries(requirements))
    if (json[name] !== undefined && json[name] !== value) refuse(name, brief(value), remedy);
  if (json.quantization_config !== undefined)
    refuse('quantization_config', 'nothing', 'Save the model without quantisation, for example as float32.');
  const entries = Object.entries(sizes).map(([name, ours]) => {
    if (!isSize(json[name])) refuse(name, 'a positive integer');
    return [ours, json[name]];
  });
  const config = Object.fromEntries(entries) as Omit<OptConfig, 'dropout'>;
  checkSizes(config, json, refuse);
  return { ...config, dropout: dropoutOf(json, refuse), ...tokensOf(json, config, refuse) };
}

type Refuse = (name: string, expected: string, remedy?: string) => never;

function checkSizes({ width, heads }: Omit<OptConfig, 'dropout'>, json: JsonObject, refuse: Refuse): void {
  if (width % heads !== 0) refuse('num_attention_heads', `a divisor of hidden_size, which is ${width}`);
  if (json.word_embed_proj_dim !== undefined && json.word_embed_proj_dim !== width)
    refuse('word_embed_proj_dim', `${width}, as hidden_size`, otherModel);
}

function isSize(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function dropoutOf({ dropout }: JsonObject, refuse: Refuse): number {
  // What Hugging Face takes where the file says nothing.
  if (dropout === undefined) return 0.1;
  if (typeof dropout === 'number' && dropout >= 0 && dropout < 1) return dropout;
  return refuse('dropout', 'a number from 0 to less than 1');
}

function tokensOf(
  json: JsonObject,
  { vocabularySize }: Pick<OptConfig, 'vocabularySize'>,
  refuse: Refuse,
): Partial<OptConfig> {
  const entries = Object.entries(tokens).flatMap(([name, ours]) => {
    const token = json[name] ?? undefined;
    if (token === undefined) return [];
    if (Number.isSafeInteger(token) && (token as number) >= 0 && (token as number) < vocabularySize)
      return [[ours, token]];
    return refuse(name, `a token from 0 to ${vocabularySize - 1}`);
  });
  return Object.fromEntries(entries);
}

/** As Hugging Face writes it. */
export function optConfigJson(config: OptConfig): JsonObject {
  const entries = Object.entries({ ...sizes, ...tokens }).map(([name, ours]) => [name, config[ours] ?? null]);
  return {
    model_type: 'opt',
    architectures: ['OPTForCausalLM'],
    ...Object.fromEntries(entries),
    word_embed_proj_dim: config.width,
    dropout: config.dropout,
    ...Object.fromEntries(Object.entries(requirements).map(([name, { value }]) => [name, value])),
    torch_dtype: 'float32',
  };
}
