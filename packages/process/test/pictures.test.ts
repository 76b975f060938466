/** Grids of generated pictures as artifacts of a run. */
import { Stream } from '@collapse-lab/math';
import {
  type AnyFamily,
  glyphsSource,
  normalSource,
  type Picture,
  type Points,
  pointsOf,
  type RealSource,
  vae,
} from '@collapse-lab/models';
import {
  type Artifact,
  type Observer,
  observers,
  type RunCheckpoint,
  type RunRequest,
  runLineage,
} from '@collapse-lab/process';
import { describe, expect, it } from 'vitest';
import { gaussianFamily } from './support/settings.ts';

const real = glyphsSource({ side: 8 });

function small(): AnyFamily {
  const resolved = vae.resolve({ hidden: [6], latent: 3, epochs: 1, batch: 16 });
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return vae.create(resolved.options, real.shape, real);
}

function create(options: Record<string, unknown> = {}): Observer {
  const resolved = observers.pictures.resolve(options);
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems));
  return observers.pictures.create(resolved.options);
}

function gridOf(values: readonly number[], picture: Picture, columns: number): Artifact {
  const samples = pointsOf(Float64Array.from(values), picture.height * picture.width * picture.channels);
  const observation = {
    t: 0,
    family: small(),
    model: 0,
    firstModel: 0,
    stream: Stream.fromPath(['pictures']),
  };
  return create({ columns }).artifact!({
    ...observation,
    real: { ...real, picture } as RealSource,
    samples,
  })!;
}

describe('the grid', () => {
  it('is a Netpbm image with the pictures side by side, row by row', () => {
    const picture = { height: 2, width: 1, channels: 1 };
    const { bytes, format, about } = gridOf([0, 1, 0.2, -3, 0.6, 7], picture, 2);
    expect(format).toBe('pgm');
    expect(about).toEqual({ kind: 'pictures', count: 3, columns: 2, height: 2, width: 1, channels: 1 });
    expect(String.fromCharCode(...bytes.slice(0, 11))).toBe('P5\n2 4\n255\n');
    expect([...bytes.slice(11)]).toEqual([0, 51, 255, 0, 153, 0, 255, 0]);
  });

  it('has three bytes for a pixel in colour', () => {
    const { bytes, format } = gridOf([0, 0.2, 0.4, 1, 0, 1], { height: 1, width: 1, channels: 3 }, 8);
    expect(format).toBe('ppm');
    expect(String.fromCharCode(...bytes.slice(0, 11))).toBe('P6\n2 1\n255\n');
    expect([...bytes.slice(11)]).toEqual([0, 51, 102, 255, 0, 255]);
  });
});

function request(changes: Partial<RunRequest['spec']> = {}): RunRequest & { kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    spec: {
      real,
      family: small(),
      workflow: { kind: 'replace' },
      sizes: { initial: 30, new: 30 },
      sampler: 'auto',
      numberFormat: 'f64',
      ...changes,
    },
    streams: {
      real: Stream.fromPath([1, 'real']),
      lineage: Stream.fromPath([1, changes.workflow?.kind ?? '']),
    },
    generations: 3,
    observers: [create({ samples: 6, columns: 3 })],
    keepArtifact(bytes, format) {
      const name = `${bytes.reduce((hash, byte) => (hash * 31 + byte) % 1_000_000_007, 7)}.${format}`;
      kept.set(name, bytes);
      return name;
    },
  };
}

describe('a run', () => {
  it('records a grid of every recorded generation, the same in one go and in pieces', () => {
    const whole = runLineage(request());
    expect(whole.artifacts!.map(({ t, observer }) => [t, observer])).toEqual(
      [0, 1, 2, 3].map((t) => [t, 'pictures']),
    );
    expect(new Set(whole.artifacts!.map(({ file }) => file)).size).toBe(4);
    let from: RunCheckpoint | undefined;
    for (let finished = false; !finished; ) {
      const run = runLineage({ ...request(), ...(from && { from }), onStep: () => 'stop' });
      from = JSON.parse(JSON.stringify(run)) as RunCheckpoint;
      finished = run.finished;
    }
    expect(from!.artifacts).toEqual(whole.artifacts);
  });

  it('leaves out generations that are not recorded, or not asked for', () => {
    const every = runLineage({ ...request(), record: { every: 2 } });
    expect(every.artifacts!.map(({ t }) => t)).toEqual([0, 2, 3]);
    const longer = runLineage({ ...request(), record: { every: 2 }, generations: 4, from: every });
    expect(longer.artifacts!.map(({ t }) => t)).toEqual([0, 2, 4]);
    const listed = runLineage({ ...request(), observers: [create({ at: [1, 9] })] });
    expect(listed.artifacts!.map(({ t }) => t)).toEqual([1]);
  });

  it('uses the same random numbers in every generation and under every workflow', () => {
    const family = Object.assign(small(), {
      sample: (_: unknown, { n }: { n: number }, stream: Stream) => real.draw(n, stream),
    });
    const files = (['replace', 'accumulate'] as const).flatMap((kind) => {
      return runLineage(request({ family, workflow: { kind } })).artifacts!.map(({ file }) => file);
    });
    expect(files).toHaveLength(8);
    expect(new Set(files).size).toBe(1);
  });

  it('makes none where nobody keeps them', () => {
    const { keepArtifact, ...rest } = request();
    expect(runLineage(rest)).not.toHaveProperty('artifacts');
  });
});

it('refuses what is no picture, and pictures of odd channels', () => {
  const observer = create();
  expect(observer.refuses(gaussianFamily(2), normalSource({ d: 2 }))).toBe(
    'it looks at pictures, and real data normal are none',
  );
  const odd = { ...real, picture: { height: 8, width: 4, channels: 2 } } as RealSource<Points>;
  expect(observer.refuses(small(), odd)).toBe(
    'it draws pictures of 1 or 3 channels, and those of glyphs have 2',
  );
  expect(observers.pictures.resolve({ at: [0, -1] })).toEqual({
    problems: [{ path: ['at'], got: [0, -1], expected: 'all, or a list of generations' }],
  });
});
