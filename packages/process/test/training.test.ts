/** Families that train in steps: a run may be stopped between any two of them and goes on bit for bit. */
import { CollapseLabError, Stream } from '@collapse-lab/math';
import { type AnyFamily, glyphsSource, type Json, moonsSource, vae } from '@collapse-lab/models';
import {
  type RunCheckpoint,
  type RunRequest,
  runLineage,
  type Snapshot,
  type WorkflowSpec,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';

const real = glyphsSource({ side: 8 });

function small(options: Record<string, unknown> = {}): AnyFamily {
  const resolved = vae.resolve({ hidden: [12], latent: 3, epochs: 30, batch: 16, ...options });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return vae.create(resolved.options, real.shape, real);
}

function request(workflow: WorkflowSpec, family: AnyFamily = small()): RunRequest {
  const train = workflow.kind === 'accumulate-subsample' ? { train: 50 } : {};
  return {
    spec: {
      real,
      family,
      workflow,
      sizes: { initial: 50, new: 50, ...train },
      sampler: 'auto',
      numberFormat: 'f64',
    },
    streams: { real: Stream.fromPath([1, 'real']), lineage: Stream.fromPath([1, 'lineage']) },
    generations: 2,
    snapshots: [0, 1, 2],
  };
}

/** Stopped after every stretch of steps; what is kept is JSON, and the family remembers nothing. */
function inPieces(workflow: WorkflowSpec): {
  readonly snapshots: readonly Snapshot[];
  readonly seen: string[];
} {
  const seen: string[] = [];
  let from: RunCheckpoint | undefined;
  for (;;) {
    const run = runLineage({
      ...request(workflow),
      ...(from === undefined ? {} : { from }),
      onStep: ({ t, work }) => {
        seen.push(work === undefined ? `${t}` : `${t}: ${work.made}/${work.steps}`);
        return 'stop';
      },
    });
    if (run.finished) return { snapshots: run.snapshots, seen };
    from = JSON.parse(JSON.stringify(run)) as RunCheckpoint;
  }
}

describe.each<WorkflowSpec>([
  { kind: 'replace' },
  { kind: 'accumulate' },
  { kind: 'accumulate-subsample' },
  { kind: 'mixture', alpha: 0.5, beta: 0.2, gamma: 0.3 },
])('$kind', (workflow) => {
  it('gives the same models in one go and stopped after every stretch', () => {
    const whole = runLineage(request(workflow));
    const { snapshots, seen } = inPieces(workflow);
    expect(whole.snapshots).toHaveLength(3);
    expect(snapshots).toEqual(whole.snapshots);
    expect(seen.slice(0, 3)).toEqual(['-1', '-1: 50/94', '0']);
    expect(seen.at(-1)).toBe('2');
  });
});

describe('a stream of points', () => {
  const family = (): AnyFamily => small({ feed: 'stream', epochs: 25 });

  it('is another training than a set, from the second model on, and goes on bit for bit too', () => {
    const { snapshots } = runLineage(request({ kind: 'replace' }, family()));
    const set = runLineage(request({ kind: 'replace' }, small({ epochs: 25 }))).snapshots;
    expect(snapshots[0]).toEqual(set[0]);
    expect(snapshots[1]).not.toEqual(set[1]);
    let run = runLineage({ ...request({ kind: 'replace' }, family()), onStep: () => 'stop' });
    while (!run.finished)
      run = runLineage({ ...request({ kind: 'replace' }, family()), from: run, onStep: () => 'stop' });
    expect(run.snapshots).toEqual(snapshots);
  });

  it('is refused where a set is pooled, kept or chosen from', () => {
    expect(() => runLineage(request({ kind: 'accumulate' }, family()))).toThrow(
      'workflow: got "accumulate", expected replace alone: with feed: stream every batch is drawn anew from the model ' +
        'before, so that there is no set to pool, keep or choose from. Train on a set of points, or take workflow: replace.',
    );
  });
});

it('draws from every ancestor of a mixture with random numbers of its own', () => {
  const seen = new Map<unknown, string>();
  const family = small();
  const draw = family.sample.bind(family);
  family.sample = (model, asked, stream) => {
    seen.set(model, JSON.stringify(stream.state()));
    return draw(model, asked, stream);
  };
  const generations = 3;
  runLineage({ ...request({ kind: 'mixture', alpha: 0.4, beta: 0.6, gamma: 0 }, family), generations });
  expect(seen.size).toBe(3);
  expect(new Set(seen.values()).size).toBe(3);
});

it('two models may be trained by one family, step by step in turn, with samples drawn between', () => {
  const family = small();
  const train = real.draw(40, Stream.fromPath(['train']));
  const alone = ['a', 'b'].map((name) => family.fit({ train }, Stream.fromPath([name])));
  const trainings = ['a', 'b'].map((name) => family.train!({ train }, Stream.fromPath([name])));
  while (trainings[0].made < trainings[0].steps) {
    for (const training of trainings) training.advance(7);
    family.sample(alone[0], { n: 3 }, Stream.fromPath(['between']));
  }
  const together = trainings.map((training) => family.encode(training.finish()));
  expect(together).toEqual(alone.map((model) => family.encode(model)));
});

describe('a training of its own', () => {
  const train = real.draw(40, Stream.fromPath(['train']));
  const begin = (family = small()) => family.train!({ train }, Stream.fromPath(['own']));
  const after = (steps: number): Record<string, Json> => {
    const training = begin();
    training.advance(steps);
    return training.encode() as Record<string, Json>;
  };

  it('is finished once: the model stays, whoever uses the session after, and there is no state to store', () => {
    const family = small();
    const training = begin(family);
    training.advance(2);
    family.sample(family.fit({ train }, Stream.fromPath(['other'])), { n: 3 }, Stream.fromPath(['between']));
    const finished = family.encode(training.finish());
    training.advance(1);
    expect(family.encode(training.finish())).toEqual(finished);
    expect(family.encode(begin().finish())).toEqual(finished);
    expect(() => training.encode()).toThrow(
      new CollapseLabError('training: it is finished and has no state left; store its model instead.'),
    );
  });

  it('goes on where it was after the memory of its family was given back', () => {
    const family = small();
    const training = begin(family);
    training.advance(2);
    family.dispose!();
    expect(training.encode()).toEqual(after(2));
    family.dispose!();
    family.dispose!();
    expect(family.encode(training.finish())).toEqual(family.encode(begin().finish()));
  });

  it('goes on from an earlier state after it was finished', () => {
    const training = begin();
    training.advance(2);
    const early = training.encode();
    const finished = training.finish();
    training.restore(early);
    expect([training.made, training.encode()]).toEqual([2, early]);
    expect(training.finish()).toEqual(finished);
  });

  it.each<readonly [string, Record<string, Json>]>([
    ['training.made: got 0, expected 2, the steps that training.state has made.', { made: 0 }],
    ['training.made: got 76, expected an integer from 0 to 75.', { made: 76 }],
    ['training.made: got "2", expected an integer from 0 to 75.', { made: '2' }],
    ['training.length: got -1, expected an integer ≥ 0.', { length: -1 }],
    ['training.length: got "12", expected an integer ≥ 0.', { length: '12' }],
    ['training.length: got null, expected an integer ≥ 0.', { length: null }],
    ['training.state: got "AAAA", expected base64 of 4 bytes.', { length: 4, state: 'AAAA' }],
  ])('%s', (message, wrong) => {
    const training = begin();
    training.advance(1);
    expect(() => training.restore({ ...after(2), ...wrong })).toThrow(message);
    expect(training.encode()).toEqual(after(1));
  });
});

it('says when a training diverges', () => {
  const family = small({ learningRate: 1e30 });
  expect(() => runLineage(request({ kind: 'replace' }, family))).toThrow(
    /^Generation 0: step \d+: the loss is (NaN|Infinity|-Infinity), expected a finite number: the training has diverged. Lower learningRate \(1e\+30\)\.$/,
  );
});

it('refuses points that are no pixels', () => {
  const moons = moonsSource({ noise: 0.1 });
  const resolved = vae.resolve({});
  if ('problems' in resolved) throw new Error('unexpected');
  const family = vae.create(resolved.options, moons.shape, moons);
  const train = moons.draw(5, Stream.fromPath(['moons']));
  expect(() => family.fit({ train }, Stream.fromPath([1]))).toThrow(
    /^train, point \d, coordinate \d: got -?\d\.\d+, expected a number from 0 to 1, as the bernoulli likelihood needs. Use likelihood: gaussian for other numbers.$/,
  );
});
