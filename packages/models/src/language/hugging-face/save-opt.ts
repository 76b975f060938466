/** An OPT model as the files that Hugging Face saves, so that other tools can load it. */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { OutputFile } from './binary-file.ts';
import { configFile } from './load-opt.ts';
import { type OptWeights, optTensorShapes } from './opt-config.ts';
import { optConfigJson } from './parse-opt-config.ts';
import { jsonFile, safetensorsFiles } from './write-safetensors.ts';

/** Bytes of numbers in a file, as Hugging Face has long had it. */
const shardBytes = 5e9;

/** `config.json` and the safetensors, in numbers of 32 bits. @throws InvalidArgumentError where a tensor is not of its size */
export function optFiles({ config, tensors }: OptWeights, mostBytes: number = shardBytes): OutputFile[] {
  const entries = Object.entries(optTensorShapes(config)).map(([name, shape]) => {
    const values = tensors[name];
    const size = shape.reduce((product, one) => product * one, 1);
    if (values?.length === size) return { name, shape, values };
    throw new InvalidArgumentError({
      argument: `tensors.${name}`,
      got: values === undefined ? undefined : `${values.length} numbers`,
      expected: `${size} numbers`,
    });
  });
  return [jsonFile(configFile, optConfigJson(config)), ...safetensorsFiles(entries, mostBytes)];
}
