/**
 * Reads encoded states, and refuses those of another specification as far as what they hold can tell: they keep no
 * description of the specification, which is the caller's.
 */
import { InvalidArgumentError } from '@collapse-lab/math';
import type { Json } from '@collapse-lab/models';
import { SizeTable } from '../workflow/size-table.ts';
import type { LineageSpec } from './spec.ts';

export const remedy = 'A state goes on with the specification and the observers that it was made with.';

export type StateParts = { readonly [name: string]: Json } & { readonly t: number };

/**
 * The parts of a state, which must have those `needed` and no others but `spare` ones.
 *
 * @throws InvalidArgumentError naming the part
 */
export function partsOf(
  encoded: Json,
  needed: readonly string[],
  spare: readonly string[] = [],
  leastT = 0,
): StateParts {
  if (encoded === null || typeof encoded !== 'object' || Array.isArray(encoded))
    throw refuse('', encoded, 'an object, as encode gives it');
  const parts = encoded as { readonly [name: string]: Json };
  for (const name of needed) {
    if (parts[name] === undefined) throw refuse(name, undefined, 'this part, which this lineage keeps');
  }
  const foreign = Object.keys(parts).find((name) => !needed.includes(name) && !spare.includes(name));
  if (foreign !== undefined)
    throw refuse(foreign, parts[foreign], 'no such part, since this lineage keeps none');
  checkInteger('t', parts.t, leastT, Number.MAX_SAFE_INTEGER);
  return parts as StateParts;
}

/** What `decode` makes of the part; what it refuses is named as a part of the state. */
export function decodePart<T>(parts: StateParts, name: string, decode: (encoded: Json) => T): T {
  try {
    return decode(parts[name]);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const { argument, got, expected } = error;
    throw refuse(`${name}${argument.replace(/^encoded/, '')}`, got, expected);
  }
}

export function checkInteger(name: string, got: Json | undefined, least: number, most: number): void {
  if (Number.isSafeInteger(got) && (got as number) >= least && (got as number) <= most) return;
  throw refuse(name, got, least === most ? String(least) : `an integer from ${least} to ${most}`);
}

/** The points of a pool at generation t are as many as were made, or fewer where they are curated. */
export function checkPoolSize({ sizes, workflow }: LineageSpec, name: string, t: number, got: number): void {
  const made = new SizeTable(sizes).pool(t);
  if (got === made || (workflow.curate !== undefined && got >= sizes.initial && got <= made)) return;
  throw refuse(
    name,
    `${got} points`,
    `the ${made} points of sizes ${JSON.stringify(sizes)} at generation ${t}`,
  );
}

function refuse(name: string, got: unknown, expected: string): InvalidArgumentError {
  return new InvalidArgumentError({
    argument: name === '' ? 'encoded' : `encoded.${name}`,
    got,
    expected,
    remedy,
  });
}
