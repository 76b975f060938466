/** The fit of a model that takes many steps: it can be stored between two of them and goes on bit for bit. */
import type { Json } from './json.ts';

export interface Training<Model> {
  /** How many steps it takes. */
  readonly steps: number;
  /** How many have been made. */
  readonly made: number;
  /** How many it makes between two chances to be stored: a fraction of a second. */
  readonly stride: number;
  /** Makes so many steps, or those that are left. */
  advance(steps: number): void;
  /** Makes the steps that are left. */
  finish(): Model;
  encode(): Json;
  /** Goes on where `encode` was called on a training that began alike. @throws InvalidArgumentError where it was another */
  restore(encoded: Json): void;
}
