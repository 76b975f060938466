/** What is measured: the engines that can run here, and the peers beside them. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { tfjsEngine, wasmEngine } from '@collapse-lab/tensor';
import { installedTfjsEngine, nativeAvailability, nativeEngine } from '@collapse-lab/tensor/node';
import { avx2Only, fullVectors } from '../../../tools/bench/peer.mjs';

function native(vectors) {
  const found = nativeAvailability({ vectors });
  if (found.available) return [{ name: `native ${vectors}`, engine: nativeEngine({ vectors }) }];
  console.log(`skipped: native ${vectors}: ${found.reason}`);
  return [];
}

/** wasm, and native with the vectors that this processor has. */
export function ownEngines() {
  return [{ name: 'wasm', engine: wasmEngine }, ...native('avx2'), ...native('avx512')];
}

/**
 * Ways to run PyTorch, each with its variables of the environment and the engines that it is compared with: as it comes,
 * held to AVX2, and with AVX-512 in its libraries too, where they would not use it here of themselves.
 */
export function torchSettings(folder) {
  const full = fullVectors(folder);
  const forced = Object.keys(full).length > 0;
  return [
    { name: 'torch', environment: {}, beside: ['wasm', 'native avx512'] },
    { name: 'torch, AVX2', environment: avx2Only, beside: ['native avx2'] },
    ...(forced ? [{ name: 'torch, AVX-512', environment: full, beside: ['wasm', 'native avx512'] }] : []),
  ];
}

/** With transposes written out: the wasm backend multiplies in a scalar loop where `tf.matMul` is to transpose. */
function withTransposes(tf) {
  const swapped = ({ shape }) =>
    shape.map((_, axis) => (axis < shape.length - 2 ? axis : 2 * shape.length - 3 - axis));
  const turned = (x, transpose) => (transpose ? tf.transpose(x, swapped(x)) : x);
  return {
    ...tf,
    matMul: (a, b, transposeA, transposeB) => tf.matMul(turned(a, transposeA), turned(b, transposeB)),
  };
}

async function loadTfjs(require, backend) {
  if (backend === 'node') {
    process.env.TF_NUM_INTRAOP_THREADS = '1';
    process.env.TF_NUM_INTEROP_THREADS = '1';
    return installedTfjsEngine({ from: process.env.TFJS });
  }
  const tf = require('@tensorflow/tfjs-core');
  require(`@tensorflow/tfjs-backend-${backend}`);
  tf.env().set('IS_TEST', true); // no advertisement of tfjs-node
  await tf.setBackend(backend);
  await tf.ready();
  return tfjsEngine(backend === 'wasm' ? withTransposes(tf) : tf);
}

/**
 * A backend of TensorFlow.js as an engine, `cpu`, `wasm` or `node`: of the folder $TFJS, where its packages are
 * installed, else of this workspace, which has `cpu` only; undefined, and a line that says why, where it is not to be had.
 */
export async function tfjsPeer(backend) {
  const require = createRequire(
    process.env.TFJS === undefined ? import.meta.url : join(process.env.TFJS, 'package.json'),
  );
  try {
    const engine = await loadTfjs(require, backend);
    return { name: `tfjs ${backend}`, engine };
  } catch (error) {
    console.log(`skipped: tfjs ${backend}: ${error.message.split('\n')[0]} ($TFJS names another folder)`);
    return undefined;
  }
}
