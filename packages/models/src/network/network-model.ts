/** Weights of a network as a model of a family. */

import type { Json } from '../family/json.ts';
import { decodeObject } from '../family/json-numbers.ts';
import type { Blobs } from '../family/training.ts';
import { decodeFloats, encodeFloats } from './stored-bytes.ts';

/** All weights of a network, by name. Never changed once made. */
export interface NetworkModel {
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

/** How many numbers each parameter has. */
export type ParameterSizes = Readonly<Record<string, number>>;

export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Large parameters go to the blobs, where there are some. */
export function encodeNetwork({ parameters }: NetworkModel, blobs?: Blobs): Json {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, floats]) => [name, encodeFloats(floats, blobs)]),
  );
}

/** @throws InvalidArgumentError where it is not a model of such a network */
export function decodeNetwork(encoded: Json, sizes: ParameterSizes, blobs?: Blobs): NetworkModel {
  const stored = decodeObject('encoded', encoded);
  const parameters = Object.entries(sizes).map(([name, size]) => {
    return [name, decodeFloats(`encoded.${name}`, stored[name], size, blobs)] as const;
  });
  return { parameters: Object.fromEntries(parameters) };
}

/** Every weight replaced by f(weight), rounded to f32. */
export function mapNetwork(model: NetworkModel, f: (value: number) => number): NetworkModel {
  const mapped = Object.entries(model.parameters).map(([name, floats]) => [name, floats.map(f)] as const);
  return { parameters: Object.fromEntries(mapped) };
}
