// What only the engine on TensorFlow.js has: its tensors, which nothing collects, and its backends.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { adam, matmul, program, record, squaredError, tfjsEngine } from '@collapse-lab/tensor';
import { installedTfjsEngine, tfjsAvailability } from '@collapse-lab/tensor/node';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';

const line = program({
  inputs: { x: [4, 3], t: [4, 2] },
  outputs: ({ w }, { x, t }) => {
    const y = matmul(x, w);
    return { w, y, loss: squaredError(y, t) };
  },
});

const module = record({
  parameters: { w: { shape: [3, 2] } },
  programs: {
    look: line,
    train: { ...line, train: { loss: 'loss', optimiser: adam({ learningRate: 0.1 }) } },
  },
});

const data = { x: Float32Array.from({ length: 12 }, (_, i) => i / 8), t: new Float32Array(8).fill(1) };

it('is named after its backend', () => {
  expect(installedTfjsEngine().name).toBe('tfjs-cpu');
  expect(tfjsAvailability()).toMatchObject({ available: true, package: '@tensorflow/tfjs-core' });
  expect(tfjsEngine(tf).name).toBe('tfjs-cpu');
});

it('is opened without the advertisement that TensorFlow.js prints with its first tensor, and leaves its flags as they were', () => {
  const program = `
    import { createRequire } from 'node:module';
    import { installedTfjsEngine } from '@collapse-lab/tensor/node';
    console.warn = (...texts) => console.log(...texts);
    const { name } = installedTfjsEngine();
    const tf = createRequire(import.meta.url)('@tensorflow/tfjs-core');
    tf.zeros([2]).dispose();
    console.log(name + ' ' + tf.env().getBool('PROD'));`;
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd });
  expect(String(printed)).toBe('tfjs-cpu false\n');
});

it('says what it looked for where nothing is installed', () => {
  const reason = ['tfjs-node-gpu', 'tfjs-node', 'tfjs-core']
    .map((name) => `@tensorflow/${name}: Cannot find module '@tensorflow/${name}'`)
    .join('; ');
  expect(tfjsAvailability({ from: '/' })).toEqual({ available: false, reason });
  expect(() => installedTfjsEngine({ from: '/' })).toThrow(
    `tfjs: ${reason}. Install @tensorflow/tfjs-node, or @tensorflow/tfjs-core and @tensorflow/tfjs-backend-cpu.`,
  );
});

it('refuses TensorFlow.js without a backend', () => {
  const without = {
    ...tf,
    backend: () => {
      throw new Error('No backend found in registry.');
    },
  };
  expect(() => tfjsEngine(without)).toThrow(
    'tfjs: TensorFlow.js has no backend that is ready (No backend found in registry.). Import one, such as @tensorflow/tfjs-backend-cpu, and await tf.ready() first.',
  );
});

it('holds as many tensors after a hundred steps as after one, and none after dispose', () => {
  const before = tf.memory().numTensors;
  const session = tfjsEngine(tf).loadSync(module);
  const runBoth = () => {
    session.run('train', data);
    session.run('look', data);
  };
  runBoth();
  const { numTensors, numBytes } = tf.memory();
  // w and its two slots, hyper, and per program two inputs and three outputs.
  expect(numTensors - before).toBe(3 + 1 + 2 * 5);
  for (let step = 0; step < 100; step++) runBoth();
  session.restore(session.state());
  expect(tf.memory()).toMatchObject({ numTensors, numBytes });
  session.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('keeps its tensors where it runs within tf.tidy', () => {
  const session = tfjsEngine(tf).loadSync(module);
  tf.tidy(() => {
    session.setParameters({ w: [1, 2, 3, 4, 5, 6] });
    session.run('train', data);
  });
  expect(session.run('look', data).loss).toBeGreaterThan(0);
  session.dispose();
});

it('hands out copies of what the backend holds', () => {
  const session = tfjsEngine(tf).loadSync(module);
  const given = Float32Array.of(1, 2, 3, 4, 5, 6);
  session.setParameters({ w: given });
  given.fill(0);
  session.parameters().w.fill(0);
  (session.run('look', data).w as Float32Array).fill(0);
  expect(session.parameters().w).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
  session.dispose();
});
