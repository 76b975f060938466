import type { Cell } from '@collapse-lab/sweep';
import { experimentArgument } from '../locate/experiment-file.ts';

/** The options that decide which cells there are, and where they are kept. */
export interface ExperimentOptions {
  readonly seeds?: number;
  readonly generations?: number;
  /** `key=value`. */
  readonly set?: readonly string[];
  readonly store?: string;
}

/** Digits of a key that are enough to tell cells apart in a command. */
const KEY_DIGITS = 12;

/** The command that does the same again. */
export function sameCommand(file: string, options: ExperimentOptions, ...more: string[]): string {
  return commandOf('run', file, [...optionsOf(options), ...more]);
}

/** @param options as they are typed */
export function commandOf(name: string, file: string, options: readonly string[]): string {
  return [`npx collapse ${name}`, quote(experimentArgument(file)), ...options].join(' ');
}

/** As they are typed, the store last. */
export function optionsOf({ seeds, generations, set = [], store }: ExperimentOptions): string[] {
  return [
    ...(seeds === undefined ? [] : [`--seeds ${seeds}`]),
    ...(generations === undefined ? [] : [`--generations ${generations}`]),
    ...set.map((assignment) => `--set ${quote(assignment)}`),
    ...(store === undefined ? [] : [`--store ${quote(store)}`]),
  ];
}

/** The command that runs one cell alone. */
export function cellCommand(file: string, options: ExperimentOptions, cell: Cell): string {
  return sameCommand(file, options, `--only-cell ${shortKey(cell)}`);
}

/** Enough of the key to name the cell in a command. */
export function shortKey({ key }: Cell): string {
  return key.slice(0, KEY_DIGITS);
}

/** For a POSIX shell. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
