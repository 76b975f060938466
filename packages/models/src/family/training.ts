/** Work that takes many steps: it can be stored between two of them and goes on bit for bit. */
import type { Json } from './json.ts';

export interface Stepwise<Result> {
  /** How many steps it takes. */
  readonly steps: number;
  /** How many have been made. */
  readonly made: number;
  /** How many it makes between two chances to be stored: a fraction of a second. */
  readonly stride: number;
  /** What is counted for a rate, such as tokens: how many so far; absent where steps say enough. */
  readonly units?: { readonly name: string; readonly made: number };
  /** Makes so many steps, or those that are left. */
  advance(steps: number): void;
  /** Makes the steps that are left. */
  finish(): Result;
  encode(blobs?: Blobs): Json;
  /** Goes on where `encode` was called on work that began alike. @throws InvalidArgumentError where it was another */
  restore(encoded: Json, blobs?: Blobs): void;
}

/** The fit of a model in steps. */
export type Training<Model> = Stepwise<Model>;

/**
 * Keeps what is too large for JSON, such as the weights of a language model, beside it. The same bytes have the same
 * name.
 */
export interface Blobs {
  /** The bytes must not change after. */
  put(bytes: Uint8Array): string;
  /** @throws InvalidArgumentError where there is no blob of that name, or a damaged one */
  get(name: string): Uint8Array;
}
