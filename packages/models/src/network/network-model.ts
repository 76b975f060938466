/** Weights of a network as a model of a family. */

import type { Json } from '../family/json.ts';
import { decodeObject } from '../family/json-numbers.ts';
import type { Blobs } from '../family/training.ts';
import { decodeFloats, encodeFloats, goesToBlob } from './stored-bytes.ts';

/** All weights of a network, by name. Never changed once made. */
export interface NetworkModel {
  readonly parameters: Readonly<Record<string, Float32Array>>;
}

export function hasFiniteWeights({ parameters }: NetworkModel): boolean {
  return Object.values(parameters).every((floats) => floats.every(Number.isFinite));
}

/** How many numbers each parameter has. */
export type ParameterSizes = Readonly<Record<string, number>>;

export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Each parameter by its name; where there are blobs and the parameters are large, all of them in one. */
export function encodeNetwork({ parameters }: NetworkModel, blobs?: Blobs): Json {
  const names = Object.keys(parameters).sort();
  const total = names.reduce((sum, name) => sum + parameters[name].length, 0);
  if (blobs === undefined || !goesToBlob(4 * total))
    return Object.fromEntries(
      Object.entries(parameters).map(([name, floats]) => [name, encodeFloats(floats)]),
    );
  const all = new Float32Array(total);
  let offset = 0;
  for (const name of names) {
    all.set(parameters[name], offset);
    offset += parameters[name].length;
  }
  return encodeFloats(all, blobs);
}

/** @throws InvalidArgumentError where it is not a model of such a network */
export function decodeNetwork(encoded: Json, sizes: ParameterSizes, blobs?: Blobs): NetworkModel {
  const stored = decodeObject('encoded', encoded);
  const read = stored.blob === undefined ? apart(stored) : together(encoded, sizes, blobs);
  const parameters = Object.entries(sizes).map(([name, size]) => [name, read(name, size)] as const);
  return { parameters: Object.fromEntries(parameters) };
}

type Read = (name: string, size: number) => Float32Array;

function apart(stored: { readonly [key: string]: Json }): Read {
  return (name, size) => decodeFloats(`encoded.${name}`, stored[name], size);
}

function together(encoded: Json, sizes: ParameterSizes, blobs: Blobs | undefined): Read {
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  const all = decodeFloats('encoded', encoded, total, blobs);
  const offsets = new Map<string, number>();
  let offset = 0;
  for (const name of Object.keys(sizes).sort()) {
    offsets.set(name, offset);
    offset += sizes[name];
  }
  return (name, size) => {
    const from = offsets.get(name) as number;
    return all.slice(from, from + size);
  };
}

/** Every weight replaced by f(weight), rounded to f32. */
export function mapNetwork(model: NetworkModel, f: (value: number) => number): NetworkModel {
  const mapped = Object.entries(model.parameters).map(([name, floats]) => [name, floats.map(f)] as const);
  return { parameters: Object.fromEntries(mapped) };
}
