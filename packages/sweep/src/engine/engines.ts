/** The engines that train neural families on this machine, by the name they have in an experiment file. */
import { CollapseLabError } from '@collapse-lab/math';
import { type Engine, wasmEngine } from '@collapse-lab/tensor';
import { nativeAvailability, nativeEngine } from '@collapse-lab/tensor/node';

/** Engines of one class give the same bits; classes differ in the last ones. */
export type EngineClass = 'wasm' | 'native';

export const engineClasses: readonly EngineClass[] = ['wasm', 'native'];

export type EngineAvailability =
  | { readonly available: true; readonly details: string }
  | { readonly available: false; readonly reason: string; readonly remedy: string };

/** Whether an engine can be used here, and how, or why not. */
export function engineAvailability(name: EngineClass): EngineAvailability {
  if (name === 'wasm')
    return { available: true, details: 'WebAssembly with SIMD, the same bits on every machine' };
  const native = nativeAvailability();
  if (native.available) return { available: true, details: `compiled kernels, ${native.vectors}` };
  return {
    available: false,
    reason: native.reason,
    remedy: 'Run npx nx build-native tensor (it needs a C compiler), or take engine: wasm.',
  };
}

/** What `auto` is on this machine. */
export function bestEngine(): EngineClass {
  return engineAvailability('native').available ? 'native' : 'wasm';
}

/** An engine that a cell was planned with is not to be had here. */
export class EngineError extends CollapseLabError {
  override readonly name: string = 'EngineError';
}

/** @throws EngineError */
export function openEngine(name: EngineClass): Engine {
  const found = engineAvailability(name);
  if (!found.available) throw new EngineError(`engine ${name}: ${found.reason}. ${found.remedy}`);
  return name === 'wasm' ? wasmEngine : nativeEngine();
}
