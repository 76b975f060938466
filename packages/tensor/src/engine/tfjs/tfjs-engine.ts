// TensorFlow.js 4 as an engine: every operation becomes operations of TensorFlow.js, one call each. Slow in plain
// JavaScript; it stands for backends that have hardware of their own (tfjs-node-gpu, webgl, webgpu) and checks the other
// engines by independent kernels.
import { CollapseLabError } from '@collapse-lab/math';
import type { RecordedModule } from '../../graph/recorded-module.ts';
import { createSession } from '../../session/create-session.ts';
import type { Session } from '../../session/session.ts';
import type { Engine } from '../engine.ts';
import type { Tfjs, TfjsLibrary } from './tfjs.ts';
import { TfjsModule } from './tfjs-module.ts';

/** The name of the backend in use. */
function backendOf(tf: Tfjs): string {
  try {
    tf.backend();
    return tf.getBackend();
  } catch (error) {
    throw new CollapseLabError(
      `tfjs: TensorFlow.js has no backend that is ready (${(error as Error).message}). Import one, such as @tensorflow/tfjs-backend-cpu, and await tf.ready() first.`,
    );
  }
}

/**
 * The engine of a backend of TensorFlow.js, named after it: `tfjs-cpu`, `tfjs-tensorflow`. Sessions read their outputs
 * at once, which backends without synchronous reading (webgpu) refuse.
 *
 * @param library TensorFlow.js 4, a backend ready: `import * as tf from '@tensorflow/tfjs-core'; import '@tensorflow/tfjs-backend-cpu'`
 * @throws CollapseLabError where no backend is ready
 */
export function tfjsEngine(library: TfjsLibrary): Engine {
  const tf = library as unknown as Tfjs;
  const name = `tfjs-${backendOf(tf)}`;
  const loadSync = (module: RecordedModule): Session => createSession(module, new TfjsModule(tf, module));
  return { name, loadSync, load: async (module) => loadSync(module) };
}
