// Bulk random numbers by WebAssembly (kernel/random.c): the same bits as the functions that call it, four to eight at a
// time. It is compiled when it is first used; where the engine cannot, the callers go on without it.

import { expConstants } from '../elementary/exp-constants.ts';
import { exponentialLayers } from '../random/exponential-layers.ts';
import { normalLayers } from '../random/normal-layers.ts';
import { LAYERS, type Ziggurat } from '../random/ziggurat.ts';
import type { Stream } from '../stream/stream.ts';
import { wasm } from './random-wasm.ts';
import { instantiate, type WasmExports } from './web-assembly.ts';

/** Numbers that one call makes at most: NUMBERS of the C source. */
export const LONGEST = 4096;
/** For fewer than this the call costs more than it saves. */
const SHORTEST = 12;

interface RandomKernel {
  /** Key, block (low and high word) and words used of it: what a call starts from. */
  readonly position: Int32Array;
  readonly numbers: Float64Array;
  readonly moments: Float64Array;
  readonly fillNormal: (n: number, mean: number, zero: number, sd: number) => number;
  readonly fillExponential: (n: number, mean: number) => number;
  readonly fillUniform: (n: number, low: number, width: number) => number;
  readonly normalMoments: (n: number, mean: number, sd: number) => number;
}

/** null until it is first asked for. */
let loaded: RandomKernel | undefined | null = null;

function randomKernel(): RandomKernel | undefined {
  if (loaded === null) {
    const wasmExports = instantiate(wasm);
    loaded = wasmExports === undefined ? undefined : open(wasmExports);
  }
  return loaded;
}

function open(wasmExports: WasmExports): RandomKernel {
  const doubles = (name: string, length: number): Float64Array =>
    new Float64Array(wasmExports.memory.buffer, wasmExports[name](), length);
  doubles('expTable', 263).set(expConstants());
  doubles('normalLayers', 3 * LAYERS + 2).set(layersOf(normalLayers));
  doubles('exponentialLayers', 3 * LAYERS + 2).set(layersOf(exponentialLayers));
  return {
    position: new Int32Array(wasmExports.memory.buffer, wasmExports.stream(), 7),
    numbers: doubles('numbers', LONGEST),
    moments: doubles('moments', 2),
    fillNormal: wasmExports.fillNormal,
    fillExponential: wasmExports.fillExponential,
    fillUniform: wasmExports.fillUniform,
    normalMoments: wasmExports.normalMoments,
  };
}

/** Half of each width: the kernel's abscissae are twice those of the TypeScript. */
function layersOf({ width, inside, height, tail }: Ziggurat): number[] {
  return [...width.map((x) => x / 2), ...inside, ...height, tail];
}

/**
 * Fills `out` by `make`, which leaves n numbers in the kernel's own memory and returns how many words it read of the
 * stream. False, with nothing done, where the kernel is of no use.
 */
export function fillByKernel(
  stream: Stream,
  out: Float64Array,
  make: (kernel: RandomKernel, n: number) => number,
): boolean {
  const kernel = out.length < SHORTEST ? undefined : randomKernel();
  if (kernel === undefined) return false;
  for (let start = 0; start < out.length; start += LONGEST) {
    const n = Math.min(LONGEST, out.length - start);
    stream.writePosition(kernel.position);
    stream.skip(make(kernel, n));
    out.set(n === LONGEST ? kernel.numbers : kernel.numbers.subarray(0, n), start);
  }
  return true;
}

/**
 * The kernel's `moments` of n variates N(mean, sd²), and the stream past them; undefined, with nothing done, where the
 * kernel is of no use. The array is overwritten by the next call.
 */
export function momentsByKernel(
  stream: Stream,
  n: number,
  mean: number,
  sd: number,
): Float64Array | undefined {
  const kernel = n < SHORTEST || n > LONGEST ? undefined : randomKernel();
  if (kernel === undefined) return undefined;
  stream.writePosition(kernel.position);
  stream.skip(kernel.normalMoments(n, mean, sd));
  return kernel.moments;
}
