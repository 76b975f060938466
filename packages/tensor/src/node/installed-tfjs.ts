// TensorFlow.js as it is installed, the fastest first. None of the packages is a dependency: who wants one installs it.
import { createRequire } from 'node:module';
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

export type TfjsAvailability =
  | { readonly available: true; readonly package: string; readonly engine: Engine }
  | { readonly available: false; readonly reason: string };

/** Adds two numbers: tfjs-node loads on versions of Node on which its operations fail. */
function tryOut(tf: Tfjs): void {
  const sum = tf.add(1, 1);
  sum.dataSync();
  sum.dispose();
}

function load([first, ...others]: readonly string[]): Engine {
  const require = createRequire(import.meta.url);
  const tf = require(first) as Tfjs;
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
export function tfjsAvailability(): TfjsAvailability {
  const reasons: string[] = [];
  for (const packages of installations) {
    try {
      return { available: true, package: packages[0], engine: load(packages) };
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
export function installedTfjsEngine(): Engine {
  const found = tfjsAvailability();
  if (found.available) return found.engine;
  throw new CollapseLabError(
    `tfjs: ${found.reason}. Install @tensorflow/tfjs-node, or @tensorflow/tfjs-core and @tensorflow/tfjs-backend-cpu.`,
  );
}
