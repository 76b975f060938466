/** An OPT model from a folder as Hugging Face saves it: `config.json` and safetensors. */
import type { FileFolder } from './binary-file.ts';
import { type Checkpoint, type CheckpointTensor, openCheckpoint } from './checkpoint.ts';
import { ModelFileError } from './model-file-error.ts';
import { type OptConfig, type OptWeights, optTensorCounts, optTensorShapes } from './opt-config.ts';
import { parseOptConfig } from './parse-opt-config.ts';
import { brief, readJsonFile } from './read-json.ts';
import { describeShape } from './safetensors-header.ts';

/** Sizes and kind of a model. */
export const configFile = 'config.json';

const ownPrefix = 'model.decoder.';
/** As saved from the class of the whole model, of its core, and of its decoder. */
const prefixes = [ownPrefix, 'decoder.', 'model.', ''];
const embedding = 'embed_tokens.weight';
/** The output matrix; it is the embedding, which some tools write a second time. */
const heads = ['lm_head.weight', 'model.lm_head.weight'];
/** What the converter of the published models left behind. */
const ignored = ['version', 'embed_positions._float_tensor'];

/** The sizes of the model, without its weights. @throws ModelFileError */
export function readOptConfig(folder: FileFolder): OptConfig {
  const file = folder.open(configFile);
  if (file === undefined)
    throw new ModelFileError(
      folder.name,
      `got no ${configFile}, expected a folder as Hugging Face saves it.`,
    );
  return parseOptConfig(readJsonFile(file), file.name);
}

/** All that can be known without reading the numbers; gives the sizes. @throws ModelFileError as `loadOpt` */
export function checkOpt(folder: FileFolder): OptConfig {
  return openOpt(folder).config;
}

/** @throws ModelFileError where a file is missing or broken, or the tensors are not those of the configuration */
export function loadOpt(folder: FileFolder): OptWeights {
  const { config, opened, head } = openOpt(folder);
  const tensors: Record<string, Float32Array> = {};
  for (const name of Object.keys(optTensorShapes(config)))
    tensors[name] = finite(name, opened.get(name) as CheckpointTensor);
  if (head !== undefined) checkHead(head, tensors[ownPrefix + embedding], config);
  return { config, tensors };
}

function openOpt(folder: FileFolder): { config: OptConfig; opened: Checkpoint; head?: CheckpointTensor } {
  const config = readOptConfig(folder);
  const { tensors: opened, ...rest } = canonical(openCheckpoint(folder), folder.name);
  checkTensors(opened, config, folder.name);
  return { config, opened, ...rest };
}

interface Canonical {
  readonly tensors: Checkpoint;
  readonly head?: CheckpointTensor;
}

/** The tensors under one naming, whatever the class of the model that was saved. */
function canonical(checkpoint: Checkpoint, folder: string): Canonical {
  const prefix = prefixes.find((one) => checkpoint.has(one + embedding));
  if (prefix === undefined) throw new ModelFileError(folder, `tensor "${ownPrefix}${embedding}": missing.`);
  const head = heads.map((name) => checkpoint.get(name)).find((one) => one !== undefined);
  const tensors = new Map<string, CheckpointTensor>();
  for (const [name, tensor] of checkpoint) {
    if (heads.includes(name) || ignored.some((one) => name === prefix + one)) continue;
    if (!name.startsWith(prefix)) throw unexpected(name, tensor);
    tensors.set(ownPrefix + name.slice(prefix.length), tensor);
  }
  return { tensors, ...(head !== undefined && { head }) };
}

function unexpected(name: string, { file }: CheckpointTensor): ModelFileError {
  return new ModelFileError(
    file.name,
    `tensor ${brief(name)}: unexpected, an OPT model of this configuration has none.`,
  );
}

/** Before a number is read. */
function checkTensors(tensors: Checkpoint, config: OptConfig, folder: string): void {
  // The names of a model with absurdly many layers would not fit into memory.
  const most = (tensors.size - optTensorCounts.outside) / optTensorCounts.layer;
  if (config.layers > most) throw missingLayer(tensors, config, folder);
  const shapes = optTensorShapes(config);
  for (const [name, shape] of Object.entries(shapes)) {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new ModelFileError(folder, `tensor "${name}": missing.`);
    checkShape(name, tensor, shape);
  }
  for (const [name, tensor] of tensors) if (!Object.hasOwn(shapes, name)) throw unexpected(name, tensor);
}

function missingLayer(tensors: Checkpoint, config: OptConfig, folder: string): ModelFileError {
  const layers = Math.ceil(tensors.size / optTensorCounts.layer);
  const names = Object.keys(optTensorShapes({ ...config, layers: Math.min(config.layers, layers + 1) }));
  const name = names.find((one) => !tensors.has(one));
  return new ModelFileError(folder, `tensor "${name}": missing, but num_hidden_layers is ${config.layers}.`);
}

function checkShape(name: string, { file, shape }: CheckpointTensor, expected: readonly number[]): void {
  if (shape.length === expected.length && shape.every((size, axis) => size === expected[axis])) return;
  throw new ModelFileError(
    file.name,
    `tensor "${name}": got ${describeShape(shape)}, expected ${describeShape(expected)} by ${configFile}.`,
  );
}

function finite(name: string, tensor: CheckpointTensor): Float32Array {
  const values = tensor.read();
  const wrong = values.findIndex((value) => value - value !== 0);
  if (wrong < 0) return values;
  throw new ModelFileError(
    tensor.file.name,
    `tensor "${name}", element ${wrong}: got ${values[wrong]}, expected a finite number.`,
  );
}

function checkHead(head: CheckpointTensor, embeddings: Float32Array, config: OptConfig): void {
  checkShape(heads[0], head, [config.vocabularySize, config.width]);
  const values = head.read();
  const wrong = values.findIndex((value, i) => value !== embeddings[i]);
  if (wrong < 0) return;
  throw new ModelFileError(
    head.file.name,
    `tensor "${heads[0]}", element ${wrong}: got ${values[wrong]}, expected ${embeddings[wrong]} as in the embedding: ` +
      'models with an output matrix of their own are not built here.',
  );
}
