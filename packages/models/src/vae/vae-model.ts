import type { Json } from '../family/json.ts';
import { decodeObject } from '../family/json-numbers.ts';
import { floatsToText, textToFloats } from './float-text.ts';
import type { ParameterSpec } from './vae-network.ts';

/** The weights of encoder and decoder, by name. Never changed once made. */
export interface VaeModel {
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;

export function sizeOf({ shape }: ParameterSpec): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function encodeVae({ parameters }: VaeModel): Json {
  return Object.fromEntries(Object.entries(parameters).map(([name, floats]) => [name, floatsToText(floats)]));
}

/** @throws InvalidArgumentError where it is not a model of this network */
export function decodeVae(encoded: Json, specs: ParameterSpecs): VaeModel {
  const texts = decodeObject('encoded', encoded);
  const parameters = Object.entries(specs).map(([name, spec]) => {
    return [name, textToFloats(`encoded.${name}`, texts[name], sizeOf(spec))] as const;
  });
  return { parameters: Object.fromEntries(parameters) };
}
