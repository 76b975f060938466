import {
  adam,
  argmax,
  embedding,
  matmul,
  multiply,
  program,
  record,
  reshape,
  type Session,
  sgd,
  softmaxCrossEntropy,
  sum,
} from '@collapse-lab/tensor';
import { referenceEngine, turnNumbers } from '@collapse-lab/tensor/testing';
import { describe, expect, it } from 'vitest';
import { messageOf } from '../support/message-of.ts';

function definition(width: number) {
  const parameters = { table: { shape: [5, width] }, w: { shape: [width, 3] } };
  const inputs = { ids: { shape: [2], dtype: 'i32' }, targets: { shape: [2], dtype: 'i32' } } as const;
  const train = program({
    inputs,
    outputs: (p, { ids, targets }) => ({
      loss: softmaxCrossEntropy(matmul(embedding(p.table, ids), p.w), targets),
    }),
    train: { loss: 'loss', optimiser: adam({ learningRate: 0.1 }) },
  });
  const predict = program({
    inputs: { ids: inputs.ids },
    outputs: (p, { ids }) => {
      const logits = matmul(embedding(p.table, ids), p.w);
      return { logits, label: argmax(logits) };
    },
  });
  return { parameters, programs: { train, predict } };
}

function start(width = 2): Session {
  const session = referenceEngine.loadSync(record(definition(width)));
  const ramp = (n: number) => Float32Array.from({ length: n }, (_, i) => ((i % 5) - 2) / 4);
  session.setParameters({ table: ramp(5 * width), w: ramp(3 * width) });
  return session;
}

const batch = { ids: [1, 4], targets: [2, 0] };

describe('a session', () => {
  it('gives scalars as numbers, arrays as f32, integers as i32', () => {
    const session = start();
    expect(typeof session.run('train', batch).loss).toBe('number');
    const { logits, label } = session.run('predict', { ids: batch.ids });
    expect(logits).toBeInstanceOf(Float32Array);
    expect(logits).toHaveLength(6);
    expect(label).toBeInstanceOf(Int32Array);
    expect(label).toHaveLength(2);
  });

  it('takes the learning rate of a step in place of that of the optimiser', () => {
    const halved = definition(2);
    const adamOf = (learningRate: number) => adam({ learningRate });
    halved.programs.train = { ...halved.programs.train, train: { loss: 'loss', optimiser: adamOf(0.05) } };
    const expected = referenceEngine.loadSync(record(halved));
    const session = start();
    expected.setParameters(session.parameters());
    for (let step = 0; step < 3; step++) {
      expected.run('train', batch);
      session.run('train', batch, { learningRate: 0.05 });
    }
    expect(session.parameters()).toEqual(expected.parameters());
    expect(messageOf(() => session.run('train', batch, { learningRate: Number.NaN }))).toBe(
      'run: train: learningRate: got NaN, expected a finite number ≥ 0.',
    );
    expect(messageOf(() => session.run('predict', { ids: [0, 1] }, { learningRate: 1 }))).toBe(
      'run: predict: learningRate: got 1, expected nothing: predict does not train.',
    );
    expect(session.steps('train')).toBe(3);
  });

  it('trains: parameters are shared by programs, only the training program steps', () => {
    const session = start();
    for (let i = 0; i < 60; i++) session.run('train', batch);
    expect(session.run('predict', { ids: batch.ids }).label).toEqual(Int32Array.of(2, 0));
    expect(session.steps('train')).toBe(60);
  });

  it('hands out copies', () => {
    const session = start();
    session.parameters().w.fill(9);
    expect(session.parameters().w[0]).toBe(-0.5);
  });

  it('goes on from a state bit for bit', () => {
    const session = start();
    for (let i = 0; i < 3; i++) session.run('train', batch);
    const state = session.state();
    for (let i = 0; i < 3; i++) session.run('train', batch);
    const resumed = start();
    resumed.restore(state);
    expect(resumed.steps('train')).toBe(3);
    for (let i = 0; i < 3; i++) resumed.run('train', batch);
    expect(resumed.state()).toEqual(session.state());
  });

  it('keeps its state in little-endian bytes', () => {
    const session = start();
    session.run('train', batch);
    const bytes = session.state();
    const view = new DataView(bytes.buffer);
    expect(String.fromCharCode(...bytes.subarray(0, 4))).toBe('CLTS');
    expect(view.getInt32(8, true)).toBe(8);
    expect(view.getFloat64(16, true)).toBe(1);
    const numbers = Array.from({ length: 10 }, (_, i) => Math.fround(view.getFloat64(24 + 8 * i, true)));
    expect(Float32Array.from(numbers)).toEqual(session.parameters().table);
    const turned = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    turnNumbers(turned, 4);
    expect(turned).toEqual(Uint8Array.of(4, 3, 2, 1, 8, 7, 6, 5));
  });

  it('goes on from states that are Buffers in one memory', () => {
    const session = start();
    const fresh = session.state();
    session.run('train', batch);
    const trained = session.state();
    const shared = new ArrayBuffer(1024);
    const buffers = [fresh, trained].map((state, i) => {
      const buffer = Buffer.from(shared, 3 + i * state.length, state.length);
      buffer.set(state);
      return buffer;
    });
    for (const [buffer, state] of [
      [buffers[1], trained],
      [buffers[0], fresh],
    ]) {
      session.restore(buffer);
      expect(session.state()).toEqual(state);
    }
  });

  it('sets the parameters that are named and leaves the others', () => {
    const session = start();
    const { table } = session.parameters();
    session.setParameters({ w: [1, 2, 3, 4, 5, 6] });
    expect(session.parameters()).toEqual({ table, w: Float32Array.of(1, 2, 3, 4, 5, 6) });
  });
});

describe('a session refuses', () => {
  const session = start();
  const state = session.state();

  it.each<readonly [string, () => unknown]>([
    ['run: program: got "test", expected one of "train", "predict".', () => session.run('test')],
    ['steps: program: got "predict", expected one of "train".', () => session.steps('predict')],
    [
      'predict: inputs.ids: got undefined, expected 2 numbers, the elements of [2].',
      () => session.run('predict'),
    ],
    [
      'predict: inputs: got null, expected an object with arrays of numbers by name.',
      () => session.run('predict', null as never),
    ],
    [
      'setParameters: got null, expected an object with arrays of numbers by name.',
      () => session.setParameters(null as never),
    ],
    [
      'predict: inputs.ids: got "3 numbers", expected 2 numbers, the elements of [2].',
      () => session.run('predict', { ids: [1, 2, 3] }),
    ],
    [
      'predict: inputs: got "x", expected one of "ids".',
      () => session.run('predict', { ids: [1, 2], x: [0] }),
    ],
    [
      'predict: inputs.ids[1]: got 5, expected an integer in [0, 5), since it picks one of 5.',
      () => session.run('predict', { ids: [1, 5] }),
    ],
    [
      'train: inputs.targets[0]: got -1, expected an integer in [0, 3), since it picks one of 3.',
      () => session.run('train', { ids: [1, 2], targets: [-1, 0] }),
    ],
    [
      'predict: inputs.ids[0]: got NaN, expected an integer in [0, 5), since it picks one of 5.',
      () => session.run('predict', { ids: [Number.NaN, 0] }),
    ],
    ['setParameters: got "v", expected one of "table", "w".', () => session.setParameters({ v: [1] })],
    [
      'setParameters: w: got "2 numbers", expected 6 numbers, the elements of [2, 3].',
      () => session.setParameters({ w: [1, 2] }),
    ],
    [
      'state: got a Uint8Array of 3 bytes, expected 408 bytes of state().',
      () => session.restore(state.slice(0, 3)),
    ],
    [
      'state: got a Uint8Array of 407 bytes, expected 408 bytes of state().',
      () => session.restore(state.slice(0, 407)),
    ],
    [
      'state: got a Uint8Array of 408 bytes, expected bytes of state(), of this version.',
      () => session.restore(new Uint8Array(408)),
    ],
    [
      'state: got "a state of another module", expected one of a module with these parameters and training programs.',
      () => session.restore(start(3).state()),
    ],
    [
      'state: got "a state of 32-bit numbers", expected one of 64-bit numbers, of the same engine.',
      () => session.restore(state.map((byte, i) => (i === 8 ? 4 : byte))),
    ],
    ['state: got [1], expected a Uint8Array of state().', () => session.restore([1] as never)],
  ])('%s', (message, action) => {
    expect(messageOf(action)).toBe(message);
    expect(session.state()).toEqual(state);
  });

  it('everything after dispose', () => {
    const gone = start();
    gone.dispose();
    gone.dispose();
    const message = 'session: it was disposed; load the module again.';
    const actions = [
      () => gone.run('train', batch),
      () => gone.parameters(),
      () => gone.state(),
      () => gone.steps('train'),
    ];
    for (const action of actions) expect(messageOf(action)).toBe(message);
  });
});

it('all parameters are updated along gradients from before the step, even where a gradient is a parameter', () => {
  const train = program({
    outputs: ({ a, b }) => ({ loss: sum(multiply(a, reshape(b, [2]))) }),
    train: { loss: 'loss', optimiser: sgd({ learningRate: 0.5 }) },
  });
  const parameters = { a: { shape: [2] }, b: { shape: [1, 2] } };
  const session = referenceEngine.loadSync(record({ parameters, programs: { train } }));
  session.setParameters({ a: [1, 2], b: [8, 4] });
  expect(session.run('train').loss).toBe(16);
  expect(session.parameters()).toEqual({ a: Float32Array.of(-3, 0), b: Float32Array.of(7.5, 3) });
});

it('two training programs step apart, with slots of their own', () => {
  const { parameters, programs } = definition(2);
  const slow = { ...programs.train, train: { loss: 'loss', optimiser: sgd({ learningRate: 0.01 }) } };
  const session = referenceEngine.loadSync(record({ parameters, programs: { fast: programs.train, slow } }));
  session.run('fast', batch);
  session.run('fast', batch);
  session.run('slow', batch);
  expect([session.steps('fast'), session.steps('slow')]).toEqual([2, 1]);
});
