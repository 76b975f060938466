import type { Engine } from '../../engine/engine.ts';
import { cachedAttention, storeKeysValues } from '../../operations/cached-attention.ts';
import { embedding } from '../../operations/embedding.ts';
import { softmaxCrossEntropy } from '../../operations/loss.ts';
import { matmul } from '../../operations/matmul.ts';
import { argmax } from '../../operations/reduction.ts';
import { adam, sgd } from '../../optimiser/optimisers.ts';
import { program } from '../../record/program.ts';
import { record } from '../../record/record.ts';
import type { Session } from '../../session/session.ts';
import { require, requireIdentical, requireNear, requireRefusal } from './contract.ts';
import type { TestApi } from './test-api.ts';

const inputs = { ids: { shape: [2], dtype: 'i32' }, targets: { shape: [2], dtype: 'i32' } } as const;

function classifier(optimiser: ReturnType<typeof adam> | ReturnType<typeof sgd>) {
  return program({
    inputs,
    outputs: (p, { ids, targets }) => ({
      loss: softmaxCrossEntropy(matmul(embedding(p.table, ids), p.w), targets),
    }),
    train: { loss: 'loss', optimiser },
  });
}

const predict = program({
  inputs: { ids: inputs.ids },
  outputs: (p, { ids }) => {
    const logits = matmul(embedding(p.table, ids), p.w);
    return { logits, label: argmax(logits) };
  },
});

const module = record({
  parameters: { table: { shape: [5, 2] }, w: { shape: [2, 3] } },
  programs: {
    fast: classifier(adam({ learningRate: 0.1 })),
    slow: classifier(sgd({ learningRate: 0.01 })),
    predict,
  },
});

const batch = { ids: [1, 4], targets: [2, 0] };

const table = Float32Array.from({ length: 10 }, (_, i) => ((i % 5) - 2) / 4);
const w = Float32Array.from({ length: 6 }, (_, i) => ((i % 5) - 2) / 4);

function start(engine: Engine): Session {
  const session = engine.loadSync(module);
  session.setParameters({ table, w });
  return session;
}

function describeValues({ it }: TestApi, engine: Engine): void {
  it('gives scalars as numbers, arrays as f32, integers as i32', () => {
    const session = start(engine);
    require(typeof session.run('fast', batch).loss === 'number', 'loss: expected a number');
    const { logits, label } = session.run('predict', { ids: batch.ids });
    require(logits instanceof Float32Array && logits.length === 6, 'logits: expected 6 numbers of f32');
    require(label instanceof Int32Array && label.length === 2, 'label: expected 2 numbers of i32');
    session.dispose();
  });

  it('parameters are 0 at first; those that are named are set, the others stay', () => {
    const session = engine.loadSync(module);
    requireIdentical(session.parameters().table, new Float32Array(10), 'table');
    session.setParameters({ w });
    requireIdentical(session.parameters().table, new Float32Array(10), 'table');
    requireIdentical(session.parameters().w, w, 'w');
    session.dispose();
  });

  it('takes copies and hands out copies', () => {
    const session = start(engine);
    const given = w.slice();
    session.setParameters({ w: given });
    given.fill(9);
    const { logits } = session.run('predict', { ids: batch.ids });
    session.parameters().w.fill(9);
    const again = session.run('predict', { ids: batch.ids }).logits;
    requireIdentical(again as Float32Array, logits as Float32Array, 'logits');
    session.dispose();
  });

  it('sessions of one module do not share parameters', () => {
    const [one, other] = [start(engine), start(engine)];
    one.run('fast', batch);
    requireIdentical(other.parameters().w, w, 'w');
    one.dispose();
    requireIdentical(other.parameters().w, w, 'w');
    other.dispose();
  });
}

function describeSteps({ it }: TestApi, engine: Engine): void {
  it('programs share parameters; training programs step apart', () => {
    const session = start(engine);
    for (let i = 0; i < 60; i++) session.run('fast', batch);
    session.run('slow', batch);
    requireIdentical(session.run('predict', { ids: batch.ids }).label as Int32Array, [2, 0], 'label');
    requireIdentical([session.steps('fast'), session.steps('slow')], [60, 1], 'steps');
    session.dispose();
  });

  it('state and restore: all that changes, bit for bit', () => {
    const session = start(engine);
    for (let i = 0; i < 3; i++) session.run('fast', batch);
    const state = session.state();
    session.run('slow', batch);
    session.restore(state);
    requireIdentical(session.state(), state, 'state');
    requireIdentical([session.steps('fast'), session.steps('slow')], [3, 0], 'steps');
    session.dispose();
  });
}

/** One sequence of vectors of one number; queries are 0, so that a step gives the mean of all values so far. */
const cached = record({
  parameters: {},
  buffers: { cache: { shape: [1, 3, 2] } },
  programs: {
    keep: program<'qkv' | 'rows'>({
      inputs: { qkv: [1, 1, 3], rows: { shape: [1], dtype: 'i32' } },
      outputs: (_, { qkv, rows }, { cache }) => {
        storeKeysValues(cache, qkv, rows);
        return {};
      },
    }),
    step: program<'qkv' | 'position' | 'sources'>({
      inputs: {
        qkv: [1, 3],
        position: { shape: [], dtype: 'i32' },
        sources: { shape: [1, 3], dtype: 'i32' },
      },
      outputs: (_, { qkv, position, sources }, { cache }) => ({
        mean: cachedAttention(qkv, cache, position, sources, { heads: 1 }),
      }),
    }),
  },
});

function describeBuffers({ it }: TestApi, engine: Engine): void {
  it('a buffer is 0 at first, shared by programs, kept between runs, and no part of the state', () => {
    const session = engine.loadSync(cached);
    const empty = session.state();
    const step = (value: number, position: number) =>
      session.run('step', { qkv: [0, 0, value], position: [position], sources: [0, 0, 0] }).mean;
    requireNear(step(6, 2) as Float32Array, [2], 4, 'the third value after two zeros');
    session.run('keep', { qkv: [0, 0, 3], rows: [0] });
    requireNear(step(5, 1) as Float32Array, [4], 4, 'after the value of another program');
    requireIdentical(session.state(), empty, 'state');
    session.restore(empty);
    requireNear(step(1, 2) as Float32Array, [3], 4, 'after both');
    session.dispose();
    const other = engine.loadSync(cached);
    const { mean } = other.run('step', { qkv: [0, 0, 4], position: [1], sources: [0, 0, 0] });
    requireNear(mean as Float32Array, [2], 4, 'in another session');
    other.dispose();
  });
}

function describeRefusals({ it }: TestApi, engine: Engine): void {
  const refusals: readonly (readonly [string, (session: Session) => unknown])[] = [
    ['run: program: got "test", expected one of "fast", "slow", "predict".', (s) => s.run('test')],
    ['predict: inputs: got "x", expected one of "ids".', (s) => s.run('predict', { ids: [1, 2], x: [0] })],
    [
      'predict: inputs.ids: got "3 numbers", expected 2 numbers, the elements of [2].',
      (s) => s.run('predict', { ids: [1, 2, 3] }),
    ],
    [
      'predict: inputs.ids[1]: got 5, expected an integer in [0, 5), since it picks one of 5.',
      (s) => s.run('predict', { ids: [1, 5] }),
    ],
    [
      'fast: inputs.targets[0]: got -1, expected an integer in [0, 3), since it picks one of 3.',
      (s) => s.run('fast', { ids: [1, 2], targets: [-1, 0] }),
    ],
    ['setParameters: got "v", expected one of "table", "w".', (s) => s.setParameters({ v: [1] })],
    [
      'setParameters: w: got "2 numbers", expected 6 numbers, the elements of [2, 3].',
      (s) => s.setParameters({ w: [1, 2] }),
    ],
    ['state: got [1], expected a Uint8Array of state().', (s) => s.restore([1] as never)],
  ];
  for (const [message, action] of refusals) {
    it(`refuses, and leaves all as it was: ${message}`, () => {
      const session = start(engine);
      const state = session.state();
      requireRefusal(() => action(session), message);
      requireIdentical(session.state(), state, 'state');
      session.dispose();
    });
  }

  it('refuses everything after dispose', () => {
    const session = start(engine);
    session.dispose();
    session.dispose();
    const message = 'session: it was disposed; load the module again.';
    requireRefusal(() => session.run('predict', { ids: batch.ids }), message);
    requireRefusal(() => session.parameters(), message);
    requireRefusal(() => session.state(), message);
  });
}

/** What sessions promise, whichever the engine. */
export function describeSessions(api: TestApi, engine: Engine): void {
  api.describe('sessions', () => {
    describeValues(api, engine);
    describeSteps(api, engine);
    describeBuffers(api, engine);
    describeRefusals(api, engine);
  });
}
