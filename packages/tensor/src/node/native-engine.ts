// The kernels as a Node addon, built on this machine by `npx nx build-native tensor`. AVX-512 where the processor has it,
// else AVX2: both give the same bits (fused multiply-adds, sums in 16 lanes). Denormals are flushed to zero.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { CollapseLabError, InvalidArgumentError } from '@collapse-lab/math';
import type { Engine } from '../engine/engine.ts';
import type { KernelMachine } from '../engine/kernel/kernel-machine.ts';
import { loadKernels } from '../engine/kernel/load-kernels.ts';
import { kernelSource } from '../engine/wasm/kernels-wasm.ts';
import type { RecordedModule } from '../graph/recorded-module.ts';
import { createSession } from '../session/create-session.ts';

/** kernel/addon.c. */
interface Addon {
  run(
    arena: Float32Array,
    start: number,
    words: number,
    vectors: number,
    threads: number,
    least: number,
  ): number;
  lineOffset(floats: Float32Array): number;
  readonly vectors: number;
  readonly source: string;
  /** Only in an addon built with AddressSanitizer, whose tensors then lie apart. */
  forbid?(arena: Float32Array, start: number, words: number): void;
}

/** Bits of `vectors`, best last. */
const vectorBits = { avx2: 1, avx512: 2 } as const;

export type NativeVectors = keyof typeof vectorBits;

export type NativeAvailability =
  | { readonly available: true; readonly vectors: NativeVectors }
  | { readonly available: false; readonly reason: string };

export interface NativeOptions {
  /** Vectors to use: the environment variable COLLAPSE_NATIVE when left out, else the best that the processor has. */
  readonly vectors?: NativeVectors | undefined;
  /** Threads that share the work of a program; 1 when left out. The same bits for any number of them. */
  readonly threads?: number | undefined;
  /**
   * Work below which an instruction stays on one thread, in operations of 16 numbers: 2¹⁷ when left out, which takes about
   * as long as ten threads take to wake up. For tests.
   */
  readonly leastShared?: number;
  /** The addon: native/kernels.node of this package when left out. */
  readonly path?: string;
}

const advice = 'Run npx nx build-native tensor, or use the wasm engine.';

/** Beside `dist` and `src`, which lie two folders up from here. */
const ownPath = fileURLToPath(new URL('../../native/kernels.node', import.meta.url));

function open(path: string): Addon | string {
  if (!existsSync(path)) return `${path} does not exist`;
  try {
    const addon = createRequire(import.meta.url)(path) as Addon;
    return addon.source === kernelSource ? addon : `${path} was built from other sources than this version's`;
  } catch (error) {
    return `${path} could not be loaded: ${(error as Error).message}`;
  }
}

function chooseVectors(addon: Addon, wanted: string | undefined): NativeVectors | string {
  const has = (name: NativeVectors) => (addon.vectors & vectorBits[name]) !== 0;
  if (wanted === undefined || wanted === '') {
    return has('avx512') ? 'avx512' : has('avx2') ? 'avx2' : 'this processor has no AVX2 with FMA';
  }
  if (wanted !== 'avx2' && wanted !== 'avx512') {
    return `COLLAPSE_NATIVE: got ${JSON.stringify(wanted)}, expected avx2 or avx512`;
  }
  return has(wanted) ? wanted : `this processor has no ${wanted === 'avx2' ? 'AVX2 with FMA' : 'AVX-512'}`;
}

function find({ vectors, path = ownPath }: NativeOptions): { addon: Addon; vectors: NativeVectors } | string {
  const addon = open(path);
  if (typeof addon === 'string') return addon;
  const chosen = chooseVectors(addon, vectors ?? process.env.COLLAPSE_NATIVE);
  return chosen === 'avx2' || chosen === 'avx512' ? { addon, vectors: chosen } : chosen;
}

/** Whether the native engine can be used here, with which vectors, or why not. */
export function nativeAvailability(options: NativeOptions = {}): NativeAvailability {
  const found = find(options);
  if (typeof found === 'string') return { available: false, reason: found };
  return { available: true, vectors: found.vectors };
}

type Threads = Readonly<Record<'threads' | 'leastShared', number>>;

/** Most threads of a program (kernel/threads.c). */
const mostThreads = 256;

function threadsOf({ threads = 1, leastShared = 1 << 17 }: NativeOptions): Threads {
  if (!(Number.isSafeInteger(threads) && threads >= 1 && threads <= mostThreads)) {
    const expected = `an integer in [1, ${mostThreads}]`;
    throw new InvalidArgumentError({ argument: 'nativeEngine.threads', got: threads, expected });
  }
  return { threads, leastShared };
}

/** An arena on a line of the cache, so that whole vectors do not cross lines. */
function allocate(addon: Addon, how: Threads & { vectors: NativeVectors }, words: number): KernelMachine {
  const lineWords = 16;
  const { vectors, threads, leastShared } = how;
  const buffer = new ArrayBuffer(4 * (words + lineWords));
  const skipped = 4 * addon.lineOffset(new Float32Array(buffer));
  const floats = new Float32Array(buffer, skipped, words);
  return {
    floats,
    integers: new Int32Array(buffer, skipped, words),
    run: (start, count) => addon.run(floats, start, count, vectorBits[vectors], threads, leastShared),
    forbid: (start, count) => addon.forbid?.(floats, start, count),
  };
}

/**
 * The fastest engine.
 *
 * @throws CollapseLabError where it cannot be used, with the reason; InvalidArgumentError for a number of threads out of range
 */
export function nativeEngine(options: NativeOptions = {}): Engine {
  const found = find(options);
  if (typeof found === 'string') throw new CollapseLabError(`native: ${found}. ${advice}`);
  const { addon, vectors } = found;
  const how = { ...threadsOf(options), vectors };
  const arrangement = addon.forbid ? 'apart' : 'shared';
  const machine = (words: number) => allocate(addon, how, words);
  const load = (module: RecordedModule) =>
    createSession(module, loadKernels(module, machine, arrangement, how.threads));
  return { name: 'native', loadSync: load, load: async (module) => load(module) };
}
