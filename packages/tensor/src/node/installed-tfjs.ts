// TensorFlow.js as it is installed, the fastest first. None of the packages is a dependency: who wants one installs it.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { CollapseLabError } from '@collapse-lab/math';
import type { Engine } from '../engine/engine.ts';
import type { Tfjs } from '../engine/tfjs/tfjs.ts';
import { tfjsEngine } from '../engine/tfjs/tfjs-engine.ts';

/** Packages that make an engine: the first holds the operations, all of them together a backend. */
const installations: readonly (readonly string[])[] = [
  ['@tensorflow/tfjs-node-gpu'],
  ['@tensorflow/tfjs-node'],
  ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'],
];

export interface InstalledTfjsOptions {
  /** A folder: what a program there would import. The place of this package when left out. */
  readonly from?: string;
}

export type TfjsAvailability =
  | { readonly available: true; readonly package: string; readonly engine: Engine }
  | { readonly available: false; readonly reason: string };

/** The last tfjs-node calls a function of `util` that Node 23 removed; without it, it loads and its operations fail. */
function restoreRemovedUtility(): void {
  const util = createRequire(import.meta.url)('node:util') as { isNullOrUndefined?: (x: unknown) => boolean };
  util.isNullOrUndefined ??= (x) => x === null || x === undefined;
}

/** Of the flags of TensorFlow.js. */
interface Flags {
  env(): { getBool(flag: 'PROD'): boolean; set(flag: 'PROD', value: boolean): void };
}

/**
 * Adds two numbers, since packages load where their operations fail. With the first tensor the backend in plain JavaScript
 * advertises tfjs-node on stderr, unless in production; doctor says what is installed.
 */
function tryOut(tf: Tfjs & Flags): void {
  const flags = tf.env();
  const production = flags.getBool('PROD');
  flags.set('PROD', true);
  try {
    const sum = tf.add(1, 1);
    sum.dataSync();
    sum.dispose();
  } finally {
    flags.set('PROD', production);
  }
}

function load([first, ...others]: readonly string[], from: string | URL): Engine {
  const require = createRequire(from);
  require.resolve(first);
  if (first.startsWith('@tensorflow/tfjs-node')) restoreRemovedUtility();
  const tf = require(first) as Tfjs & Flags;
  for (const other of others) require(other);
  const engine = tfjsEngine(tf);
  tryOut(tf);
  return engine;
}

/** The first line: those of missing packages go on with the files that asked for them. */
function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}

/** TensorFlow.js with the fastest backend that is installed and works here, or why there is none. */
export function tfjsAvailability({ from }: InstalledTfjsOptions = {}): TfjsAvailability {
  const base = from === undefined ? import.meta.url : join(resolve(from), 'package.json');
  const reasons: string[] = [];
  for (const packages of installations) {
    try {
      return { available: true, package: packages[0], engine: load(packages, base) };
    } catch (error) {
      reasons.push(`${packages[0]}: ${firstLine(error)}`);
    }
  }
  return { available: false, reason: reasons.join('; ') };
}

/**
 * The engine of tfjs-node-gpu, else of tfjs-node, else of tfjs-core with its backend in plain JavaScript.
 *
 * @throws CollapseLabError where none is installed or works, with the reasons
 */
export function installedTfjsEngine(options: InstalledTfjsOptions = {}): Engine {
  const found = tfjsAvailability(options);
  if (found.available) return found.engine;
  throw new CollapseLabError(
    `tfjs: ${found.reason}. Install @tensorflow/tfjs-node, or @tensorflow/tfjs-core and @tensorflow/tfjs-backend-cpu.`,
  );
}
