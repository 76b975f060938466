/** The engines that train neural families on this machine, by the name they have in an experiment file. */
import { CollapseLabError } from '@collapse-lab/math';
import { type Engine, wasmEngine } from '@collapse-lab/tensor';
import { nativeAvailability, nativeEngine, tfjsAvailability } from '@collapse-lab/tensor/node';

export type EngineName = 'wasm' | 'native' | 'tfjs';

export const engineNames: readonly EngineName[] = ['wasm', 'native', 'tfjs'];

/**
 * Engines of one class give the same bits; classes differ in the last ones. Backends of TensorFlow.js are classes of
 * their own, `tfjs-cpu` or `tfjs-tensorflow`.
 */
export type EngineClass = 'wasm' | 'native' | `tfjs-${string}`;

export type EngineAvailability =
  | {
      readonly available: true;
      readonly engineClass: EngineClass;
      readonly details: string;
      /** `threads`: that share the work of a program, where the engine can; 1 when left out. */
      readonly open: (threads?: number) => Engine;
    }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

const probes: Readonly<Record<EngineName, () => EngineAvailability>> = {
  wasm: () => ({
    available: true,
    engineClass: 'wasm',
    details: 'WebAssembly with SIMD',
    open: () => wasmEngine,
  }),
  native: probeNative,
  tfjs: probeTfjs,
};

/** What the engines of a class are called in an experiment file. */
export function nameOf(engine: EngineClass): EngineName {
  return engine === 'wasm' || engine === 'native' ? engine : 'tfjs';
}

/** Whether an engine can be used here, and how, or why not. */
export function engineAvailability(name: EngineName): EngineAvailability {
  return probes[name]();
}

/** What is wrong with the environment variable that chooses the vectors of the native engine. */
function wrongVectors({ COLLAPSE_NATIVE: vectors = '' } = process.env): string | undefined {
  if (['', 'avx2', 'avx512'].includes(vectors)) return undefined;
  return `COLLAPSE_NATIVE: got ${JSON.stringify(vectors)}, expected avx2 or avx512`;
}

function probeNative(): EngineAvailability {
  const wrong = wrongVectors();
  if (wrong !== undefined) return { available: false, reason: wrong, remedy: 'Correct it, or unset it.' };
  const native = nativeAvailability();
  if (native.available)
    return {
      available: true,
      engineClass: 'native',
      details: `compiled kernels, ${native.vectors}`,
      open: (threads) => nativeEngine({ threads }),
    };
  return {
    available: false,
    reason: native.reason,
    remedy: 'Run npx nx build-native tensor (it needs a C compiler), or take engine: wasm.',
  };
}

function probeTfjs(): EngineAvailability {
  const tfjs = tfjsAvailability();
  if (tfjs.available) {
    const { engine, package: details } = tfjs;
    return { available: true, engineClass: engine.name as EngineClass, details, open: () => engine };
  }
  return {
    available: false,
    reason: tfjs.reason,
    remedy: 'Install @tensorflow/tfjs-node, or @tensorflow/tfjs-core and @tensorflow/tfjs-backend-cpu.',
  };
}

/**
 * What `auto` is on this machine: compiled kernels where they were built, else those that run everywhere.
 *
 * @throws EngineError where COLLAPSE_NATIVE is wrong: what was asked for is not replaced in silence
 */
export function bestEngine(): EngineClass {
  const wrong = wrongVectors();
  if (wrong !== undefined) throw new EngineError(`${wrong}. Correct it, or unset it.`);
  return engineAvailability('native').available ? 'native' : 'wasm';
}

/** An engine that a cell was planned with is not to be had here. */
export class EngineError extends CollapseLabError {
  override readonly name: string = 'EngineError';
}

/**
 * `threads`: that share the work of a program, which only `native` can.
 *
 * @throws EngineError
 */
export function openEngine(wanted: EngineClass, threads?: number): Engine {
  const found = engineAvailability(nameOf(wanted));
  if (!found.available) throw new EngineError(`engine ${wanted}: ${found.reason}. ${found.remedy}`);
  if (found.engineClass !== wanted)
    throw new EngineError(
      `engine ${wanted}: ${found.engineClass} is installed here, which gives other last bits. Run the sweep where it was planned.`,
    );
  return found.open(threads);
}
