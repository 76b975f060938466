/**
 * Whatever the options of a family or of real data are made of, as JavaScript or a file may give them: they are accepted,
 * and then there are numbers, or refused with an error of ours. Never a type error, never for ever.
 */
import { CollapseLabError, InvalidArgumentError, Stream } from '@collapse-lab/math';
import {
  blobsSource,
  categoricalSource,
  circlesSource,
  dataSetSource,
  families,
  gaussianClassesSource,
  gaussianMixtureSource,
  linearSource,
  logisticSource,
  modeGridSource,
  moonsSource,
  normalSource,
  pointsOf,
  poissonSource,
  type RealSource,
  type Sequences,
  sequencesOf,
  swissRollSource,
  uniformCategoricalSource,
  zipfMandelbrotSource,
} from '@collapse-lab/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const number = fc.constantFrom(0, 1, 2, 3, 0.5, 1e-3, 1e-320, 1e308, 2 ** 53, 1e9, -1, Number.NaN, Infinity);
const anything = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, '1', 'scott', '', true, false, [], {}, [[]]),
  fc.jsonValue({ maxDepth: 2 }),
);
const good = fc.constantFrom(1, 2, 0.5, 3);
const list = fc.array(fc.oneof({ weight: 8, arbitrary: good }, { weight: 1, arbitrary: number }), {
  maxLength: 3,
});
const words = fc.constantFrom(
  ...['full', 'diagonal', 'spherical', 'tied', 'fixed', 'fresh', 'refitted', 'drawn', 'predicted', 'none'],
  ...['covariance', 'scott', 'silverman', 'kmeans', 'all'],
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 12, arbitrary: good },
  { weight: 6, arbitrary: words },
  { weight: 3, arbitrary: list },
  { weight: 3, arbitrary: fc.array(list, { maxLength: 3 }) },
  { weight: 3, arbitrary: number },
  {
    weight: 2,
    arbitrary: fc.record({ weights: list, means: list, covariances: list }, { requiredKeys: [] }),
  },
  { weight: 1, arbitrary: anything },
);
/** Options that are accepted with up to two of them replaced; or any at all. */
const optionsOf = (names: readonly string[], accepted: object): fc.Arbitrary<unknown> =>
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .array(fc.tuple(fc.constantFrom('', ...names), value), { maxLength: 2 })
        .map((changes) => ({ ...accepted, ...Object.fromEntries(changes.filter(([name]) => name !== '')) })),
    },
    {
      weight: 8,
      arbitrary: fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }),
    },
    { weight: 1, arbitrary: anything },
  );

/** Runs `action`; whether it came to an end without an error of ours. */
function succeeds(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (!(error instanceof CollapseLabError)) throw error;
    expect(error.message.length).toBeGreaterThan(20);
    return false;
  }
}

const sources: Record<string, [create: (options: never) => RealSource, names: string[], accepted: object]> = {
  normal: [normalSource, ['d', 'mean', 'covariance'], { d: 2 }],
  poisson: [poissonSource, ['rate'], {}],
  moons: [moonsSource, ['noise'], {}],
  circles: [circlesSource, ['noise', 'factor'], { noise: 1 }],
  'swiss-roll': [swissRollSource, ['noise'], {}],
  blobs: [blobsSource, ['centres', 'standardDeviation'], { centres: [[0, 1]], standardDeviation: 1 }],
  'mode-grid': [modeGridSource, ['side', 'spacing', 'standardDeviation'], {}],
  'zipf-mandelbrot': [zipfMandelbrotSource, ['k', 'exponent', 'shift'], { k: 3, exponent: 1 }],
  'gaussian-mixture': [
    gaussianMixtureSource,
    ['weights', 'means', 'covariances'],
    { weights: [1, 2], means: [0, 1] },
  ],
  linear: [linearSource, ['d', 'noise', 'weights', 'covariance'], { d: 2, noise: 1 }],
  logistic: [logisticSource, ['d', 'weights', 'covariance'], { d: 2 }],
  'gaussian-classes': [gaussianClassesSource, ['d', 'mean', 'variance'], { d: 1 }],
  'data-set': [
    dataSetSource as never,
    ['identity', 'data', 'bootstrap'],
    { identity: 'line', data: pointsOf([1, 2, 3], 1) },
  ],
};

describe('real data of any options', () => {
  const stream = Stream.fromPath(['any']);
  const draws = (source: RealSource): void => {
    expect(source.draw(2, stream).n).toBe(2);
  };

  it.each(Object.entries(sources))('%s', (_, [create, names, accepted]) => {
    let made = 0;
    fc.assert(
      fc.property(optionsOf(names, accepted), (options) => {
        if (succeeds(() => draws(create(options as never)))) made++;
      }),
      { numRuns: 400, seed: 5 },
    );
    expect(made).toBeGreaterThan(20);
  });

  it('categorical and uniform', () => {
    fc.assert(
      fc.property(value, (any) => {
        succeeds(() => draws(categoricalSource(any as never)));
        succeeds(() => draws(uniformCategoricalSource(any as never)));
      }),
      { numRuns: 400, seed: 6 },
    );
  });

  it.each<[() => unknown, string]>([
    [() => normalSource(null as never), 'options: got null, expected an object of options.'],
    [
      () => normalSource({ d: 1e9 }),
      'd: got 1000000000, expected at most 10000, of which there is room in memory.',
    ],
    [
      () => uniformCategoricalSource(1e9),
      'k: got 1000000000, expected at most 100000000, of which there is room in memory.',
    ],
    [
      () => moonsSource({ noise: null as never }),
      'noise: got null, expected a non-negative number, the standard deviation of the noise.',
    ],
    [() => modeGridSource({ side: 1e6 }), 'side: got 1000000, expected at most 1000 modes along a side.'],
    [
      () => gaussianClassesSource({ d: 1, variance: 1e-320 }),
      'variance: got 1e-320, expected a variance at which the weights 2 mean / variance are finite.',
    ],
    [
      () => dataSetSource({ identity: 'x', data: { kind: 'points', n: 1, d: 1, values: [1] } as never }),
      'data: got {"kind":"points","n":1,"d":1,"values":[1]}, expected points, symbols or sequences, what pointsOf, symbolsOf and sequencesOf return.',
    ],
  ])('%s', (create, message) => {
    expect(create).toThrow(InvalidArgumentError);
    expect(create).toThrow(message);
  });
});

/** So large a network is made, and trained for so long. */
function asksForMuch(options: Record<string, number | number[]>): boolean {
  const { hidden, latent, epochs, batch, width = 1, layers = 1, positions = 1 } = options;
  return [hidden, latent, epochs, batch, width, layers, positions].flat().some((size) => size > 1000);
}

/** Every sequence is 0 1 2 0. */
const wheel: RealSource<Sequences> = {
  name: 'wheel',
  shape: { kind: 'sequences', length: 4, k: 3 },
  identity: 'wheel',
  draw: (n) =>
    sequencesOf(
      Uint32Array.from({ length: 4 * n }, (_, i) => (i % 4) % 3),
      4,
      3,
    ),
};

describe('families of any options', () => {
  const points = normalSource({ d: 1 });
  const rows = linearSource({ d: 1, noise: 1 });
  const realOf: Record<string, RealSource> = {
    categorical: uniformCategoricalSource(3),
    hutter: uniformCategoricalSource(3),
    poisson: poissonSource({ rate: 2 }),
    opt: wheel,
    ngram: wheel,
    'linear-regression': rows,
    'logistic-regression': gaussianClassesSource({ d: 1 }),
  };

  const acceptedOf: Record<string, object> = {
    gaussian: { ddof: 0 },
    mixture: { components: 2, iterations: 5 },
    kde: { bandwidth: 1 },
    'linear-regression': { design: 'fixed', noise: 1 },
    'logistic-regression': { design: 'fresh', ridge: 1, cap: 50 },
    opt: {
      width: 4,
      layers: 1,
      heads: 2,
      positions: 8,
      epochs: 1,
      batch: 4,
      generate: { batch: 2, beams: 2 },
    },
    ngram: { order: 3 },
    vae: { hidden: [3], latent: 2, likelihood: 'gaussian', epochs: 2, batch: 4 },
  };

  it.each(Object.keys(families))('%s', (name) => {
    const definition = families[name];
    const real = realOf[name] ?? points;
    const stream = Stream.fromPath(['any', name]);
    const train = real.draw(9, stream);
    let fitted = 0;
    fc.assert(
      fc.property(optionsOf(Object.keys(definition.options ?? {}), acceptedOf[name] ?? {}), (options) => {
        const resolved = definition.resolve(options as never);
        if ('problems' in resolved) {
          for (const { expected } of resolved.problems) expect(expected.length).toBeGreaterThan(4);
          return;
        }
        // So many steps are asked for, and taken.
        const { restarts = 1, iterations = 1, cap = 1 } = resolved.options as Record<string, number>;
        if (restarts * iterations * cap > 1000) return;
        if (definition.neural && asksForMuch(resolved.options as never)) return;
        succeeds(() => {
          const family = definition.create(resolved.options, real.shape, real);
          const model = family.fit({ train }, stream);
          const given =
            name.endsWith('regression') || family.conditional !== undefined ? { given: train } : {};
          expect(family.sample(model, { n: 3, ...given }, stream).n).toBe(3);
          fitted++;
        });
      }),
      { numRuns: name === 'opt' ? 80 : 400, seed: 7 },
    );
    expect(fitted).toBeGreaterThan(20);
  });

  it.each([null, [], 'kde', 3])('%j are no options', (options) => {
    for (const { resolve } of Object.values(families))
      expect(resolve(options as never)).toEqual({
        problems: [{ path: [], got: options, expected: 'an object of options' }],
      });
  });
});
